#pragma once

#include <string>

namespace thimble::cli {

/// "675 ms", "1.792 mJ", "34.56 J": four digits, in the unit that suits.
[[nodiscard]] std::string timeText(double microseconds);
[[nodiscard]] std::string energyText(double microjoules);
/// "675 ms (388.4 to 1173)": an estimate and its range, in the estimate's unit.
[[nodiscard]] std::string timeRangeText(double low, double microseconds, double high);
[[nodiscard]] std::string energyRangeText(double low, double microjoules, double high);

}  // namespace thimble::cli
