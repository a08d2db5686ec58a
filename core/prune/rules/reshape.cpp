// RESHAPE, SQUEEZE, EXPAND_DIMS: other dimensions for the same elements.

#include <array>
#include <numeric>
#include <vector>

#include "core/prune/rules/rules.h"

namespace thimble::prune {

namespace {

constexpr const char* kMerged = "merges this axis with another, or takes it apart";

/// The next axes of a list that have as many elements as those of another.
struct Block {
    std::vector<Axis> axes;
    std::int64_t elements = 1;
};

/// Its indices run through several axes: index i is (i / stride) % size of one of them.
void tieOneOfMany(ChannelLinks& links, Axis one, const std::vector<Axis>& many) {
    std::size_t chosen = many.size() - 1;
    while (chosen > 0 && links.isFrozen(many[chosen])) --chosen;
    std::int32_t stride = 1;
    for (std::size_t i = chosen + 1; i < many.size(); ++i) stride *= links.size(many[i]);
    for (std::int32_t i = 0; i < links.size(one); ++i)
        links.tie(one, i, many[chosen], i / stride % links.size(many[chosen]), 1);
    for (std::size_t i = 0; i < many.size(); ++i)
        if (i != chosen) links.freeze(many[i], kMerged);
}

void tieBlocks(ChannelLinks& links, const Block& from, const Block& to) {
    if (from.axes.size() == 1 && to.axes.size() == 1)
        links.tie(from.axes[0], to.axes[0]);
    else if (from.axes.size() == 1)
        tieOneOfMany(links, from.axes[0], to.axes);
    else if (to.axes.size() == 1)
        tieOneOfMany(links, to.axes[0], from.axes);
    else
        for (const Block* block : {&from, &to})
            for (const Axis axis : block->axes) links.freeze(axis, kMerged);
}

bool reshape(ChannelLinks& links) {
    const std::int32_t input = links.input(0), output = links.output();
    linkReshaped(links, links.axesOf(input), links.axesOf(output));
    links.freezeTensor(links.input(1), "reads a shape");
    return true;
}

using enum BuiltinOperator;
constexpr auto kLinks =
    std::to_array<LinkEntry>({{ExpandDims, reshape}, {Reshape, reshape}, {Squeeze, reshape}});

}  // namespace

void linkReshaped(ChannelLinks& links, std::span<const Axis> from, std::span<const Axis> to) {
    const auto take = [&links](std::span<const Axis>& list, Block& block) {
        block.elements *= links.size(list.front());
        if (links.size(list.front()) != 1) block.axes.push_back(list.front());
        list = list.subspan(1);
    };
    while (!from.empty() || !to.empty()) {
        Block a, b;
        do {
            if (!from.empty() && (a.elements <= b.elements || to.empty()))
                take(from, a);
            else
                take(to, b);
        } while (a.elements != b.elements && (!from.empty() || !to.empty()));
        if (!a.axes.empty() && !b.axes.empty()) tieBlocks(links, a, b);
    }
}

std::span<const LinkEntry> reshapeLinks() { return kLinks; }

}  // namespace thimble::prune
