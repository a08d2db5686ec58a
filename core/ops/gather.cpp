// Elements by index: gathered, scattered, looked up, searched for.

#include <algorithm>
#include <array>

#include "core/ops/operator_rule.h"

namespace thimble::ops {

namespace {

/// Indices take the place of the dimension they index; `batch_dims` leading dimensions are common
/// to both inputs.
ShapeList gather(const Operands& in) {
    const auto input = in.shape(0), indices = in.shape(1);
    if (!input || !indices) return {};
    const auto axis = axisAmong(input->size(), in.option("axis"));
    const auto rank = static_cast<std::int64_t>(indices->size());
    std::int64_t common = in.option("batch_dims");
    if (common < 0) common += rank;
    if (!axis || common < 0 || common > std::min(rank, static_cast<std::int64_t>(*axis)) ||
        !std::equal(indices->begin(), indices->begin() + common, input->begin()))
        return {};
    const auto positions = std::span(*indices).subspan(static_cast<std::size_t>(common));
    return oneOutput(replaced(*input, *axis, 1, positions));
}

/// The last dimension of the indices is an index into the leading dimensions of the input.
ShapeList gatherNd(const Operands& in) {
    const auto input = in.shape(0), indices = in.shape(1);
    if (!input || !indices || indices->empty()) return {};
    const std::int64_t depth = indices->back();
    if (depth > static_cast<std::int64_t>(input->size())) return {};
    return oneOutput(replaced(*input, 0, static_cast<std::size_t>(depth),
                              std::span(*indices).first(indices->size() - 1)));
}

/// A new dimension for the depth, at `axis` or, with -1, at the end.
ShapeList oneHot(const Operands& in) {
    const auto indices = in.shape(0);
    const auto depth = in.value(1);
    if (!indices || !depth) return {};
    const auto axis = axisAmong(indices->size() + 1, in.option("axis"));
    if (!axis) return {};
    return oneOutput(inserted(*indices, *axis, *depth));
}

/// Rows of the second input by number.
ShapeList embeddingLookup(const Operands& in) {
    const auto rows = in.shape(0, 1), table = in.shape(1);
    if (!rows || !table || table->size() < 2) return {};
    return oneOutput(replaced(*table, 0, 1, *rows));
}

/// Keys to look up, the table's keys, its rows: found rows, and whether they were found.
ShapeList hashtableLookup(const Operands& in) {
    const auto keys = in.shape(0, 1), known = in.shape(1, 1), table = in.shape(2);
    if (!keys || !known || !table || table->empty() || table->front() != known->front()) return {};
    return {{replaced(*table, 0, 1, *keys), *keys}};
}

/// Values and where they were.
ShapeList topK(const Operands& in) {
    const auto input = in.shape(0);
    const auto count = in.value(1);
    if (!input || !count || input->empty() || *count > input->back()) return {};
    const Dims found = replaced(*input, input->size() - 1, 1, Dims{*count});
    return {{found, found}};
}

/// Boxes, scores and the most boxes to select: which, (their scores,) and how many.
ShapeList nonMaxSuppressionV4(const Operands& in) {
    const auto most = in.value(2);
    if (!most) return {};
    return {{Dims{*most}, Dims{}}};
}
ShapeList nonMaxSuppressionV5(const Operands& in) {
    const auto most = in.value(2);
    if (!most) return {};
    return {{Dims{*most}, Dims{*most}, Dims{}}};
}

using enum BuiltinOperator;
constexpr auto kDataMovement = OperatorFamily::DataMovement;
constexpr auto kLookup = OperatorFamily::Lookup;

constexpr auto kRules = std::to_array<OperatorRule>({
    {Gather, kDataMovement, gather},
    {GatherNd, kDataMovement, gatherNd},
    {ScatterNd, kDataMovement, shapeInConstant<2>},
    {SparseToDense, kDataMovement, shapeInConstant<1>},
    {StablehloGather, kDataMovement},  // no rule
    {StablehloScatter, kDataMovement, sameAsInput},

    {ConcatEmbeddings, kLookup},  // no rule: no kernel has ever had one
    {EmbeddingLookup, kLookup, embeddingLookup},
    {EmbeddingLookupSparse, kLookup},  // no rule: the shape is a run-time value
    {HashtableLookup, kLookup, hashtableLookup},
    {LshProjection, kLookup},  // no rule
    {NonMaxSuppressionV4, kLookup, nonMaxSuppressionV4},
    {NonMaxSuppressionV5, kLookup, nonMaxSuppressionV5},
    {OneHot, kLookup, oneHot},
    {SkipGram, kLookup},       // no rule: it makes strings
    {StablehloSort, kLookup},  // no rule
    {TopkV2, kLookup, topK},
    {Unique, kLookup},  // no rule: the values decide
    {Where, kLookup},   // no rule: the values decide
});

}  // namespace

std::span<const OperatorRule> gatherRules() { return kRules; }

}  // namespace thimble::ops
