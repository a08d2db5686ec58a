#pragma once

#include <cstdint>
#include <set>
#include <vector>

#include "core/report/report.h"

namespace thimble::diagram {

/// A box of the graph's picture.
struct Node {
    enum class Kind : std::uint8_t {
        Operator,
        Chain,   ///< several operators, folded into one box
        Input,   ///< of the subgraph
        Output,  ///< of the subgraph
    };
    Kind kind = Kind::Operator;
    std::vector<std::int32_t> operators;  ///< of the subgraph, in order; none: Input, Output
    std::int32_t tensor = -1;             ///< Input, Output: which
    std::int32_t chain = -1;  ///< first operator of the chain that it is, or is unfolded from
    friend bool operator==(const Node&, const Node&) = default;
};

/// A tensor on its way from one box to another.
struct Edge {
    std::int32_t tensor = 0;
    std::int32_t from = 0, to = 0;  ///< nodes
    friend bool operator==(const Edge&, const Edge&) = default;
};

/// A subgraph as boxes and edges. Only what is computed flows: constants, variables and handles
/// have no edges.
struct Diagram {
    std::uint32_t subgraph = 0;
    std::vector<Node> nodes;  ///< inputs, operators in their order, outputs
    std::vector<Edge> edges;
    std::vector<std::int32_t> nodeOf;  ///< by operator
    friend bool operator==(const Diagram&, const Diagram&) = default;
};

struct DiagramOptions {
    bool foldChains = false;           ///< chains are one box each, except ...
    std::set<std::int32_t> otherwise;  ///< ... those that begin with these: the other way round
    std::vector<std::int32_t> groups;  ///< by operator: chains end where groups do; empty: one
    friend bool operator==(const DiagramOptions&, const DiagramOptions&) = default;
};

/// A chain: operators of which each reads what the one before it has made, and nobody else does.
/// Shorter ones are left as they are.
inline constexpr std::size_t kShortestChain = 3;

[[nodiscard]] Diagram makeDiagram(const Report& report, std::uint32_t subgraph,
                                  const DiagramOptions& options);

}  // namespace thimble::diagram
