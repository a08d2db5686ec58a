// Every element in another place: transposed, from depth or batch to space and back, reversed,
// resized, transformed. Images are [N, H, W, C].

#include <algorithm>
#include <array>

#include "core/ops/operator_rule.h"

namespace thimble::ops {

namespace {

ShapeList permuted(const std::optional<Dims>& input, const std::optional<Dims>& order) {
    if (!input || !order || order->size() != input->size()) return {};
    std::vector<bool> used(input->size());
    Dims output;
    for (const std::int64_t value : *order) {
        const auto axis = axisAmong(input->size(), value);
        if (!axis || used[*axis]) return {};
        used[*axis] = true;
        output.push_back((*input)[*axis]);
    }
    return oneOutput(std::move(output));
}

ShapeList transpose(const Operands& in) { return permuted(in.shape(0), in.values(1)); }
ShapeList stablehloTranspose(const Operands& in) {
    return permuted(in.shape(0), in.options("permutation"));
}

ShapeList depthToSpace(const Operands& in) {
    const auto input = in.shape(0, 4);
    const std::int64_t block = in.option("block_size");
    if (!input || block < 1 || (*input)[3] % (block * block) != 0) return {};
    return oneOutput(
        {(*input)[0], (*input)[1] * block, (*input)[2] * block, (*input)[3] / (block * block)});
}

ShapeList spaceToDepth(const Operands& in) {
    const auto input = in.shape(0, 4);
    const std::int64_t block = in.option("block_size");
    if (!input || block < 1 || (*input)[1] % block != 0 || (*input)[2] % block != 0) return {};
    return oneOutput({(*input)[0], (*input)[1] / block, (*input)[2] / block,
                      product({(*input)[3], block * block})});
}

/// The second input has a block size for each of the dimensions after the batches, the third a
/// pair of edges: padding on the way to batches, crops on the way back.
struct Blocks {
    Dims input, sizes, edges;
};

std::optional<Blocks> blocks(const Operands& in) {
    const auto input = in.shape(0), sizes = in.values(1), edges = in.values(2);
    if (!input || !sizes || !edges || input->size() <= sizes->size() ||
        edges->size() != 2 * sizes->size())
        return {};
    if (std::ranges::any_of(*sizes, [](std::int64_t size) { return size < 1; }) ||
        std::ranges::any_of(*edges, [](std::int64_t edge) { return edge < 0; }))
        return {};
    return Blocks{*input, *sizes, *edges};
}

ShapeList spaceToBatch(const Operands& in) {
    const auto b = blocks(in);
    if (!b) return {};
    Dims output = b->input;
    for (std::size_t i = 0; i < b->sizes.size(); ++i) {
        const std::int64_t padded = output[1 + i] + b->edges[2 * i] + b->edges[2 * i + 1];
        if (padded % b->sizes[i] != 0) return {};
        output[1 + i] = padded / b->sizes[i];
        output[0] = product({output[0], b->sizes[i]});
    }
    return oneOutput(std::move(output));
}

ShapeList batchToSpace(const Operands& in) {
    const auto b = blocks(in);
    if (!b) return {};
    Dims output = b->input;
    for (std::size_t i = 0; i < b->sizes.size(); ++i) {
        if (output[0] % b->sizes[i] != 0) return {};
        output[0] /= b->sizes[i];
        output[1 + i] = output[1 + i] * b->sizes[i] - b->edges[2 * i] - b->edges[2 * i + 1];
    }
    return oneOutput(std::move(output));
}

/// The second input is the new height and width.
ShapeList resize(const Operands& in) {
    const auto input = in.shape(0, 4), size = in.values(1);
    if (!input || !size || size->size() != 2) return {};
    return oneOutput(replaced(*input, 1, 2, *size));
}

/// A vector becomes the diagonal of a matrix.
ShapeList matrixDiag(const Operands& in) {
    const auto input = in.shape(0);
    if (!input || input->empty()) return {};
    return oneOutput(inserted(*input, input->size(), input->back()));
}

/// Half of the spectrum; the second input has the lengths of the transform.
ShapeList rfft2d(const Operands& in) {
    const auto input = in.shape(0), lengths = in.values(1);
    if (!input || !lengths || input->size() < 2 || lengths->size() != 2 || lengths->back() < 1)
        return {};
    return oneOutput(
        replaced(*input, input->size() - 2, 2, Dims{lengths->front(), lengths->back() / 2 + 1}));
}

using enum BuiltinOperator;
constexpr auto kDataMovement = OperatorFamily::DataMovement;
constexpr auto kSignal = OperatorFamily::Signal;

constexpr auto kRules = std::to_array<OperatorRule>({
    {BatchToSpaceNd, kDataMovement, batchToSpace},
    {DepthToSpace, kDataMovement, depthToSpace},
    {MatrixDiag, kDataMovement, matrixDiag},
    {MatrixSetDiag, kDataMovement, sameAsInput},
    {ResizeBilinear, kDataMovement, resize},
    {ResizeNearestNeighbor, kDataMovement, resize},
    {ReverseSequence, kDataMovement, sameAsInput},
    {ReverseV2, kDataMovement, sameAsInput},
    {SpaceToBatchNd, kDataMovement, spaceToBatch},
    {SpaceToDepth, kDataMovement, spaceToDepth},
    {StablehloTranspose, kDataMovement, stablehloTranspose},
    {Transpose, kDataMovement, transpose},

    {ComplexAbs, kSignal, sameAsInput},
    {Imag, kSignal, sameAsInput},
    {Real, kSignal, sameAsInput},
    {Rfft2d, kSignal, rfft2d},
});

}  // namespace

std::span<const OperatorRule> rearrangeRules() { return kRules; }

}  // namespace thimble::ops
