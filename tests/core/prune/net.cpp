#include "tests/core/prune/net.h"

#include <cstring>
#include <stdexcept>

#include "core/ops/operator_rules.h"
#include "core/tflite/option_names.h"
#include "tests/support/model_builder.h"

namespace thimble::test {

namespace {

std::size_t elementsOf(const std::vector<std::int32_t>& shape) {
    std::size_t elements = 1;
    for (const std::int32_t size : shape) elements *= static_cast<std::size_t>(size);
    return elements;
}

}  // namespace

Net::Net() : model(emptyModel()) {}

std::int32_t Net::input(std::vector<std::int32_t> shape, TensorType type) {
    const std::int32_t t = tensor(std::move(shape));
    model.subgraphs[0].tensors.back().type = type;
    model.subgraphs[0].inputs.push_back(t);
    return t;
}

std::int32_t Net::tensor(std::vector<std::int32_t> shape, Scale scale) {
    const std::int32_t t =
        addTensor(model, "t" + std::to_string(model.subgraphs[0].tensors.size()), std::move(shape));
    model.subgraphs[0].tensors.back().quantization =
        Quantization{.scale = {scale.scale}, .zeroPoint = {scale.zeroPoint}};
    return t;
}

std::int32_t Net::variable(std::vector<std::int32_t> shape, TensorType type, Scale scale) {
    const std::int32_t t = tensor(std::move(shape), scale);
    model.subgraphs[0].tensors.back().type = type;
    model.subgraphs[0].tensors.back().isVariable = true;
    return t;
}

std::int32_t Net::constant(std::vector<std::byte> data, std::vector<std::int32_t> shape,
                           TensorType type) {
    const std::int32_t t = tensor(std::move(shape));
    Tensor& made = model.subgraphs[0].tensors.back();
    made.type = type;
    made.quantization.reset();
    made.buffer = static_cast<std::uint32_t>(model.buffers.size());
    model.buffers.push_back({Blob(std::move(data)), 0, 0});
    return t;
}

std::int32_t Net::weights(std::vector<std::int32_t> shape, std::int32_t axis) {
    std::vector<std::byte> data(elementsOf(shape));
    for (std::byte& byte : data)
        byte = static_cast<std::byte>(static_cast<std::int64_t>(m_random.next() % 255) - 127);
    const std::int32_t t = constant(std::move(data), std::move(shape), TensorType::Int8);
    Quantization q;
    const std::int32_t scales = axis < 0 ? 1 : this->shape(t)[static_cast<std::size_t>(axis)];
    for (std::int32_t i = 0; i < scales; ++i) {
        q.scale.push_back(0.004F + 0.0005F * static_cast<float>(m_random.next() % 8));
        q.zeroPoint.push_back(0);
    }
    if (axis >= 0) q.quantizedDimension = axis;
    model.subgraphs[0].tensors.back().quantization = q;
    return t;
}

std::int32_t Net::bias(std::int32_t channels) {
    std::vector<std::byte> data(static_cast<std::size_t>(channels) * 4);
    for (std::int32_t c = 0; c < channels; ++c) {
        const auto value = static_cast<std::int32_t>(m_random.next() % 2001) - 1000;
        std::memcpy(data.data() + static_cast<std::size_t>(c) * 4, &value, 4);
    }
    return constant(std::move(data), {channels}, TensorType::Int32);
}

std::int32_t Net::integers(const std::vector<std::int32_t>& values,
                           std::vector<std::int32_t> shape) {
    std::vector<std::byte> data(values.size() * 4);
    std::memcpy(data.data(), values.data(), data.size());
    return constant(std::move(data), std::move(shape), TensorType::Int32);
}

std::vector<std::int32_t> Net::all(BuiltinOperator code, std::string_view optionType,
                                   Options options, std::vector<std::int32_t> inputs,
                                   std::size_t outputs, Scale scale) {
    std::vector<std::int32_t> made;
    for (std::size_t i = 0; i < outputs; ++i) made.push_back(tensor({}, scale));
    const std::size_t o = addOperator(model, code, std::move(inputs), made);
    Operator& op = model.subgraphs[0].operators[o];
    if (!optionType.empty()) op.options = makeOptions(optionType, options);
    const auto shapes = outputShapes(model, model.subgraphs[0], op);
    if (!shapes || shapes->size() != outputs) throw std::invalid_argument("operands do not fit");
    for (std::size_t i = 0; i < outputs; ++i)
        model.subgraphs[0].tensors[static_cast<std::size_t>(made[i])].shape = (*shapes)[i];
    return made;
}

std::int32_t Net::one(BuiltinOperator code, std::string_view optionType, Options options,
                      std::vector<std::int32_t> inputs, Scale scale) {
    return all(code, optionType, options, std::move(inputs), 1, scale)[0];
}

std::int32_t Net::conv(std::int32_t x, std::int32_t channels, std::int32_t window,
                       std::int32_t groups) {
    const std::int32_t depth = shape(x)[3] / groups;
    const std::int32_t w = weights({channels, window, window, depth}, 0), b = bias(channels);
    return one(BuiltinOperator::Conv2d, "Conv2DOptions",
               {{"padding", std::int64_t{0}},
                {"stride_w", std::int64_t{1}},
                {"stride_h", std::int64_t{1}}},
               {x, w, b});
}

std::int32_t Net::depthwise(std::int32_t x, std::int32_t multiplier) {
    const std::int32_t channels = shape(x)[3] * multiplier;
    const std::int32_t w = weights({1, 3, 3, channels}, 3), b = bias(channels);
    return one(BuiltinOperator::DepthwiseConv2d, "DepthwiseConv2DOptions",
               {{"padding", std::int64_t{0}},
                {"stride_w", std::int64_t{1}},
                {"stride_h", std::int64_t{1}},
                {"depth_multiplier", std::int64_t{multiplier}}},
               {x, w, b});
}

std::int32_t Net::fullyConnected(std::int32_t x, std::int32_t units) {
    std::int32_t depth = 1;
    for (std::size_t a = 1; a < shape(x).size(); ++a) depth *= shape(x)[a];
    const std::int32_t w = weights({units, depth}, -1), b = bias(units);
    return one(BuiltinOperator::FullyConnected, "FullyConnectedOptions", {}, {x, w, b});
}

std::int32_t Net::add(std::int32_t a, std::int32_t b) {
    return one(BuiltinOperator::Add, "AddOptions", {}, {a, b});
}

Model Net::output(std::vector<std::int32_t> tensors) {
    model.subgraphs[0].outputs = std::move(tensors);
    return model;
}

}  // namespace thimble::test
