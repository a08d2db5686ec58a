#pragma once

#include <cstddef>
#include <span>
#include <string>

namespace thimble {

/// Where a file that failed verification is broken, as a sentence: "damaged in subgraph 0, operator
/// 12". `bytes` holds a TFL3 identifier and nothing else is known of it.
[[nodiscard]] std::string findDamage(std::span<const std::byte> bytes);

}  // namespace thimble
