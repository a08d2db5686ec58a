#pragma once

#include <QString>
#include <QStringList>
#include <vector>

#include "core/variants/variant.h"
#include "ui/painting/overlay_layout.h"
#include "ui/viewmodels/compare_numbers_model.h"

// What the page that compares variants says and draws.
namespace thimble::ui {

/// "planned needs 18,432 B (−18.3 %) less than original", or which of several needs least.
[[nodiscard]] QString compareHeadline(const std::vector<ComparedVariant>& variants);
/// What cannot be made or still is; whether they compute the same. `pruned`: the names of those
/// that have lost channels; `working`: of those that are being made.
[[nodiscard]] QString compareSentence(const std::vector<ComparedVariant>& variants,
                                      const QStringList& pruned, const QStringList& working);

/// Bytes in use over an inference. Of one by rows each task, where the operators of its segment
/// would run at once. Empty stairs where nothing is made.
[[nodiscard]] OverlaySeries seriesOf(const ComparedVariant& variant);

/// "Plan", "Fewer channels, plan", ...: what was done, in a few words.
[[nodiscard]] QString changeText(const variants::Change& change);

}  // namespace thimble::ui
