#pragma once

#include <filesystem>
#include <string_view>

#include "core/base/result.h"
#include "core/report/report.h"

namespace thimble {

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

}  // namespace thimble
