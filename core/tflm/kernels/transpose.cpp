// TRANSPOSE, DEPTH_TO_SPACE, SPACE_TO_DEPTH, BATCH_TO_SPACE_ND, SPACE_TO_BATCH_ND, RESIZE_BILINEAR,
// RESIZE_NEAREST_NEIGHBOR: operators that rearrange dimensions or resample images. Sources: TFLM
// micro/kernels/{transpose,transpose_common,depth_to_space,space_to_depth,batch_to_space_nd,
// space_to_batch_nd,resize_bilinear,resize_nearest_neighbor}.cc, cmsis_nn/transpose.cc, whose int8
// kernel asks for nothing more.

#include <array>
#include <string>

#include "core/tflm/kernels/common.h"
#include "core/tflm/kernels/families.h"
#include "core/tflm/kernels/movement_checks.h"
#include "core/tflm/kernels/operand_checks.h"

namespace thimble::tflm {

namespace {

using enum TensorType;

void transpose(KernelCall& call) {
    tempOperands(call, 2);
    if (!requireExactly(call, 2)) return;
    const Tensor &input = *call.input(0), &order = *call.input(1);
    const std::size_t rank = input.shape.size();
    if (!requireRankAtMost(call, input, 5) || !requireSameType(call, input, *call.output(0)))
        return;
    const auto axes = requireSteering(call, order, "perm", rank);
    if (!axes || !requireRank(call, order, "perm", 1)) return;
    if (KernelCall::dim(order, 0) != static_cast<std::int64_t>(rank)) {
        call.refuse("a perm of length " + std::to_string(KernelCall::dim(order, 0)),
                    "the input has " + counted(rank, "dimension"));
        return;
    }
    for (const std::int32_t axis : *axes)
        if (axis < 0 || axis >= static_cast<std::int64_t>(rank)) {
            call.refuse("dimension " + std::to_string(axis) + " in its perm",
                        "the input has " + std::to_string(rank));
            return;
        }
    call.enter(Phase::Invoke);
    requireType(call, input, "input", {Float32, Int8, Int16});
}

/// DEPTH_TO_SPACE and SPACE_TO_DEPTH: squares of block_size pixels on one side, channels on the
/// other. The output's shape is computed anew, into a copy of the file's.
void exchangeDepth(KernelCall& call, std::string_view options, bool fromDepth) {
    call.parse(4, 4);  // TfLiteDepthToSpaceParams, TfLiteSpaceToDepthParams
    tempOperands(call, 1);
    if (!requireExactly(call, 1)) return;
    const Tensor &input = *call.input(0), &output = *call.output(0);
    if (!requireRank(call, input, "input", 4) ||
        !requireType(call, output, "output", {Float32, Int8}) ||
        !requireSameType(call, input, output))
        return;
    const std::int64_t block = option(call, options, "block_size");
    if (block <= 0) {
        call.refuse("block size " + std::to_string(block), "it has to be positive");
        return;
    }
    // Divided twice, because a hostile block's square would overflow.
    const std::int64_t height = input.shape[1], width = input.shape[2], depth = input.shape[3];
    const bool divisible = fromDepth ? depth % block == 0 && depth / block % block == 0
                                     : height % block == 0 && width % block == 0;
    if (!divisible) {
        call.refuse("an input that block size " + std::to_string(block) + " does not divide",
                    "TFLite Micro wants no remainder");
        return;
    }
    call.persistent(shapeCopyBytes(output));
    if (!requireShapeCopyHolds(call, output, 4)) return;
    std::vector<std::int64_t> shape(output.shape.begin(), output.shape.end());
    shape[0] = input.shape[0];
    shape[1] = fromDepth ? height * block : height / block;
    shape[2] = fromDepth ? width * block : width / block;
    shape[3] = fromDepth ? depth / block / block : product({depth, block, block});
    call.reshapeOutput(shape);
    call.enter(Phase::Invoke);
    requireRankAtMost(call, output, 4);
}

void depthToSpace(KernelCall& call) { exchangeDepth(call, "DepthToSpaceOptions", true); }
void spaceToDepth(KernelCall& call) { exchangeDepth(call, "SpaceToDepthOptions", false); }

/// BATCH_TO_SPACE_ND and SPACE_TO_BATCH_ND.
void exchangeBatch(KernelCall& call) {
    tempOperands(call, 1);
    if (!requireCounts(call, 3, 1) || !requireOperands(call, 1)) return;
    const Tensor &input = *call.input(0), &output = *call.output(0);
    if (!requireRankAtLeast(call, input, "input", 3) ||
        !requireRankAtLeast(call, output, "output", 3) || !requireRankAtMost(call, input, 4) ||
        !requireRankAtMost(call, output, 4) || !requireSameType(call, input, output))
        return;
    call.enter(Phase::Invoke);
    if (requireInputs(call, 3)) requireType(call, input, "input", {Float32, Int8});
}

void spaceToBatch(KernelCall& call) {
    call.init(4);  // SpaceToBatchParams
    exchangeBatch(call);
}

/// What the two resizing kernels have in common.
bool prepareResizing(KernelCall& call) {
    call.parse(2, 1);  // TfLiteResizeBilinearParams, TfLiteResizeNearestNeighborParams
    tempOperands(call, 2);
    if (!requireExactly(call, 2)) return false;
    const Tensor& size = *call.input(1);
    return requireRank(call, *call.input(0), "input", 4) && requireRank(call, size, "size", 1) &&
           requireType(call, size, "size", {Int32}) && requireConstant(call, size, "size");
}

void resizeBilinear(KernelCall& call) {
    if (!prepareResizing(call)) return;
    const OptionTable& options = call.op.options;
    if (options.type == "ResizeBilinearOptions" && options.flag("half_pixel_centers") &&
        options.flag("align_corners"))
        call.refuse("half_pixel_centers and align_corners", "one excludes the other");
    call.enter(Phase::Invoke);
    requireType(call, *call.output(0), "output", {Float32, Int8});
}

void resizeNearestNeighbor(KernelCall& call) {
    if (!prepareResizing(call)) return;
    if (KernelCall::dim(*call.input(1), 0) != 2)
        call.refuse(std::to_string(KernelCall::dim(*call.input(1), 0)) + " sizes",
                    "it takes height and width");
    call.enter(Phase::Invoke);
    requireType(call, *call.output(0), "output", {Float32, Int8, Int16});
}

constexpr std::array kKernels = {
    KernelEntry{BuiltinOperator::BatchToSpaceNd, {}, "AddBatchToSpaceNd", exchangeBatch},
    KernelEntry{BuiltinOperator::DepthToSpace, {}, "AddDepthToSpace", depthToSpace},
    KernelEntry{BuiltinOperator::ResizeBilinear, {}, "AddResizeBilinear", resizeBilinear},
    KernelEntry{BuiltinOperator::ResizeNearestNeighbor,
                {},
                "AddResizeNearestNeighbor",
                resizeNearestNeighbor},
    KernelEntry{BuiltinOperator::SpaceToBatchNd, {}, "AddSpaceToBatchNd", spaceToBatch},
    KernelEntry{BuiltinOperator::SpaceToDepth, {}, "AddSpaceToDepth", spaceToDepth},
    KernelEntry{BuiltinOperator::Transpose, {}, "AddTranspose", transpose},
};

}  // namespace

std::span<const KernelEntry> transposeKernels() { return kKernels; }

}  // namespace thimble::tflm
