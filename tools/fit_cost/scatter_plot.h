#pragma once

#include <string>
#include <vector>

#include "tools/fit_cost/left_out.h"

namespace thimble::cost {

/// Three panels side by side, estimate over measurement, both logarithmic: an SVG.
[[nodiscard]] std::string scatterPlot(const std::vector<LeftOut>& operators,
                                      const std::vector<LeftOut>& values,
                                      const std::vector<LeftOut>& networks);

}  // namespace thimble::cost
