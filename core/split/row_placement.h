#pragma once

#include <string>
#include <vector>

#include "core/base/search.h"
#include "core/split/row_pieces.h"

namespace thimble::split {

/// Where every block lies.
struct RowPlacement {
    std::vector<Bytes> offsets;  ///< by block
    Bytes arenaBytes = 0;
    friend bool operator==(const RowPlacement&, const RowPlacement&) = default;
};

/// Places blocks one after the other where their conflicts with those already there allow it, in
/// several orders, moves what sticks out forward, then blocks at random. Heuristic; rowLoad says
/// how much it can be off.
///   limits   nodes: placements that are tried
[[nodiscard]] RowPlacement placeRows(const RowGraph& graph, const RowPieces& pieces,
                                     const std::vector<RowTask>& tasks, const SearchLimits& limits,
                                     const SearchControl& control);

/// Every way in which running the tasks in this memory would read something else than what was
/// written, in words; empty means sound. Follows the bytes through the arena from task to task and
/// knows nothing of pieces' lives.
[[nodiscard]] std::vector<std::string> checkRows(const RowGraph& graph, const RowPieces& pieces,
                                                 const std::vector<RowTask>& tasks,
                                                 const RowPlacement& placement);

}  // namespace thimble::split
