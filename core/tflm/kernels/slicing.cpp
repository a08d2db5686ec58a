// SLICE, STRIDED_SLICE, GATHER, GATHER_ND, DYNAMIC_UPDATE_SLICE, REVERSE_V2: operators that pick
// elements out of a tensor. Sources: TFLM micro/kernels/{slice,strided_slice,strided_slice_common,
// gather,gather_nd,dynamic_update_slice,reverse}.cc, lite/kernels/internal/strided_slice_logic.h.
// CMSIS-NN has none of these kernels.

#include <algorithm>
#include <array>
#include <cmath>
#include <functional>
#include <string>

#include "core/tflm/kernels/common.h"
#include "core/tflm/kernels/families.h"
#include "core/tflm/kernels/movement_checks.h"
#include "core/tflm/kernels/operand_checks.h"

namespace thimble::tflm {

namespace {

using enum TensorType;

void slice(KernelCall& call) {
    tempOperands(call, 3);
    if (!requireExactly(call, 3)) return;
    call.enter(Phase::Invoke);
    if (requireRankAtMost(call, *call.input(0), 5) &&
        requireType(call, *call.input(1), "begin", {Int32, Int64}))
        requireType(call, *call.input(0), "input", {Float32, Int32, Int8, Int16, Bool});
}

/// One dimension of a strided slice: its bounds as the operator states them.
struct StridedAxis {
    std::int64_t size, begin, end, stride;
    bool beginOpen, endOpen;

