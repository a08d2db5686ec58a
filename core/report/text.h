#pragma once

#include <cstdint>
#include <string>

namespace thimble {

/// "36,864": reports are in English, whatever the machine's locale.
[[nodiscard]] std::string groupedNumber(std::int64_t number);

}  // namespace thimble
