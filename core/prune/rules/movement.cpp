// Pools, reductions, and what puts elements in other places, or looks them up, without mixing
// channels. Images are [N, H, W, C].

#include <array>
#include <optional>
#include <vector>

#include "core/prune/rules/rules.h"

namespace thimble::prune {

namespace {

constexpr const char* kMoves = "moves elements along this axis";

/// Every axis but rows and columns is as before.
bool image(ChannelLinks& links) {
    const std::int32_t input = links.input(0), output = links.output();
    for (const std::int32_t a : {0, 3}) links.tie({input, a}, {output, a});
    for (const std::int32_t t : {input, output})
        for (const std::int32_t a : {1, 2}) links.freeze({t, a}, kMoves);
    return true;
}

bool transpose(ChannelLinks& links) {
    const auto order = links.operands().values(1);
    const std::int32_t input = links.input(0), output = links.output();
    for (std::int32_t a = 0; a < links.rank(output); ++a) {
        const auto from = ops::axisAmong(order->size(), (*order)[static_cast<std::size_t>(a)]);
        links.tie({input, static_cast<std::int32_t>(*from)}, {output, a});
    }
    return true;
}

/// The axes that the second input names, by axis of the first.
std::vector<bool> namedAxes(const ChannelLinks& links, const ops::Dims& named) {
    std::vector<bool> is(static_cast<std::size_t>(links.rank(links.input(0))));
    for (const std::int64_t value : named)
        if (const auto axis = ops::axisAmong(is.size(), value)) is[*axis] = true;
    return is;
}

/// Over the axes of the second input; they stay as ones where `keeps` says so.
bool reduceAxes(ChannelLinks& links, bool keeps) {
    const auto named = links.operands().values(1);
    if (!named) return false;
    const std::vector<bool> isReduced = namedAxes(links, *named);
    const std::int32_t input = links.input(0), output = links.output();
    std::int32_t to = 0;
    for (std::int32_t a = 0; a < links.rank(input); ++a) {
        const bool reduced = isReduced[static_cast<std::size_t>(a)];
        if (reduced)
            links.freeze({input, a}, "makes one of all along this axis");
        else
            links.tie({input, a}, {output, to});
        if (!reduced || keeps) ++to;
    }
    return true;
}

bool reduce(ChannelLinks& links) { return reduceAxes(links, links.operands().flag("keep_dims")); }
bool argExtreme(ChannelLinks& links) { return reduceAxes(links, false); }

bool reverse(ChannelLinks& links) {
    const auto named = links.operands().values(1);
    if (!named) return false;
    const std::vector<bool> isReversed = namedAxes(links, *named);
    linkAxesBut(links, links.input(0), links.output(), -1);
    for (std::size_t a = 0; a < isReversed.size(); ++a)
        if (isReversed[a]) links.freeze({links.input(0), static_cast<std::int32_t>(a)}, kMoves);
    return true;
}

/// What is put around the channels may go, too: the paddings become smaller.
bool pad(ChannelLinks& links) {
    const auto padding = links.operands().values(1);
    const std::int32_t input = links.input(0), output = links.output();
    for (std::int32_t a = 0; a < links.rank(input); ++a) {
        const Axis from{input, a}, to{output, a};
        const auto before = static_cast<std::int32_t>((*padding)[2 * static_cast<std::size_t>(a)]);
        links.tie(from, 0, to, before, links.size(from));
        links.divide(to, before);
        links.divide(to, before + links.size(from));
    }
    links.freezeTensor(links.input(1), "reads paddings");
    return true;
}

/// The padding is a copy of what lies beside it.
bool mirrorPad(ChannelLinks& links) {
    const std::int32_t input = links.input(0), output = links.output();
    for (std::int32_t a = 0; a < links.rank(input); ++a) {
        const Axis from{input, a}, to{output, a};
        if (links.size(from) == links.size(to)) {
            links.tie(from, to);
        } else {
            links.freeze(from, "repeats elements of this axis");
            links.freeze(to, "repeats elements of this axis");
        }
    }
    return true;
}

/// Batches and blocks in front, then axes that stay.
bool betweenSpaceAndBatch(ChannelLinks& links) {
    const std::int32_t input = links.input(0), output = links.output();
    const auto sizes = links.operands().values(1);
    for (std::int32_t a = 0; a < links.rank(input); ++a)
        if (a > std::ssize(*sizes)) {
            links.tie({input, a}, {output, a});
        } else {
            links.freeze({input, a}, kMoves);
            links.freeze({output, a}, kMoves);
        }
    return true;
}

/// Channel d of the deep image is channel d % C of the wide one, at every place of the block.
void tieDepth(ChannelLinks& links, std::int32_t deep, std::int32_t wide) {
    for (std::int32_t d = 0; d < links.size({deep, 3}); ++d)
        links.tie({deep, 3}, d, {wide, 3}, d % links.size({wide, 3}), 1);
    links.tie({deep, 0}, {wide, 0});
    for (const std::int32_t t : {deep, wide})
        for (const std::int32_t a : {1, 2}) links.freeze({t, a}, kMoves);
}

bool spaceToDepth(ChannelLinks& links) {
    tieDepth(links, links.output(), links.input(0));
    return true;
}
bool depthToSpace(ChannelLinks& links) {
    tieDepth(links, links.input(0), links.output());
    return true;
}

/// Indices take the place of the axis that they index; the others are as before.
bool gather(ChannelLinks& links) {
    const std::int32_t input = links.input(0), indices = links.input(1), output = links.output();
    const auto axis = ops::axisAmong(static_cast<std::size_t>(links.rank(input)),
                                     links.operands().option("axis"));
    if (!axis || links.operands().option("batch_dims") != 0) return false;
    const auto indexed = static_cast<std::int32_t>(*axis);
    links.freeze({input, indexed}, "looks elements up along this axis");
    for (std::int32_t a = 0; a < links.rank(input); ++a) {
        if (a == indexed) continue;
        const std::int32_t to = a < indexed ? a : a - 1 + links.rank(indices);
        links.tie({input, a}, {output, to});
        if (links.isConstant(input)) links.makes({input, a});
    }
    for (std::int32_t i = 0; i < links.rank(indices); ++i)
        links.tie({indices, i}, {output, indexed + i});
    return true;
}

/// Each axis so many times, one after the other.
bool tile(ChannelLinks& links) {
    const auto repeats = links.operands().values(1);
    const std::int32_t input = links.input(0), output = links.output();
    for (std::int32_t a = 0; a < links.rank(input); ++a) {
        const std::int32_t size = links.size({input, a});
        for (std::int64_t r = 0; r < (*repeats)[static_cast<std::size_t>(a)]; ++r)
            links.tie({input, a}, 0, {output, a}, static_cast<std::int32_t>(r) * size, size);
    }
    links.freezeTensor(links.input(1), "reads how often to repeat");
    return true;
}

/// Whoever computes with the sizes would have to follow.
bool shape(ChannelLinks& links) {
    links.freezeTensor(links.input(0), "passes its shape on as numbers");
    links.freezeTensor(links.output(), "makes numbers of a shape");
    return true;
}

using enum BuiltinOperator;
constexpr auto kLinks = std::to_array<LinkEntry>({
    {ArgMax, argExtreme},
    {ArgMin, argExtreme},
    {AveragePool2d, image},
    {BatchToSpaceNd, betweenSpaceAndBatch},
    {DepthToSpace, depthToSpace},
    {Gather, gather},
    {L2Pool2d, image},
    {MaxPool2d, image},
    {Mean, reduce},
    {MirrorPad, mirrorPad},
    {Pad, pad},
    {Padv2, pad},
    {ReduceAll, reduce},
    {ReduceAny, reduce},
    {ReduceMax, reduce},
    {ReduceMin, reduce},
    {ReduceProd, reduce},
    {ResizeBilinear, image},
    {ResizeNearestNeighbor, image},
    {ReverseV2, reverse},
    {Shape, shape},
    {SpaceToBatchNd, betweenSpaceAndBatch},
    {SpaceToDepth, spaceToDepth},
    {Sum, reduce},
    {Tile, tile},
    {Transpose, transpose},
});

}  // namespace

std::span<const LinkEntry> movementLinks() { return kLinks; }

}  // namespace thimble::prune
