#pragma once

#include <QString>

#include "core/report/report.h"
#include "ui/document/selection.h"

namespace thimble::ui {

/// Everything about the selected tensor or operator, and why it takes the bytes that it takes, in
/// rich text with links to its neighbours. Nothing selected: about the model.
[[nodiscard]] QString inspectorText(const Report& report, const SelectedItem& item);

}  // namespace thimble::ui
