#pragma once

#include <cstddef>
#include <span>
#include <string>

namespace thimble {

/// Lower-case hexadecimal, 64 characters.
[[nodiscard]] std::string sha256(std::span<const std::byte> bytes);

}  // namespace thimble
