#include "core/cproject/one_row.h"

#include <algorithm>
#include <array>
#include <cstring>

#include "core/model/names.h"
#include "core/model/one_operator.h"

namespace thimble::cproject {

namespace {

std::size_t at(std::int32_t index) { return static_cast<std::size_t>(index); }

/// Operators that know nothing of rows: element by element, or along width and depth only.
constexpr std::array kByElement = {
    BuiltinOperator::Abs,       BuiltinOperator::Add,       BuiltinOperator::Cast,
    BuiltinOperator::Ceil,      BuiltinOperator::Cos,       BuiltinOperator::Dequantize,
    BuiltinOperator::Div,       BuiltinOperator::Elu,       BuiltinOperator::Exp,
    BuiltinOperator::Floor,     BuiltinOperator::HardSwish, BuiltinOperator::LeakyRelu,
    BuiltinOperator::Log,       BuiltinOperator::Logistic,  BuiltinOperator::Maximum,
    BuiltinOperator::Minimum,   BuiltinOperator::Mul,       BuiltinOperator::Neg,
    BuiltinOperator::Quantize,  BuiltinOperator::Relu,      BuiltinOperator::Relu6,
    BuiltinOperator::ReluN1To1, BuiltinOperator::Round,     BuiltinOperator::Rsqrt,
    BuiltinOperator::Sin,       BuiltinOperator::Softmax,   BuiltinOperator::Sqrt,
    BuiltinOperator::Square,    BuiltinOperator::Sub,       BuiltinOperator::Tanh,
};

/// Whether a concatenation leaves rows alone.
bool isBesideRows(const Operator& op) {
    const std::int64_t axis = op.options.integer("axis");
    return axis == 2 || axis == 3 || axis == -1 || axis == -2;
}

/// Whether padding adds no rows: paddings are pairs of int32, one for each dimension.
bool addsNoRows(const Model& model, const Operator& op) {
    const Tensor& paddings = model.subgraphs[0].tensors[at(op.inputs[1])];
    const auto bytes = model.buffers[paddings.buffer].data.bytes();
    if (paddings.type != TensorType::Int32 || bytes.size() != 8 * sizeof(std::int32_t))
        return false;
    std::array<std::int32_t, 8> pairs{};
    std::memcpy(pairs.data(), bytes.data(), bytes.size());
    return pairs[0] == 0 && pairs[1] == 0 && pairs[2] == 0 && pairs[3] == 0;
}

bool isByRows(const Model& model, const Operator& op) {
    const BuiltinOperator code = model.operatorCodes[op.opcode].builtin;
    if (std::ranges::find(kByElement, code) != kByElement.end()) return true;
    if (code == BuiltinOperator::Concatenation) return isBesideRows(op);
    if (code == BuiltinOperator::Pad || code == BuiltinOperator::Padv2)
        return op.inputs.size() >= 2 && op.inputs[1] >= 0 && addsNoRows(model, op);
    return false;
}

}  // namespace

Result<Model> oneRow(const Model& model, std::size_t op) {
    Model one = oneOperator(model, op);
    Subgraph& subgraph = one.subgraphs[0];
    const Operator& only = subgraph.operators[0];
    const auto refuse = [&](std::string_view why) {
        return fail(ErrorCode::Unsupported,
                    operatorLabel(model, 0, op) + " is not split by rows: " + std::string(why));
    };
    if (!isByRows(model, only)) return refuse("it has no rule for rows");
    if (only.outputs.size() != 1) return refuse("it has several outputs");
    const std::vector<std::int32_t> shape = subgraph.tensors[at(only.outputs[0])].shape;
    if (shape.size() != 4 || shape[0] != 1) return refuse("its output is not [1, H, W, C]");
    for (const std::int32_t t : only.inputs) {
        if (t < 0) continue;
        Tensor& tensor = subgraph.tensors[at(t)];
        if (tensor.isVariable) return refuse("an input is a variable");
        const bool isInput = std::ranges::find(subgraph.inputs, t) != subgraph.inputs.end();
        if (!isInput) {
            // Broadcast over all rows, or not at all.
            if (tensor.shape.size() >= 3 && tensor.shape[tensor.shape.size() - 3] != 1)
                return refuse("a constant differs from row to row");
            continue;
        }
        if (tensor.shape.size() != 4 || tensor.shape[0] != 1)
            return refuse("its input is no image");
        if (tensor.shape[1] != shape[1] && tensor.shape[1] != 1)
            return refuse("its inputs have other rows");
        if (tensor.shape[1] != shape[1]) return refuse("an input is broadcast over rows");
    }
    for (const std::int32_t t : subgraph.inputs) {
        subgraph.tensors[at(t)].shape[1] = 1;
        subgraph.tensors[at(t)].shapeSignature.clear();
    }
    subgraph.tensors[at(only.outputs[0])].shape[1] = 1;
    subgraph.tensors[at(only.outputs[0])].shapeSignature.clear();
    return one;
}

}  // namespace thimble::cproject
