#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "core/base/result.h"

namespace thimble {

struct PlotPoint {
    double x = 0, y = 0;
};

struct PlotSeries {
    std::string name;
    std::vector<PlotPoint> points;  ///< from left to right
};

/// Lines over a common grid; they end where they leave it upwards or downwards.
struct PlotPanel {
    std::string title, xName, yName;
    double lowX = 0, highX = 1, stepX = 0.1;
    double lowY = 0, highY = 1, stepY = 0.1;
    std::vector<PlotSeries> series;
};

/// Panels side by side, as an SVG file.
///   errors   as writeFile
[[nodiscard]] Result<void> plotCurves(const std::vector<PlotPanel>& panels,
                                      const std::filesystem::path& file);

}  // namespace thimble
