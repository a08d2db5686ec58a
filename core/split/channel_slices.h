#pragma once

#include <cstdint>
#include <vector>

#include "core/base/result.h"
#include "core/split/row_order.h"

namespace thimble::split {

/// What an operator of a sliced graph is of the one in the graph that was sliced.
struct Part {
    enum class Role : std::uint8_t {
        All,    ///< the operator itself
        Make,   ///< makes channels [first, first + count) of its output
        Pass,   ///< the same, from those channels of its input
        Add,    ///< adds what those channels of its input contribute to sums of int32
        End,    ///< turns the sums into the output
        Place,  ///< puts the channels that it has made to their place in the output
    };
    std::int32_t op = 0;  ///< in the graph that was sliced
    Role role = Role::All;
    std::int32_t first = 0, count = 0;  ///< channels
    friend bool operator==(const Part&, const Part&) = default;
};

/// A graph in which segments run once for each slice of channels.
///
///     x --A--> a --B--> b --C--> y        A makes channels, B passes them on, C sums over them
///
///     x --A0--> a0 --B0--> b0 --C0--> s0          Slice after slice: a and b are never whole.
///     x --A1--> a1 --B1--> b1 --C1--> s0 + .. --end--> y     The sums are: 4 bytes an element.
///
/// Where the last operator passes channels on, each slice of a row goes to its place: the output is
/// whole in the end, and takes its bytes from the first slice on.
///
///     x --A0--> a0 --B0--> b0 --place--> y's first channels
///     x --A1--> a1 --B1--> b1 --place--> y's others
struct SlicedGraph {
    RowGraph graph;
    std::vector<std::int32_t> tensorOf;  ///< by tensor of the graph that was sliced; -1: in slices
    std::vector<Part> parts;             ///< by operator of it
    std::vector<Segment> segments;       ///< of it; none has slices any more
};

/// Whether the operators [first, end) can run slice by slice: the first makes channels, the last
/// adds them up or passes them on to their place, those between pass them on, and nobody else reads
/// what is between.
///   source   Liberis and Lane, "Pex", arXiv 2211.17246; Stahl et al., "Fused depthwise tiling",
///            arXiv 2303.17878
///   errors   InvalidArgument   which of that is not so
[[nodiscard]] Result<void> checkSliceable(const RowGraph& graph, std::int32_t first,
                                          std::int32_t end);
[[nodiscard]] bool canSlice(const RowGraph& graph, std::int32_t first, std::int32_t end);

/// Channels of slices, as even as multiples of four (or two, or one) are; fewer slices where there
/// are not enough.
[[nodiscard]] std::vector<std::int32_t> sliceSizes(std::int32_t channels, std::int32_t slices);

/// Replaces segments that have slices by one for each slice. Those can be sliced.
[[nodiscard]] SlicedGraph sliceChannels(const RowGraph& graph,
                                        const std::vector<Segment>& segments);

}  // namespace thimble::split
