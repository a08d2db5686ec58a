// RESHAPE, SQUEEZE, EXPAND_DIMS, SHAPE, FILL, BROADCAST_TO, BROADCAST_ARGS: operators that give
// data a shape, or make data of a shape. Sources: TFLM
// micro/kernels/{reshape,reshape_common,squeeze,
// expand_dims,shape,fill,broadcast_to,broadcast_args}.cc. CMSIS-NN has none of these kernels.

#include <algorithm>
#include <array>
#include <string>

#include "core/tflm/kernels/common.h"
#include "core/tflm/kernels/families.h"
#include "core/tflm/kernels/movement_checks.h"
#include "core/tflm/kernels/operand_checks.h"

namespace thimble::tflm {

namespace {

using enum TensorType;

/// A list of dimensions in the options, for which TFLM's structs have eight places.
std::optional<std::vector<std::int64_t>> requireDimensionOption(KernelCall& call,
                                                                std::string_view table,
                                                                std::string_view field) {
    std::vector<std::int64_t> dimensions;
    if (call.op.options.type == table) dimensions = call.op.options.integers(field);
    if (dimensions.size() <= 8) return dimensions;
    call.refuseIn(Phase::Parse, std::to_string(dimensions.size()) + " dimensions in its options",
                  "TFLite Micro has room for 8");
    return {};
}

bool requireUnchangedCount(KernelCall& call, bool unchanged) {
    return unchanged || call.refuse("another number of elements in its output than in its input",
                                    "it can only change the shape");
}

void reshape(KernelCall& call) {
    call.parse(36, 4);  // TfLiteReshapeParams
    if (!requireDimensionOption(call, "ReshapeOptions", "new_shape")) return;
    if (!requireOneOptional(call, 2)) return;
    tempOperands(call, 1);
    if (!requireOperands(call, 1)) return;
    const Tensor &input = *call.input(0), &output = *call.output(0);
    // The oldest files write a scalar as [0]; TFLM corrects it in the file's own memory.
    const bool scalar = call.inputCount() == 1 && output.shape == std::vector<std::int32_t>{0};
    if (scalar) call.reshapeOutput({});
    if (requireSameType(call, input, output))
        requireUnchangedCount(
            call, KernelCall::elements(input) == (scalar ? 1 : KernelCall::elements(output)));
}

void squeeze(KernelCall& call) {
    call.parse(36, 4);  // TfLiteSqueezeParams
    const auto dimensions = requireDimensionOption(call, "SqueezeOptions", "squeeze_dims");
    if (!dimensions) return;
    tempOperands(call, 1);
    if (!requireExactly(call, 1)) return;
    const Tensor &input = *call.input(0), &output = *call.output(0);
    if (!requireRankAtMost(call, input, 8)) return;

    std::array<bool, 8> squeezed{};
    for (std::size_t i = 0; i < input.shape.size(); ++i)
        squeezed[i] = dimensions->empty() && input.shape[i] == 1;
    for (const std::int64_t dimension : *dimensions) {
        const auto axis = axisAmong(input.shape.size(), dimension);
        if (!axis || input.shape[*axis] != 1) {
            call.refuse("dimension " + std::to_string(dimension) + " to drop",
                        "the input has no such dimension of size 1");
            return;
        }
        squeezed[*axis] = true;
    }
    std::size_t kept = 0;
    for (std::size_t i = 0; i < input.shape.size(); ++i) {
        if (squeezed[i]) continue;
        // TFLM reads past the end of an output's shape that is too short, and finds anything.
        if (kept < output.shape.size() && output.shape[kept] < input.shape[i]) {
            call.refuse("an output smaller than what is left of the input", "TFLite Micro halts");
            return;
        }
        ++kept;
    }
    call.enter(Phase::Invoke);
    requireUnchangedCount(call, KernelCall::bytes(input) == KernelCall::bytes(output));
}

void expandDims(KernelCall& call) {
    tempOperands(call, 2);
    if (!requireExactly(call, 2)) return;
    const Tensor &input = *call.input(0), &axis = *call.input(1), &output = *call.output(0);
    if (!requireConstant(call, axis, "axis") || !requireRankAtMost(call, axis, 1) ||
        !requireType(call, axis, "axis", {Int32}))
        return;
    const auto value = requireSteering(call, axis, "axis", 1);
    if (!value) return;
    const auto position = axisAmong(input.shape.size() + 1, value->front());
    if (!position) {
        call.refuse("axis " + std::to_string(value->front()), "the input has no such place");
        return;
    }
    std::vector<std::int32_t> expected = input.shape;
    expected.insert(expected.begin() + static_cast<std::ptrdiff_t>(*position), 1);
    if (output.shape != expected) {
        call.refuse("an output of another shape", "TFLite Micro wants the input's with a 1 in it");
        return;
    }
    call.enter(Phase::Invoke);
    requireType(call, input, "input", {Float32, Int16, Int8});
}

void shape(KernelCall& call) {
    call.parse(call.sized(1, 4), call.sized(1, 4));  // TfLiteShapeParams
    if (!requireKnownType(call, "ShapeOptions", "out_type")) return;
    if (!requireCounts(call, 1, 1)) return;
    call.enter(Phase::Invoke);
    if (requireOperands(call, 1)) requireType(call, *call.output(0), "output", {Int32});
}

/// The file's shape of the output has to be what the operand says.
bool requireStatedShape(KernelCall& call, const Tensor& stated, const Tensor& output) {
    const std::vector<std::int64_t> values = integerValues(call, stated, output.shape.size());
    if (std::ranges::equal(values, output.shape)) return true;
    return call.refuse("an output of another shape than it is told",
                       "TFLite Micro wants them equal");
}

void fill(KernelCall& call) {
    tempOperands(call, 2);
    if (!requireOperands(call, 2)) return;
    const Tensor &dims = *call.input(0), &value = *call.input(1), &output = *call.output(0);
    if (!requireRank(call, value, "value", 0) || !requireSameType(call, value, output) ||
        !requireConstant(call, dims, "dims") || !requireRank(call, dims, "dims", 1))
        return;
    if (!requireRank(call, output, "output", static_cast<std::size_t>(KernelCall::dim(dims, 0))) ||
        !requireType(call, dims, "dims", {Int8, Int16, Int32, Int64}) ||
        !requireStatedShape(call, dims, output))
        return;
    call.enter(Phase::Invoke);
    requireType(call, value, "value", {Float32, Int32, Int8});
}

void broadcastTo(KernelCall& call) {
    constexpr std::size_t kMostDimensions = 5;
    tempOperands(call, 2);
    if (!requireExactly(call, 2)) return;
    const Tensor &input = *call.input(0), &shape = *call.input(1), &output = *call.output(0);
    if (!requireRankAtMost(call, input, kMostDimensions) ||
        !requireType(call, shape, "shape", {Int32, Int64}) ||
        !requireSameType(call, input, output) || !requireConstant(call, shape, "shape") ||
        !requireRank(call, shape, "shape", 1) ||
        !requireRank(call, output, "output", static_cast<std::size_t>(KernelCall::dim(shape, 0))) ||
        !requireRankAtMost(call, output, kMostDimensions) ||
        !requireStatedShape(call, shape, output))
        return;
    const bool stretches =
        input.shape.size() <= output.shape.size() &&
        std::equal(input.shape.rbegin(), input.shape.rend(), output.shape.rbegin(),
                   [](std::int32_t from, std::int32_t to) { return from == 1 || from == to; });
    if (!stretches)
        call.refuse("an output shape that the input cannot be stretched to",
                    "only dimensions of size 1 stretch");
}

void broadcastArgs(KernelCall& call) {
    tempOperands(call, 2);
    if (!requireExactly(call, 2)) return;
    const Tensor &first = *call.input(0), &second = *call.input(1), &output = *call.output(0);
    if (requireType(call, first, "shape", {Int32, Int64}) && requireSameType(call, first, second) &&
        requireSameType(call, first, output) && requireRank(call, first, "first shape", 1) &&
        requireRank(call, second, "second shape", 1))
        (void)requireRank(call, output, "output", 1);
}

constexpr std::array kKernels = {
    KernelEntry{BuiltinOperator::BroadcastArgs, {}, "AddBroadcastArgs", broadcastArgs},
    KernelEntry{BuiltinOperator::BroadcastTo, {}, "AddBroadcastTo", broadcastTo},
    KernelEntry{BuiltinOperator::ExpandDims, {}, "AddExpandDims", expandDims},
    KernelEntry{BuiltinOperator::Fill, {}, "AddFill", fill},
    KernelEntry{BuiltinOperator::Reshape, {}, "AddReshape", reshape},
    KernelEntry{BuiltinOperator::Shape, {}, "AddShape", shape},
    KernelEntry{BuiltinOperator::Squeeze, {}, "AddSqueeze", squeeze},
};

}  // namespace

std::span<const KernelEntry> reshapeKernels() { return kKernels; }

}  // namespace thimble::tflm
