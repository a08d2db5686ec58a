#pragma once

#include <QString>
#include <optional>

#include "ui/document/selection.h"

namespace thimble::ui {

/// "operator:0:3": an item as the target of a link in rich text.
[[nodiscard]] QString linkTo(const SelectedItem& item);
/// Nothing for a link to something else.
[[nodiscard]] std::optional<SelectedItem> itemOfLink(const QString& link);
/// <a href="operator:0:3">text</a>; `text` may hold anything.
[[nodiscard]] QString linked(const SelectedItem& item, const QString& text);

}  // namespace thimble::ui
