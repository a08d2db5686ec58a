#pragma once

#include <cstddef>
#include <cstdint>

namespace thimble::fuzz {

/// The road of a file from bytes to report, on two targets, and back to bytes. Aborts when a
/// promise is broken: a model that was read cannot be written and read again to the same value, or
/// a report contradicts itself.
void readModel(const std::uint8_t* data, std::size_t size);

}  // namespace thimble::fuzz
