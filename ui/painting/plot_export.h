#pragma once

#include <QSize>
#include <QString>

#include "core/base/result.h"
#include "core/report/report.h"

namespace thimble::ui {

/// Draws the timeline with the arena map below it, in light colours, into a file of `size` pixels
/// (SVG: the size of the drawing). The suffix decides: .svg or .png.
///   errors   InvalidArgument   another suffix, or a size too small to draw in
///            Io                the file cannot be written
[[nodiscard]] Result<void> writePlot(const Report& report, const QString& path, const QSize& size);

}  // namespace thimble::ui
