#pragma once

#include <QImage>
#include <QString>

#include "core/base/result.h"

class QWidget;

// A view of the window, by itself, for other programs.
namespace thimble::ui {

/// As it looks now, at twice the screen's resolution.
[[nodiscard]] QImage imageOfView(QWidget& view);

/// Its rows with tabs between the cells: all rows of a table with the heads of its columns, name
/// and value of what a painted view shows, a line for each label of anything else.
[[nodiscard]] QString textOfView(const QWidget& view);

/// As PNG or SVG, by the name's ending; whole or not at all.
///   errors   InvalidArgument   another ending
///            Io                the file cannot be written
[[nodiscard]] Result<void> writeViewPicture(QWidget& view, const QString& path);

}  // namespace thimble::ui
