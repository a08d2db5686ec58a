#pragma once

#include <filesystem>
#include <string>
#include <string_view>

#include "core/base/result.h"
#include "core/report/report.h"

namespace thimble {

class Canvas;

/// Pixels of a plot.
struct PlotSize {
    int width = 1200;
    int height = 800;
};

/// "1200x800". InvalidArgument for what is not a size or too small or too large for writePlot.
[[nodiscard]] Result<PlotSize> parsePlotSize(std::string_view text);

/// Draws the timeline (bytes alive in each step, by role) above the arena map (offset over steps)
/// into a .svg or .png file, whole or not at all. The least size is 400x300, the largest 8000x8000.
///   errors   InvalidArgument   another ending, another size
///            Io                the file cannot be written
[[nodiscard]] Result<void> writePlot(const Report& report, const std::filesystem::path& file,
                                     PlotSize size = {});

/// The same on a page that is there already, from its upper left corner on.
void drawPlot(const Report& report, Canvas& canvas, PlotSize size);

/// The same as the text of an SVG.
[[nodiscard]] Result<std::string> plotSvg(const Report& report, PlotSize size = {});

}  // namespace thimble
