#pragma once

#include <cstdint>
#include <vector>

#include "core/split/row_graph.h"

namespace thimble::split {

/// Operators [first, end) that run together: by rows, or a single one as a whole.
struct Segment {
    std::int32_t first = 0, end = 0;
    bool byRows = false;
    std::int32_t slices = 1;  ///< of channels: see channel_slices.h; more than one: by rows, too
    friend bool operator==(const Segment&, const Segment&) = default;
};

/// One step: an operator makes a row of its output (Sum: takes in a row of its input; without a
/// rule or as a whole: everything).
struct RowTask {
    std::int32_t op = 0;  ///< index of RowGraph::operators; kPush: the application hands over a row
    std::int32_t row = 0;  ///< kWhole: all
    friend bool operator==(const RowTask&, const RowTask&) = default;
    static constexpr std::int32_t kWhole = -1;
    /// `op` below zero: -1 - tensor, whose row is handed over.
    [[nodiscard]] bool isPush() const { return op < 0; }
    [[nodiscard]] std::int32_t pushed() const { return -1 - op; }
};

/// The tasks of segments one after the other. Within a segment rows are made when they are asked
/// for: for each row of what the segment is for, first the input rows that are missing, so that a
/// tensor between two operators never has more rows than the window of its reader. What is not
/// asked for by then (rows that no window reaches) is not made.
///   segments   a partition of the graph's operators, in order
[[nodiscard]] std::vector<RowTask> orderRows(const RowGraph& graph,
                                             const std::vector<Segment>& segments);

}  // namespace thimble::split
