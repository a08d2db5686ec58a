#pragma once

#include <cstdint>

#include "core/base/interval.h"

namespace thimble::patches {

/// A segment of the model that runs part by part: a run of operators of subgraph 0, in the order
/// of the file, whose last one's output is the only tensor that anything outside reads. That
/// tensor is cut into `rows` times `columns` patches; each is made from the part of the segment's
/// inputs that it needs, and what neighbours share is computed again. Or it is cut into slices of
/// its channels: the segment begins with convolutions, which make some channels of all of their
/// input, and its other operators pass them on; nothing is computed again.
struct PatchPlan {
    HalfOpen<std::int32_t> operators;
    std::int32_t rows = 2;      ///< patches along the height
    std::int32_t columns = 1;   ///< along the width
    std::int32_t channels = 1;  ///< slices of channels; more than one: one row and one column
    [[nodiscard]] bool ofChannels() const { return channels > 1; }
    [[nodiscard]] std::int64_t parts() const { return std::int64_t{rows} * columns * channels; }
    friend bool operator==(const PatchPlan&, const PatchPlan&) = default;
};

/// CONCATENATION of TFLM takes no more operands.
inline constexpr std::int32_t kMostPatches = 10;

}  // namespace thimble::patches
