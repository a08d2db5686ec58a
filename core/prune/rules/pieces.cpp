// A tensor made of pieces, or taken apart: CONCATENATION, PACK, UNPACK, SPLIT, SPLIT_V, SLICE,
// STRIDED_SLICE.

#include <algorithm>
#include <array>
#include <optional>

#include "core/prune/rules/rules.h"
#include "core/prune/steering.h"

namespace thimble::prune {

namespace {

std::optional<std::int32_t> axisOf(const ChannelLinks& links, std::int32_t tensor,
                                   std::int64_t value) {
    const auto axis = ops::axisAmong(static_cast<std::size_t>(links.rank(tensor)), value);
    if (!axis) return {};
    return static_cast<std::int32_t>(*axis);
}

bool concatenation(ChannelLinks& links) {
    const std::int32_t output = links.output();
    const auto axis = axisOf(links, output, links.operands().option("axis"));
    if (!axis) return false;
    std::int32_t start = 0;
    for (std::size_t p = 0; p < links.operands().inputCount(); ++p) {
        const Axis piece{links.input(p), *axis};
        linkAxesBut(links, piece.tensor, output, *axis);
        links.tie(piece, 0, {output, *axis}, start, links.size(piece));
        start += links.size(piece);
    }
    return true;
}

/// The whole has one axis more than a part.
void linkPart(ChannelLinks& links, std::int32_t part, Axis parts) {
    for (std::int32_t a = 0; a < links.rank(part); ++a)
        links.tie({part, a}, {parts.tensor, a < parts.axis ? a : a + 1});
}

constexpr const char* kStacked = "has a tensor for each index of this axis";

bool pack(ChannelLinks& links) {
    const std::int32_t output = links.output();
    const auto axis = axisOf(links, output, links.operands().option("axis"));
    if (!axis) return false;
    for (std::size_t p = 0; p < links.operands().inputCount(); ++p)
        linkPart(links, links.input(p), {output, *axis});
    links.freeze({output, *axis}, kStacked);
    return true;
}

bool unpack(ChannelLinks& links) {
    const std::int32_t input = links.input(0);
    const auto axis = axisOf(links, input, links.operands().option("axis"));
    if (!axis) return false;
    for (std::size_t p = 0; p < links.operands().outputCount(); ++p)
        linkPart(links, links.output(p), {input, *axis});
    links.freeze({input, *axis}, kStacked);
    return true;
}

/// Output after output is the next piece of the input.
bool linkPieces(ChannelLinks& links, Axis whole) {
    std::int32_t start = 0;
    for (std::size_t p = 0; p < links.operands().outputCount(); ++p) {
        const Axis piece{links.output(p), whole.axis};
        linkAxesBut(links, whole.tensor, piece.tensor, whole.axis);
        links.tie(piece, 0, whole, start, links.size(piece));
        start += links.size(piece);
        links.divide(whole, start);
    }
    return true;
}

/// Inputs are the axis and what to split. The parts are equal, so what goes from one goes from
/// each.
bool split(ChannelLinks& links) {
    const std::int32_t input = links.input(1);
    const auto axis = axisOf(links, input, *links.operands().value(0));
    if (!axis || !linkPieces(links, {input, *axis})) return false;
    links.freezeTensor(links.input(0), "reads an axis");
    for (std::size_t p = 1; p < links.operands().outputCount(); ++p)
        links.tie({links.output(0), *axis}, {links.output(p), *axis});
    return true;
}

/// Inputs are what to split, the sizes and the axis.
bool splitV(ChannelLinks& links) {
    const std::int32_t input = links.input(0);
    const auto axis = axisOf(links, input, *links.operands().value(2));
    links.freezeTensor(links.input(1), "reads sizes");
    links.freezeTensor(links.input(2), "reads an axis");
    return axis && linkPieces(links, {input, *axis});
}

void linkRange(ChannelLinks& links, Axis from, Axis to, std::int32_t begin) {
    links.tie(from, begin, to, 0, links.size(to));
    links.divide(from, begin);
    links.divide(from, begin + links.size(to));
}

/// Begin and size per axis.
bool slice(ChannelLinks& links) {
    const std::int32_t input = links.input(0), output = links.output();
    const auto begin = links.operands().values(1);
    for (const std::size_t p : {1, 2}) links.freezeTensor(links.input(p), "reads bounds");
    for (std::int32_t a = 0; a < links.rank(input); ++a)
        linkRange(links, {input, a}, {output, a},
                  static_cast<std::int32_t>((*begin)[static_cast<std::size_t>(a)]));
    return true;
}

bool stridedSlice(ChannelLinks& links) {
    const auto ranges = stridedRanges(links.operands());
    if (!ranges) return false;
    const std::int32_t input = links.input(0), output = links.output();
    for (const std::size_t p : {1, 2, 3}) links.freezeTensor(links.input(p), "reads bounds");
    std::int32_t to = 0;
    for (std::int32_t a = 0; a < links.rank(input); ++a) {
        const StridedRange& range = (*ranges)[static_cast<std::size_t>(a)];
        if (range.step == 1 && !range.isDropped) {
            linkRange(links, {input, a}, {output, to}, range.begin);
        } else {
            links.freeze({input, a}, "leaves out elements of this axis");
            if (!range.isDropped) links.freeze({output, to}, "leaves out elements of this axis");
        }
        if (!range.isDropped) ++to;
    }
    return true;
}

using enum BuiltinOperator;
constexpr auto kLinks = std::to_array<LinkEntry>({{Concatenation, concatenation},
                                                  {Pack, pack},
                                                  {Slice, slice},
                                                  {Split, split},
                                                  {SplitV, splitV},
                                                  {StridedSlice, stridedSlice},
                                                  {Unpack, unpack}});

}  // namespace

std::span<const LinkEntry> pieceLinks() { return kLinks; }

}  // namespace thimble::prune
