#include "core/cproject/channel_models.h"

#include "core/model/names.h"
#include "core/model/one_operator.h"

namespace thimble::cproject {

namespace {

std::size_t at(std::int32_t index) { return static_cast<std::size_t>(index); }

/// Elements [first, first + count) along an axis of a constant of `width` bytes an element.
Result<void> sliceConstant(Model& model, std::int32_t t, std::size_t axis, std::int32_t first,
                           std::int32_t count, std::size_t width) {
    Tensor& tensor = model.subgraphs[0].tensors[at(t)];
    const auto bytes = model.buffers[tensor.buffer].data.bytes();
    std::size_t outer = 1;
    std::size_t inner = width;
    for (std::size_t d = 0; d < tensor.shape.size(); ++d)
        (d < axis ? outer : inner) *= d == axis ? 1 : at(tensor.shape[d]);
    if (axis >= tensor.shape.size() || first + count > tensor.shape[axis] ||
        bytes.size() != outer * at(tensor.shape[axis]) * inner)
        return fail(ErrorCode::Unsupported,
                    tensorLabel(model, 0, at(t)) + " is not sliced by channels");
    std::vector<std::byte> some;
    for (std::size_t o = 0; o < outer; ++o) {
        const auto part =
            bytes.subspan((o * at(tensor.shape[axis]) + at(first)) * inner, at(count) * inner);
        some.insert(some.end(), part.begin(), part.end());
    }
    tensor.shape[axis] = count;
    tensor.shapeSignature.clear();
    tensor.buffer = static_cast<std::uint32_t>(model.buffers.size());
    model.buffers.push_back({.data = Blob(std::move(some))});
    return {};
}

template <typename T>
void sliceNumbers(std::vector<T>& numbers, std::int32_t first, std::int32_t count) {
    if (numbers.size() <= 1) return;
    numbers = std::vector<T>(numbers.begin() + first, numbers.begin() + first + count);
}

void sliceScales(Tensor& tensor, std::int32_t first, std::int32_t count) {
    if (!tensor.quantization) return;
    sliceNumbers(tensor.quantization->scale, first, count);
    sliceNumbers(tensor.quantization->zeroPoint, first, count);
}

void setChannels(Tensor& tensor, std::int32_t count) {
    tensor.shape.back() = count;
    tensor.shapeSignature.clear();
}

/// int8 weights and int32 biases, which are in the file.
bool hasPlainWeights(const Model& model, const Operator& op) {
    const Subgraph& subgraph = model.subgraphs[0];
    if (op.inputs.size() < 2 || op.inputs[1] < 0) return false;
    const Tensor& weights = subgraph.tensors[at(op.inputs[1])];
    if (weights.type != TensorType::Int8 || !isConstant(model, weights) || weights.sparsity)
        return false;
    if (op.inputs.size() < 3 || op.inputs[2] < 0) return true;
    const Tensor& bias = subgraph.tensors[at(op.inputs[2])];
    return bias.type == TensorType::Int32 && isConstant(model, bias) && !bias.sparsity;
}

}  // namespace

Result<Model> someOutputs(const Model& model, std::size_t op, std::int32_t first,
                          std::int32_t count) {
    Model one = oneOperator(model, op);
    const Operator& only = one.subgraphs[0].operators[0];
    const BuiltinOperator code = one.operatorCodes[only.opcode].builtin;
    std::vector<Tensor>& tensors = one.subgraphs[0].tensors;
    setChannels(tensors[at(only.outputs[0])], count);
    const bool sumsChannels =
        code == BuiltinOperator::Conv2d || code == BuiltinOperator::FullyConnected;
    if (!sumsChannels) setChannels(tensors[at(only.inputs[0])], count);
    if (!sumsChannels && code != BuiltinOperator::DepthwiseConv2d) return one;
    if (!hasPlainWeights(one, only))
        return fail(ErrorCode::Unsupported,
                    operatorLabel(model, 0, op) + " has weights that are not sliced");
    const std::size_t axis = sumsChannels ? 0 : 3;
    THIMBLE_CHECK(sliceConstant(one, only.inputs[1], axis, first, count, 1));
    sliceScales(tensors[at(only.inputs[1])], first, count);
    if (only.inputs.size() > 2 && only.inputs[2] >= 0) {
        THIMBLE_CHECK(sliceConstant(one, only.inputs[2], 0, first, count, sizeof(std::int32_t)));
        sliceScales(tensors[at(only.inputs[2])], first, count);
    }
    return one;
}

Result<Model> someInputs(const Model& model, std::size_t op, std::int32_t first,
                         std::int32_t count) {
    Model one = oneOperator(model, op);
    const Operator& only = one.subgraphs[0].operators[0];
    if (!hasPlainWeights(one, only))
        return fail(ErrorCode::Unsupported,
                    operatorLabel(model, 0, op) + " has weights that are not sliced");
    setChannels(one.subgraphs[0].tensors[at(only.inputs[0])], count);
    const std::size_t axis = one.subgraphs[0].tensors[at(only.inputs[1])].shape.size() - 1;
    THIMBLE_CHECK(sliceConstant(one, only.inputs[1], axis, first, count, 1));
    return one;
}

}  // namespace thimble::cproject
