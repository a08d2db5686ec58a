#include "tests/support/model_builder.h"

#include <algorithm>
#include <utility>

namespace thimble::test {

Model emptyModel() {
    Model model;
    model.buffers.emplace_back();
    model.subgraphs.emplace_back();
    return model;
}

std::int32_t addTensor(Model& model, std::string name, std::vector<std::int32_t> shape,
                       std::size_t subgraph) {
    Tensor tensor;
    tensor.name = std::move(name);
    tensor.type = TensorType::Int8;
    tensor.shape = std::move(shape);
    tensor.quantization = Quantization{.scale = {1.0F}, .zeroPoint = {0}};
    auto& tensors = model.subgraphs[subgraph].tensors;
    tensors.push_back(std::move(tensor));
    return static_cast<std::int32_t>(tensors.size()) - 1;
}

std::int32_t addConstant(Model& model, std::string name, std::vector<std::int32_t> shape,
                         std::uint8_t value, std::size_t subgraph) {
    std::size_t elements = 1;
    for (const std::int32_t d : shape) elements *= static_cast<std::size_t>(d);
    const std::int32_t t = addTensor(model, std::move(name), std::move(shape), subgraph);
    model.subgraphs[subgraph].tensors.back().buffer =
        static_cast<std::uint32_t>(model.buffers.size());
    model.buffers.push_back({Blob(std::vector<std::byte>(elements, std::byte{value})), 0, 0});
    return t;
}

std::size_t addOperator(Model& model, BuiltinOperator code, std::vector<std::int32_t> inputs,
                        std::vector<std::int32_t> outputs, std::size_t subgraph) {
    auto known = std::ranges::find(model.operatorCodes, code, &OperatorCode::builtin);
    if (known == model.operatorCodes.end()) {
        OperatorCode added;
        added.builtin = added.newBuiltin = code;
        added.deprecatedBuiltin =
            static_cast<std::int8_t>(std::min(static_cast<std::int32_t>(code), 127));
        known = model.operatorCodes.insert(known, added);
    }
    Operator op;
    op.opcode = static_cast<std::uint32_t>(known - model.operatorCodes.begin());
    op.inputs = std::move(inputs);
    op.outputs = std::move(outputs);
    auto& operators = model.subgraphs[subgraph].operators;
    operators.push_back(std::move(op));
    return operators.size() - 1;
}

std::size_t addSubgraph(Model& model) {
    model.subgraphs.emplace_back();
    return model.subgraphs.size() - 1;
}

Model chainModel(int count, std::int32_t bytes) {
    Model model = emptyModel();
    std::int32_t last = addTensor(model, "input", {1, bytes});
    model.subgraphs[0].inputs = {last};
    for (int i = 0; i < count; ++i) {
        const std::int32_t next = addTensor(model, "t" + std::to_string(i), {1, bytes});
        addOperator(model, BuiltinOperator::Relu, {last}, {next});
        last = next;
    }
    model.subgraphs[0].outputs = {last};
    return model;
}

}  // namespace thimble::test
