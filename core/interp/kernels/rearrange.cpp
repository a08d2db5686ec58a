// The same elements in another order: TRANSPOSE, REVERSE_V2, and space to depth or batch and back.

#include <algorithm>
#include <array>
#include <cstring>
#include <vector>

#include "core/interp/kernels/families.h"
#include "core/interp/kernels/movement.h"
#include "core/interp/kernels/strided_copy.h"

namespace thimble::interp {

namespace {

Result<Step> prepareTranspose(OperatorCall& call) {
    THIMBLE_CHECK(call.requireOperands(2));
    THIMBLE_TRY(const auto permutation, requireConstantIntegers(call, 1));
    const TensorInfo &input = call.input(0), &output = call.output();
    const std::size_t rank = input.shape.size();
    if (permutation.size() != rank || output.shape.size() != rank)
        return call.fail("its permutation is not of its dimensions");
    const auto from = denseStrides(input.shape), to = denseStrides(output.shape);
    std::vector<bool> used(rank);
    StridedCopy copy;
    for (std::size_t i = 0; i < rank; ++i) {
        THIMBLE_TRY(const std::size_t axis, axisOf(call, permutation[i], rank));
        if (used[axis] || input.shape[axis] != output.shape[i])
            return call.fail("its permutation does not make its output");
        used[axis] = true;
        copy.axes.push_back({output.shape[i], from[axis], to[i]});
    }
    return stridedStep(call, 0, copy);
}

Result<Step> prepareReverse(OperatorCall& call) {
    THIMBLE_CHECK(call.requireOperands(2));
    const TensorInfo& input = call.input(0);
    THIMBLE_CHECK(call.requireSameShape(input, call.output()));
    THIMBLE_TRY(const auto axes, requireConstantIntegers(call, 1));
    std::vector<bool> reversed(input.shape.size());
    for (const std::int64_t value : axes) {
        THIMBLE_TRY(const std::size_t axis, axisOf(call, value, input.shape.size()));
        reversed[axis] = true;
    }
    const auto strides = denseStrides(input.shape);
    StridedCopy copy;
    for (std::size_t i = 0; i < strides.size(); ++i) {
        if (reversed[i]) copy.fromStart += (input.shape[i] - 1) * strides[i];
        copy.axes.push_back({input.shape[i], reversed[i] ? -strides[i] : strides[i], strides[i]});
    }
    return stridedStep(call, 0, copy);
}

/// Both go block by block: the wide tensor has [N, H * b, W * b, C], the deep one
/// [N, H, W, b * b * C].
Result<Step> prepareBlocks(OperatorCall& call) {
    THIMBLE_CHECK(call.requireOperands(1));
    THIMBLE_CHECK(requireFittingShapes(call));
    const bool deepen = call.code() == BuiltinOperator::SpaceToDepth;
    const auto& wide = (deepen ? call.input(0) : call.output()).shape;
    const auto& deep = (deepen ? call.output() : call.input(0)).shape;
    const std::int64_t block = call.option("block_size");
    if (wide.size() != 4 || deep.size() != 4 || block < 1 || wide[1] != deep[1] * block ||
        wide[2] != deep[2] * block || deep[3] != wide[3] * block * block || wide[0] != deep[0])
        return call.fail("its block does not fit its shapes");
    const auto w = denseStrides(wide), d = denseStrides(deep);
    StridedCopy copy;
    const auto add = [&](std::int64_t count, std::int64_t inWide, std::int64_t inDeep) {
        copy.axes.push_back({count, deepen ? inWide : inDeep, deepen ? inDeep : inWide});
    };
    add(wide[0], w[0], d[0]);
    add(deep[1], w[1] * block, d[1]);
    add(block, w[1], wide[3] * block * d[3]);
    add(deep[2], w[2] * block, d[2]);
    add(block, w[2], wide[3] * d[3]);
    add(wide[3], w[3], d[3]);
    return stridedStep(call, 0, copy);
}

/// The spatial tensor and the batched one of SPACE_TO_BATCH_ND, as [N, H, W, C]; with three
/// dimensions W is 1.
struct Batching {
    std::array<std::int64_t, 4> space{}, batch{};
    std::int64_t blockHeight = 1, blockWidth = 1;
    std::int64_t top = 0, left = 0;  ///< padding in front
    std::size_t depthBytes = 0;
};

std::array<std::int64_t, 4> extended(const std::vector<std::int32_t>& shape) {
    if (shape.size() == 3) return {shape[0], shape[1], 1, shape[2]};
    return {shape[0], shape[1], shape[2], shape[3]};
}

Result<Batching> batchingOf(const OperatorCall& call, const TensorInfo& space,
                            const TensorInfo& batch) {
    THIMBLE_CHECK(call.requireSameType(space, batch));
    THIMBLE_CHECK(requireFittingShapes(call));
    THIMBLE_TRY(const std::size_t width, elementBytes(call, space));
    THIMBLE_TRY(const auto blocks, requireConstantIntegers(call, 1));
    THIMBLE_TRY(const auto edges, requireConstantIntegers(call, 2));
    const std::size_t rank = space.shape.size();
    if (rank < 3 || rank > 4 || batch.shape.size() != rank || blocks.size() != rank - 2 ||
        edges.size() != 2 * blocks.size())
        return call.fail("it is done for three or four dimensions only");
    Batching b{extended(space.shape), extended(batch.shape)};
    b.blockHeight = blocks[0];
    b.top = edges[0];
    if (rank == 4) {
        b.blockWidth = blocks[1];
        b.left = edges[2];
    }
    if (b.blockHeight < 1 || b.blockWidth < 1 || b.top < 0 || b.left < 0 ||
        b.space[3] != b.batch[3] || b.space[0] * b.blockHeight * b.blockWidth != b.batch[0])
        return call.fail("its blocks do not fit its shapes");
    b.depthBytes = static_cast<std::size_t>(b.space[3]) * width;
    return b;
}

/// Calls visit(offset in the batched tensor, offset in the spatial one or -1 where it has nothing),
/// in bytes, for the depth of every place of the batched tensor.
template <typename Visit>
void forEachPlace(const Batching& b, Visit visit) {
    const auto depth = static_cast<std::int64_t>(b.depthBytes);
    std::int64_t at = 0;
    for (std::int64_t n = 0; n < b.batch[0]; ++n) {
        const std::int64_t shift = n / b.space[0];
        for (std::int64_t y = 0; y < b.batch[1]; ++y) {
            const std::int64_t row = y * b.blockHeight + shift / b.blockWidth - b.top;
            for (std::int64_t x = 0; x < b.batch[2]; ++x, at += depth) {
                const std::int64_t column = x * b.blockWidth + shift % b.blockWidth - b.left;
                const bool inside =
                    row >= 0 && row < b.space[1] && column >= 0 && column < b.space[2];
                visit(at,
                      inside ? (((n % b.space[0]) * b.space[1] + row) * b.space[2] + column) * depth
                             : -1);
            }
        }
    }
}

Result<Step> prepareSpaceToBatch(OperatorCall& call) {
    THIMBLE_CHECK(call.requireOperands(3));
    THIMBLE_TRY(const Batching b, batchingOf(call, call.input(0), call.output()));
    // TFLM never sets the value it pads with: its memory is zero, also where the zero point is not.
    // TFLite has the zero point; UINT8 runs there only.
    const bool isUnsigned = call.output().type == TensorType::UInt8;
    const auto padding = static_cast<std::byte>(isUnsigned ? call.output().zeroPoint : 0);
    const bool empty = call.output().elements == 0;
    return [from = call.inputSlot(0), to = call.outputSlot(), b, padding,
            empty](Frame& frame) -> Result<bool> {
        if (empty) return true;
        const std::byte* space = frame.bytes(from).data();
        std::byte* batch = frame.writable(to).data();
        forEachPlace(b, [&](std::int64_t inBatch, std::int64_t inSpace) {
            if (inSpace < 0)
                std::memset(batch + inBatch, std::to_integer<int>(padding), b.depthBytes);
            else
                std::memmove(batch + inBatch, space + inSpace, b.depthBytes);
        });
        return true;
    };
}

Result<Step> prepareBatchToSpace(OperatorCall& call) {
    THIMBLE_CHECK(call.requireOperands(3));
    THIMBLE_TRY(const Batching b, batchingOf(call, call.output(), call.input(0)));
    const bool empty = call.output().elements == 0;
    return
        [from = call.inputSlot(0), to = call.outputSlot(), b, empty](Frame& frame) -> Result<bool> {
            if (empty) return true;
            const std::byte* batch = frame.bytes(from).data();
            std::byte* space = frame.writable(to).data();
            forEachPlace(b, [&](std::int64_t inBatch, std::int64_t inSpace) {
                if (inSpace >= 0) std::memmove(space + inSpace, batch + inBatch, b.depthBytes);
            });
            return true;
        };
}

constexpr std::array kKernels = {
    KernelEntry{BuiltinOperator::BatchToSpaceNd, prepareBatchToSpace},
    KernelEntry{BuiltinOperator::DepthToSpace, prepareBlocks},
    KernelEntry{BuiltinOperator::ReverseV2, prepareReverse},
    KernelEntry{BuiltinOperator::SpaceToBatchNd, prepareSpaceToBatch},
    KernelEntry{BuiltinOperator::SpaceToDepth, prepareBlocks},
    KernelEntry{BuiltinOperator::Transpose, prepareTranspose},
};

}  // namespace

std::span<const KernelEntry> rearrangeKernels() { return kKernels; }

}  // namespace thimble::interp
