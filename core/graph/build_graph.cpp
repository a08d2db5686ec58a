#include <algorithm>

#include "core/graph/graph.h"
#include "core/model/called_subgraphs.h"
#include "core/model/names.h"

namespace thimble {

namespace {

TensorRole roleOf(const Model& model, const Tensor& tensor) {
    if (tensor.isVariable) return TensorRole::Variable;
    if (isConstant(model, tensor)) return TensorRole::Constant;
    if (tensor.type == TensorType::Resource) return TensorRole::Resource;
    return TensorRole::Activation;
}

Bytes bytesOf(const Tensor& tensor, TensorRole role) {
    if (role == TensorRole::Resource) return 0;
    Bytes bytes = tflmElementBytes(tensor.type).value_or(0);
    for (const std::int32_t d : tensor.shape) bytes *= d;
    return bytes;
}

GraphTensor convertTensor(const Model& model, const Tensor& tensor) {
    GraphTensor result;
    result.name = tensor.name;
    result.type = tensor.type;
    result.shape = tensor.shape;
    result.role = roleOf(model, tensor);
    result.bytes = bytesOf(tensor, result.role);
    return result;
}

GraphOperator convertOperator(const Model& model, const Operator& op) {
    GraphOperator result;
    result.name = operatorName(model, op);
    result.code = model.operatorCodes[op.opcode].builtin;
    result.inputs = op.inputs;
    result.outputs = op.outputs;
    if (result.code == BuiltinOperator::VarHandle) result.variable = op.options.text("shared_name");
    for (const std::int64_t called : calledSubgraphs(op))
        if (called >= 0) result.calls.push_back(static_cast<SubgraphId>(called));
    return result;
}

void connect(SubgraphGraph& graph) {
    const auto tensor = [&](std::int32_t t) -> GraphTensor& {
        return graph.tensors[static_cast<std::size_t>(t)];
    };
    for (const std::int32_t t : graph.inputs) tensor(t).isInput = true;
    for (const std::int32_t t : graph.outputs) tensor(t).isOutput = true;
    for (std::size_t o = 0; o < graph.operators.size(); ++o) {
        const auto id = static_cast<OperatorId>(o);
        for (const std::int32_t t : graph.operators[o].inputs) {
            if (t < 0) continue;
            auto& consumers = tensor(t).consumers;
            if (consumers.empty() || consumers.back() != id) consumers.push_back(id);
        }
        for (const std::int32_t t : graph.operators[o].outputs)
            if (!tensor(t).producer) tensor(t).producer = id;
    }
}

}  // namespace

Graph buildGraph(const Model& model) {
    Graph graph;
    for (const Subgraph& subgraph : model.subgraphs) {
        SubgraphGraph result;
        result.name = subgraph.name;
        result.inputs = subgraph.inputs;
        result.outputs = subgraph.outputs;
        for (const Tensor& tensor : subgraph.tensors)
            result.tensors.push_back(convertTensor(model, tensor));
        for (const Operator& op : subgraph.operators)
            result.operators.push_back(convertOperator(model, op));
        connect(result);
        graph.subgraphs.push_back(std::move(result));
    }
    return graph;
}

}  // namespace thimble
