#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <vector>

#include "core/model/model.h"
#include "core/ops/operands.h"
#include "core/prune/channel_groups.h"

namespace thimble::prune {

// Numbers of channels do not only stand in shapes: the new shape of a RESHAPE, paddings, begins and
// sizes of slices are constants, the multiplier of a depthwise convolution is an option.

/// How many of an axis' indices before the given one stay.
using KeptBefore = std::function<std::int32_t(Axis axis, std::int32_t index)>;

/// What a constant input of an operator has to hold afterwards.
struct SteeredInput {
    std::size_t position = 0;
    ops::Dims values;
};

/// The constant inputs of an operator of subgraph 0 that have to change. It is one whose channels
/// may be cut: its operands fit its rule.
[[nodiscard]] std::vector<SteeredInput> steeredInputs(const Model& model, const Operator& op,
                                                      const KeptBefore& kept);

/// Likewise its options: `changed` is a copy of the operator.
void steerOptions(const Model& model, const Operator& op, const KeptBefore& kept,
                  Operator& changed);

/// What a STRIDED_SLICE takes of each dimension of its input.
struct StridedRange {
    std::int32_t begin = 0;
    std::int32_t end = 0;  ///< meaningful where step is 1
    std::int32_t step = 1;
    bool isDropped = false;  ///< the dimension is not among the output's
    /// The entry of the specification that says so; nothing: the dimension remains whole.
    std::optional<std::size_t> entry;
};

/// Nothing where the specification makes new axes or has an ellipsis, or counts ends from begins.
///   source   TFLite lite/kernels/internal/strided_slice_logic.h
[[nodiscard]] std::optional<std::vector<StridedRange>> stridedRanges(const ops::Operands& in);

}  // namespace thimble::prune
