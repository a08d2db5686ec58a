#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace thimble {

/// "36,864": reports are in English, whatever the machine's locale.
[[nodiscard]] std::string groupedNumber(std::int64_t number);

/// "1 byte", "36,864 bytes".
[[nodiscard]] std::string counted(std::int64_t count, std::string_view what);

}  // namespace thimble
