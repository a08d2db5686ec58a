#pragma once

#include <cstdint>
#include <vector>

#include "core/split/row_plan.h"

namespace thimble::split {

/// What the arena holds of a tensor of the model when a plan runs.
struct HeldTensor {
    std::int32_t tensor = 0;  ///< the model's
    bool isWhole = false;     ///< all that is made of it is there at once, at some time
    /// Otherwise at most so many pieces of it are there at once ...
    std::int32_t pieces = 0;
    Bytes pieceBytes = 0;     ///< ... of so many bytes, the largest
    Bytes mostBytes = 0;      ///< of it at once
    std::int32_t slices = 1;  ///< of channels in which it is made, one after the other
    friend bool operator==(const HeldTensor&, const HeldTensor&) = default;
};

/// Of every tensor that has a place, ascending. A tensor in slices of which each is whole while it
/// is needed has pieces that are slices; otherwise pieces are rows.
[[nodiscard]] std::vector<HeldTensor> heldTensors(const RowPlan& plan);

/// Operators of the model that run together: a segment of the graph that was planned.
struct HeldSegment {
    std::vector<std::int32_t> operators;  ///< the model's, ascending
    bool byRows = false;
    std::int32_t slices = 1;  ///< of channels
    std::int64_t calls = 0;   ///< of kernels
    friend bool operator==(const HeldSegment&, const HeldSegment&) = default;
};

[[nodiscard]] std::vector<HeldSegment> heldSegments(const RowPlan& plan);

}  // namespace thimble::split
