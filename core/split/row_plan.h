#pragma once

#include <optional>
#include <vector>

#include "core/base/result.h"
#include "core/split/channel_slices.h"
#include "core/split/row_placement.h"
#include "core/split/segments.h"

namespace thimble::split {

/// How a model runs by rows, and where everything lies meanwhile.
struct RowPlan {
    /// The graph that the tasks are of: with an operator for each slice where channels are sliced.
    RowGraph graph;
    std::vector<std::int32_t> tensorOf;  ///< by tensor of the graph that was planned; -1: in slices
    std::vector<Part> parts;             ///< by operator of it
    std::vector<Segment> chosen;         ///< a partition of the graph that was planned
    std::vector<Segment> segments;       ///< the same of the graph above, slice by slice
    std::vector<RowTask> tasks;
    RowPieces pieces;
    RowPlacement placement;
    Bytes loadBytes = 0;                     ///< of this partition: the most bytes alive at once
    Bytes leastLoadBytes = 0;                ///< of any partition of this order of operators
    StopReason reason = StopReason::Proven;  ///< of the search for segments
};

struct RowPlanOptions {
    /// Within so many bytes, as few calls of kernels as possible; otherwise the smallest arena.
    std::optional<Bytes> ramBytes;
    /// These segments and no others; with slices where they are wanted.
    std::vector<Segment> segments;
    bool sliceChannels = false;          ///< look at slices of channels, too
    SearchLimits limits{.nodes = 1500};  ///< placements tried for each partition
    friend bool operator==(const RowPlanOptions&, const RowPlanOptions&) = default;
};

/// Chooses segments by the bytes alive (exact for this order of operators), then places rows for
/// the partitions that come into question and keeps the smallest arena. The plan has passed
/// checkRows.
///   errors   InvalidArgument   segments that are no partition; a graph that fails checkRowGraph
[[nodiscard]] Result<RowPlan> planRows(const RowGraph& graph, const RowPlanOptions& options,
                                       const SearchControl& control);

}  // namespace thimble::split
