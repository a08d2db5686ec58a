#pragma once

#include <algorithm>
#include <array>
#include <bit>
#include <cstddef>

// Numbers as files and microcontrollers hold them, whatever this machine does.
namespace thimble::data {

/// The sizeof(T) bytes at `from`, which must be there.
template <typename T>
[[nodiscard]] T loadLittle(const std::byte* from) {
    std::array<std::byte, sizeof(T)> raw{};
    std::copy_n(from, raw.size(), raw.begin());
    if constexpr (std::endian::native == std::endian::big) std::reverse(raw.begin(), raw.end());
    return std::bit_cast<T>(raw);
}

template <typename T>
void storeLittle(T value, std::byte* to) {
    auto raw = std::bit_cast<std::array<std::byte, sizeof(T)>>(value);
    if constexpr (std::endian::native == std::endian::big) std::reverse(raw.begin(), raw.end());
    std::copy_n(raw.begin(), raw.size(), to);
}

}  // namespace thimble::data
