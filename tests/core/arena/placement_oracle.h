#pragma once

#include <algorithm>
#include <functional>
#include <vector>

#include "core/arena/arena_plan.h"

namespace thimble::test {

inline bool existsPlan(const ArenaProblem& problem, Bytes height, std::vector<Bytes>& offsets) {
    const std::size_t i = offsets.size();
    if (i == problem.buffers.size()) return true;
    const ArenaBuffer& buffer = problem.buffers[i];
    const auto place = [&](std::size_t k) {
        return ByteRange{offsets[k],
                         offsets[k] + alignUp(problem.buffers[k].bytes, problem.alignment)};
    };
    const Bytes bytes = alignUp(buffer.bytes, problem.alignment);
    for (Bytes offset = 0; offset + bytes <= height; offset += problem.alignment) {
        if (buffer.fixedOffset && offset != *buffer.fixedOffset) continue;
        offsets.push_back(offset);
        bool free = true;
        for (std::size_t k = 0; k < i && free; ++k)
            free = !buffer.live.overlaps(problem.buffers[k].live) || !place(k).overlaps(place(i));
        const bool found = free && existsPlan(problem, height, offsets);
        offsets.pop_back();
        if (found) return true;
    }
    return false;
}

/// Is there a plan this high? Tries every offset of every buffer, the large ones first: slow, and
/// believed.
inline bool existsPlan(ArenaProblem problem, Bytes height) {
    if (arenaLowerBound(problem) > height) return false;
    std::ranges::stable_sort(problem.buffers, std::greater{}, &ArenaBuffer::bytes);
    std::vector<Bytes> offsets;
    return existsPlan(problem, height, offsets);
}

}  // namespace thimble::test
