#pragma once

#include <string_view>

namespace thimble::cost {

/// resources/cost/coefficients.json, as CMake has put it into the program.
[[nodiscard]] std::string_view builtInCoefficients();

}  // namespace thimble::cost
