#pragma once

#include <QString>
#include <QStringList>

#include "core/base/search.h"
#include "core/pipeline/planned_model.h"

// The sentences about a plan.
namespace thimble::ui {

/// What the plan does to the one number that counts; below zero it helps.
[[nodiscard]] Bytes planDifference(const PlannedModel& planned);
/// "Best plan −18,432 B", or that it gains nothing.
[[nodiscard]] QString planButtonText(const PlannedModel& planned);
/// "Needs 82,240 B of SRAM instead of 100,672 B: −18,432 B (−18.3 %)".
[[nodiscard]] QString planHeadline(const PlannedModel& planned);
/// Why it cannot be better, what TFLM refuses, what is wrong with the plan: a sentence each.
[[nodiscard]] QStringList planSentences(const PlannedModel& planned);
/// The search ended before it had ruled out anything better.
[[nodiscard]] bool canSearchOn(const PlannedModel& planned);
/// "Best so far 55,296 B; nothing below 49,152 B is possible. 12,345 steps of search."
[[nodiscard]] QString progressText(const SearchProgress& progress);
/// "4 operators run at another step", or that none does.
[[nodiscard]] QString movedText(const PlannedModel& planned);

}  // namespace thimble::ui
