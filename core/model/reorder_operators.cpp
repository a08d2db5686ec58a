#include "core/model/reorder_operators.h"

#include "core/base/assert.h"

namespace thimble {

Model reorderOperators(const Model& model, SubgraphId subgraph, std::span<const OperatorId> order) {
    Model result = model;
    const std::vector<Operator>& from = model.subgraphs[indexOf(subgraph)].operators;
    std::vector<Operator>& to = result.subgraphs[indexOf(subgraph)].operators;
    THIMBLE_ASSERT(order.size() == from.size());
    for (std::size_t step = 0; step < order.size(); ++step) to[step] = from[indexOf(order[step])];
    return result;
}

}  // namespace thimble
