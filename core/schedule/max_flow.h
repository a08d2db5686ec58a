#pragma once

#include <cstdint>
#include <limits>
#include <vector>

#include "core/base/units.h"

namespace thimble {

/// A small directed network; node 0 is the source, node 1 the sink.
///   source   E. A. Dinic, "Algorithm for solution of a problem of maximum flow in networks with
///            power estimation", 1970
class MaxFlow {
public:
    static constexpr std::int32_t kSource = 0;
    static constexpr std::int32_t kSink = 1;
    static constexpr Bytes kUnlimited = std::numeric_limits<Bytes>::max() / 4;

    MaxFlow() : m_edgesOf(2) {}
    [[nodiscard]] std::int32_t addNode();
    void addEdge(std::int32_t from, std::int32_t to, Bytes capacity);

    /// Saturates the network. Then says of each node whether it is on the source's side of the
    /// minimum cut that has the most nodes there.
    [[nodiscard]] std::vector<bool> sourceSide();

private:
    struct Edge {
        std::int32_t to;
        Bytes left;  ///< capacity that is not used
    };
    /// Steps to the sink along edges with room; -1 where there are none.
    [[nodiscard]] std::vector<std::int32_t> distances() const;
    Bytes push(std::int32_t node, Bytes amount, const std::vector<std::int32_t>& distance,
               std::vector<std::size_t>& nextEdge);

    std::vector<Edge> m_edges;                         ///< edge i runs against edge i ^ 1
    std::vector<std::vector<std::int32_t>> m_edgesOf;  ///< per node
};

}  // namespace thimble