    /// How many elements remain of the dimension. Division in float, as TFLM does it.
    [[nodiscard]] std::int64_t length() const {
        if (size == 0) return 0;
        const std::int64_t first = bound(begin, beginOpen, 0, size - 1);
        const std::int64_t last = bound(end, endOpen, size, -1);
        const float steps = static_cast<float>(last - first) / static_cast<float>(stride);
        return std::max<std::int64_t>(static_cast<std::int64_t>(std::ceil(steps)), 0);
    }

private:
    /// An open bound is the outermost one in the direction of the stride.
    [[nodiscard]] std::int64_t bound(std::int64_t stated, bool open, std::int64_t forwardMost,
                                     std::int64_t backwardMost) const {
        const bool forward = stride > 0;
        if (open) return forward ? forwardMost : backwardMost;
        const std::int64_t low = forward ? 0 : -1, high = forward ? size : size - 1;
        return std::max(low, std::min(stated < 0 ? stated + size : stated, high));
    }
};

/// The shape that TFLM computes: it knows neither new axes, nor an ellipsis, nor ends that count
/// from the beginning. Refuses a stride of zero.
std::optional<std::vector<std::int64_t>> stridedShape(KernelCall& call,
                                                      const std::vector<std::int32_t>& begin,
                                                      const std::vector<std::int32_t>& end,
                                                      const std::vector<std::int32_t>& strides) {
    const Tensor& input = *call.input(0);
    const auto masked = [&call](std::string_view mask, std::size_t axis) {
        return (option(call, "StridedSliceOptions", mask) >> axis & 1) != 0;
    };
    std::vector<std::int64_t> shape;
    for (std::size_t i = 0; i < input.shape.size(); ++i) {
        if (strides[i] == 0) {
            call.refuse("stride 0", "it would never arrive");
            return {};
        }
        if (masked("shrink_axis_mask", i)) continue;
        const StridedAxis axis{
            input.shape[i],       begin[i], end[i], strides[i], masked("begin_mask", i),
            masked("end_mask", i)};
        shape.push_back(axis.length());
    }
    return shape;
}

void stridedSlice(KernelCall& call) {
    call.parse(24, 4);  // TfLiteStridedSliceParams
    call.init(84);      // StridedSliceParams
    tempOperands(call, 4);
    if (!requireExactly(call, 4) || !requireRankAtMost(call, *call.input(0), 4)) return;
    const std::size_t rank = call.input(0)->shape.size();
    const auto begin = requireSteering(call, *call.input(1), "begin", rank);
    if (!begin) return;
    const auto end = requireSteering(call, *call.input(2), "end", rank);
    if (!end) return;
    const auto strides = requireSteering(call, *call.input(3), "strides", rank);
    if (!strides) return;
    const auto shape = stridedShape(call, *begin, *end, *strides);
    if (!shape) return;
    if (!std::ranges::equal(*shape, call.output(0)->shape)) {
        call.refuse("an output of another shape than its options and bounds give",
                    "TFLite Micro wants them equal (it knows no new axes and no ellipsis)");
        return;
    }
    call.enter(Phase::Invoke);
    requireType(call, *call.output(0), "output", {Float32, Int8, Int16, Int32, Bool});
}

void gather(KernelCall& call) {
    call.parse(8, 4);  // TfLiteGatherParams
    tempOperands(call, 2);
    if (!requireExactly(call, 2)) return;
    const Tensor &input = *call.input(0), &positions = *call.input(1), &output = *call.output(0);
    if (!requireType(call, positions, "positions", {Int32}) ||
        !requireType(call, input, "input", {Float32, Int8}))
        return;
    const auto axis = axisAmong(input.shape.size(), option(call, "GatherOptions", "axis"));
    // As many leading dimensions as batch_dims are common to both; negative counts from the end.
    std::int64_t batch = option(call, "GatherOptions", "batch_dims");
    if (batch < 0) batch += std::ssize(positions.shape);
    const bool sound =
        axis && batch >= 0 && batch <= static_cast<std::int64_t>(*axis) &&
        batch <= std::ssize(positions.shape) &&
        std::equal(input.shape.begin(), input.shape.begin() + batch, positions.shape.begin());
    if (!sound) {
        call.refuse("an axis or batch dimensions that do not suit its operands",
                    "TFLite Micro finds no place to gather from");
        return;
    }
    call.persistent(shapeCopyBytes(output));
    std::vector<std::int64_t> shape;
    const auto append = [&shape](std::span<const std::int32_t> sizes) {
        shape.insert(shape.end(), sizes.begin(), sizes.end());
    };
    append(std::span(input.shape).first(*axis));
    append(std::span(positions.shape).subspan(static_cast<std::size_t>(batch)));
    append(std::span(input.shape).subspan(*axis + 1));
    if (requireShapeCopyHolds(call, output, shape.size())) call.reshapeOutput(shape);
}

void gatherNd(KernelCall& call) {
    constexpr std::int32_t kMostIndices = 5;
    tempOperands(call, 2);
    if (!requireExactly(call, 2)) return;
    const Tensor &input = *call.input(0), &indices = *call.input(1), &output = *call.output(0);
    if (!requireType(call, input, "input", {Float32, Int8}) ||
        !requireType(call, indices, "indices", {Int32}) ||
        !requireRankAtLeast(call, input, "input", 1) ||
        !requireRankAtLeast(call, indices, "indices", 1))
        return;
    const std::int32_t depth = indices.shape.back();
    if (depth < 0 || depth > std::ssize(input.shape) || depth > kMostIndices) {
        call.refuse("indices of length " + std::to_string(depth),
                    "the input has " + counted(input.shape.size(), "dimension") +
                        ", and TFLite Micro indexes at most " + std::to_string(kMostIndices));
        return;
    }
    call.persistent(shapeCopyBytes(output));
    std::vector<std::int64_t> shape(indices.shape.begin(), indices.shape.end() - 1);
    shape.insert(shape.end(), input.shape.begin() + depth, input.shape.end());
    if (requireShapeCopyHolds(call, output, shape.size())) call.reshapeOutput(shape);
}

void dynamicUpdateSlice(KernelCall& call) {
    tempOperands(call, 3);
    if (!requireExactly(call, 3)) return;
    const Tensor &operand = *call.input(0), &update = *call.input(1), &start = *call.input(2);
    const std::size_t rank = operand.shape.size();
    if (!requireSameType(call, operand, update) ||
        !requireType(call, start, "start indices", {Int32, Int64}) ||
        !requireRank(call, start, "start indices", 1) || !requireRank(call, update, "update", rank))
        return;
    if (KernelCall::dim(start, 0) != static_cast<std::int64_t>(rank)) {
        call.refuse(std::to_string(KernelCall::dim(start, 0)) + " start indices",
                    "its input has " + counted(rank, "dimension"));
        return;
    }
    if (!std::ranges::equal(update.shape, operand.shape, std::less_equal{})) {
        call.refuse("an update larger than its input", "it cannot be put anywhere in it");
        return;
    }
    call.enter(Phase::Invoke);
    if (requireRankAtMost(call, operand, 6))
        requireType(call, operand, "input", {Float32, Int8, Int16, Int32});
}

/// The dimensions to reverse, which are looked at when the operator runs. What is known now is
/// checked now.
bool requireAdjacentAxes(KernelCall& call, const Tensor& axes, std::size_t rank) {
    std::vector<std::size_t> reversed;
    for (const std::int32_t value : call.int32Values(axes)) {
        const auto axis = axisAmong(rank, value);
        if (!axis)
            return call.refuse("axis " + std::to_string(value),
                               "the input has " + counted(rank, "dimension"));
        reversed.push_back(*axis);
    }
    std::ranges::sort(reversed);
    const bool adjacent = std::ranges::adjacent_find(reversed, [](std::size_t a, std::size_t b) {
                              return a + 1 != b;
                          }) == reversed.end();
    return adjacent || call.refuse("dimensions that do not follow one another",
                                   "TFLite Micro reverses neighbours only");
}

void reverse(KernelCall& call) {
    tempOperands(call, 2);
    if (!requireExactly(call, 2)) return;
    const Tensor &input = *call.input(0), &axes = *call.input(1);
    if (!requireRank(call, axes, "axis", 1) || !requireRankAtMost(call, input, 6)) return;
    if (KernelCall::elements(axes) > std::ssize(input.shape)) {
        call.refuse("more axes than dimensions", "each can be reversed once");
        return;
    }
    if (requireType(call, input, "input", {Int32, Float32, UInt8, Int8, Int16, Int64, Bool}) &&
        requireType(call, axes, "axis", {Int32}) && requireSameType(call, input, *call.output(0))) {
        call.enter(Phase::Invoke);
        requireAdjacentAxes(call, axes, input.shape.size());
    }
}

constexpr std::array kKernels = {
    KernelEntry{
        BuiltinOperator::DynamicUpdateSlice, {}, "AddDynamicUpdateSlice", dynamicUpdateSlice},
    KernelEntry{BuiltinOperator::Gather, {}, "AddGather", gather},
    KernelEntry{BuiltinOperator::GatherNd, {}, "AddGatherNd", gatherNd},
    KernelEntry{BuiltinOperator::ReverseV2, {}, "AddReverseV2", reverse},
    KernelEntry{BuiltinOperator::Slice, {}, "AddSlice", slice},
    KernelEntry{BuiltinOperator::StridedSlice, {}, "AddStridedSlice", stridedSlice},
};

}  // namespace

std::span<const KernelEntry> slicingKernels() { return kKernels; }

}  // namespace thimble::tflm
