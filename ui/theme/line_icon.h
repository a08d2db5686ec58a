#pragma once

#include <QIcon>
#include <QString>

namespace thimble::ui {

/// An icon drawn in the text colour of the palette at the moment it is painted, so that it reads on
/// light and dark alike. `name` is a file of resources/icons without its ending.
[[nodiscard]] QIcon lineIcon(const QString& name);

}  // namespace thimble::ui
