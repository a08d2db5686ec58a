#include "core/model/one_operator.h"

#include <algorithm>

namespace thimble {

Model oneOperator(const Model& model, std::size_t op) {
    Model one;
    one.operatorCodes = model.operatorCodes;
    one.buffers = model.buffers;
    Subgraph& subgraph = one.subgraphs.emplace_back();
    subgraph.tensors = model.subgraphs[0].tensors;
    subgraph.operators = {model.subgraphs[0].operators[op]};
    for (const std::int32_t t : subgraph.operators[0].inputs) {
        if (t < 0) continue;
        const Tensor& tensor = subgraph.tensors[static_cast<std::size_t>(t)];
        if (!isConstant(model, tensor) && !tensor.isVariable &&
            std::ranges::find(subgraph.inputs, t) == subgraph.inputs.end())
            subgraph.inputs.push_back(t);
    }
    subgraph.outputs = subgraph.operators[0].outputs;
    return one;
}

}  // namespace thimble
