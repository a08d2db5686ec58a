#pragma once

#include <random>

#include "core/arena/arena_plan.h"

namespace thimble::test {

struct ProblemShape {
    unsigned buffers = 6;  ///< 1 to this many
    unsigned steps = 6;
    unsigned bytes = 6;  ///< sizes from 0 to this
    unsigned unit = 1;   ///< times this
};

inline ArenaProblem randomProblem(std::mt19937& random, const ProblemShape& shape) {
    ArenaProblem problem;
    for (unsigned long i = 0, count = 1 + random() % shape.buffers; i < count; ++i) {
        const auto first = static_cast<std::int32_t>(random() % shape.steps);
        const auto length = static_cast<std::int32_t>(1 + random() % shape.steps);
        problem.buffers.push_back({.bytes = static_cast<Bytes>(random() % (shape.bytes + 1)) *
                                            static_cast<Bytes>(shape.unit),
                                   .live = {first, first + length}});
    }
    return problem;
}

/// A full rectangle of steps and bytes, cut into pieces by chance: its lowest plan is `bytes` high.
inline ArenaProblem randomTiling(std::mt19937& random, std::size_t pieces, std::int32_t steps,
                                 Bytes bytes) {
    ArenaProblem problem{{{.bytes = bytes, .live = {0, steps}}}};
    while (problem.buffers.size() < pieces) {
        ArenaBuffer& piece = problem.buffers[random() % problem.buffers.size()];
        ArenaBuffer other = piece;
        if (random() % 2 == 0 && piece.live.length() > 1) {
            piece.live.last =
                piece.live.first + 1 +
                static_cast<std::int32_t>(random() % 1000) % (piece.live.length() - 1);
            other.live.first = piece.live.last;
        } else if (piece.bytes > 1) {
            piece.bytes = 1 + static_cast<Bytes>(random()) % (piece.bytes - 1);
            other.bytes -= piece.bytes;
        } else {
            continue;
        }
        problem.buffers.push_back(other);
    }
    return problem;
}

}  // namespace thimble::test
