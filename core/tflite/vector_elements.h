#pragma once

#include <flatbuffers/flatbuffers.h>

#include <bit>
#include <cstring>
#include <vector>

namespace thimble {

/// A verified vector of scalars, copied. The verifier looks at the alignment of a vector's length
/// but not of its elements, so 8-byte elements may lie on any 4 bytes and must not be loaded in
/// place.
template <typename T>
std::vector<T> vectorElements(const flatbuffers::Vector<T>& vector) {
    static_assert(std::endian::native == std::endian::little, "flatbuffers are little-endian");
    std::vector<T> elements(vector.size());
    if (!elements.empty()) std::memcpy(elements.data(), vector.Data(), elements.size() * sizeof(T));
    return elements;
}

}  // namespace thimble
