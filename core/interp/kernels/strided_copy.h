#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "core/interp/operator_call.h"

namespace thimble::interp {

/// One of nested loops: how often it runs, and how far source and target move each time.
struct StridedAxis {
    std::int64_t count = 0;
    std::int64_t from = 0;
    std::int64_t to = 0;
};

/// Elements taken from a tensor in nested steps (backwards, skipping or repeating as they like) and
/// put into another in steps likewise. Slices, transposes, reversals and broadcasts are such
/// copies.
struct StridedCopy {
    std::size_t width = 0;  ///< bytes per element
    std::int64_t fromStart = 0;
    std::int64_t toStart = 0;
    std::vector<StridedAxis> axes;  ///< outermost first; like the starts, in elements
};

/// Elements per step of each dimension of a dense tensor; 0 for all when it has no elements.
[[nodiscard]] std::vector<std::int64_t> denseStrides(std::span<const std::int32_t> shape);

/// Whether the copy stays inside tensors of so many elements. Starts and strides are below 2^31 in
/// magnitude, counts not negative.
[[nodiscard]] bool staysInside(const StridedCopy& copy, std::size_t from, std::size_t to);

/// The same copy with as few and as short loops as its strides allow; `width` is then what it moves
/// at once, and all else is in bytes.
[[nodiscard]] StridedCopy simplified(const StridedCopy& copy);

/// Does what simplified() returned. `from` and `to` are the tensors' first bytes; they may be the
/// same tensor when no byte is both read and written.
void run(const StridedCopy& simplified, const std::byte* from, std::byte* to);

/// The step that copies so from input `position` to output 0.
///   errors   Unsupported   types differ or have no size; the copy leaves one of the tensors
[[nodiscard]] Result<Step> stridedStep(const OperatorCall& call, std::size_t position,
                                       StridedCopy copy);

}  // namespace thimble::interp
