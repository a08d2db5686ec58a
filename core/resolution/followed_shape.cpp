#include "core/resolution/followed_shape.h"

#include <cstddef>
#include <vector>

namespace thimble::resolution {

namespace {

/// Positions of the dimensions that are not 1: those say where the elements are.
std::vector<std::size_t> sizesIn(const ops::Dims& dims) {
    std::vector<std::size_t> positions;
    for (std::size_t i = 0; i < dims.size(); ++i)
        if (dims[i] != 1) positions.push_back(i);
    return positions;
}

}  // namespace

std::optional<ops::Dims> followedShape(const ops::Dims& before, const ops::Dims& after,
                                       const ops::Dims& target) {
    if (before == after) return target;
    const std::int64_t elements = ops::product(before);
    if (elements == 0 || ops::isSaturated(elements) || ops::product(target) != elements) return {};
    const std::vector<std::size_t> from = sizesIn(before), to = sizesIn(target);
    ops::Dims result = target;
    if (from.size() > 1 && to.size() == 1) {
        result[to[0]] = ops::product(after);
        return result;
    }
    for (std::size_t i = 0; i < before.size(); ++i)
        if (before[i] == 1 && after[i] != 1) return {};

    std::size_t i = 0, j = 0;
    while (i < from.size() && j < to.size()) {
        // A group of either side's dimensions with the same number of elements.
        const std::size_t first = j;
        bool changes = before[from[i]] != after[from[i]];
        std::int64_t left = before[from[i]], right = target[to[j]], followed = after[from[i]];
        ++i, ++j;
        while (left != right) {
            if (left < right && i < from.size()) {
                changes = changes || before[from[i]] != after[from[i]];
                left = ops::product({left, before[from[i]]});
                followed = ops::product({followed, after[from[i]]});
                ++i;
            } else if (left > right && j < to.size()) {
                right = ops::product({right, target[to[j++]]});
            } else {
                return {};
            }
        }
        if (!changes) continue;
        if (j - first > 1) return {};
        result[to[first]] = followed;
    }
    return result;
}

}  // namespace thimble::resolution
