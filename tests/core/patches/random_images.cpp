#include "tests/core/patches/random_images.h"

#include <algorithm>
#include <string>
#include <utility>
#include <vector>

#include "core/base/splitmix.h"
#include "core/ops/operator_rules.h"
#include "core/tflite/option_names.h"
#include "tests/support/model_builder.h"

namespace thimble::test {

namespace {

class Maker {
public:
    explicit Maker(std::uint64_t seed) : m_random(seed) {}

    Model make() {
        m_last = image({1, from(5, 17), from(5, 17), from(1, 4)}, zeroPoint());
        m_model.subgraphs[0].inputs = {m_last};
        const std::int32_t count = from(2, 7);
        for (std::int32_t i = 0; i < count; ++i) addSomething();
        m_model.subgraphs[0].outputs = {m_last};
        return std::move(m_model);
    }

private:
    std::int32_t from(std::int32_t least, std::int32_t most) {
        const auto range = static_cast<std::uint64_t>(most - least) + 1;
        return least + static_cast<std::int32_t>((m_random.next() >> 8U) % range);
    }
    std::int64_t zeroPoint() { return from(-20, 20); }
    Tensor& tensor(std::int32_t t) {
        return m_model.subgraphs[0].tensors[static_cast<std::size_t>(t)];
    }
    std::vector<std::int32_t> shape() { return tensor(m_last).shape; }

    std::int32_t image(std::vector<std::int32_t> shape, std::int64_t zero) {
        const std::int32_t t = addTensor(
            m_model, "t" + std::to_string(m_model.subgraphs[0].tensors.size()), std::move(shape));
        tensor(t).quantization = Quantization{.scale = {0.1F}, .zeroPoint = {zero}};
        return t;
    }
    std::int32_t weights(std::vector<std::int32_t> shape) {
        const std::int32_t t = addConstant(m_model, "w", std::move(shape));
        tensor(t).quantization = Quantization{.scale = {0.003F}, .zeroPoint = {0}};
        Buffer& buffer = m_model.buffers[tensor(t).buffer];
        std::vector<std::byte> bytes(buffer.data.bytes().size());
        for (std::byte& byte : bytes) byte = static_cast<std::byte>(m_random.next() >> 56U);
        buffer.data = Blob(std::move(bytes));
        return t;
    }
    std::int32_t integers(std::vector<std::int32_t> values, std::vector<std::int32_t> shape) {
        std::vector<std::byte> bytes(values.size() * sizeof(std::int32_t));
        std::copy_n(reinterpret_cast<const std::byte*>(values.data()), bytes.size(), bytes.data());
        const std::int32_t t = addConstant(m_model, "table", std::move(shape));
        tensor(t).type = TensorType::Int32;
        m_model.buffers[tensor(t).buffer].data = Blob(std::move(bytes));
        return t;
    }

    /// The operator on `m_last`, if its shape rule has an answer; the output has its zero point
    /// where numbers only move.
    bool add(BuiltinOperator code, OptionTable options, std::vector<std::int32_t> others = {},
             bool keepsScale = false) {
        const Quantization quantization = *tensor(m_last).quantization;
        std::vector<std::int32_t> inputs = {m_last};
        inputs.insert(inputs.end(), others.begin(), others.end());
        const std::int32_t out =
            image({1, 1, 1, 1}, keepsScale ? quantization.zeroPoint[0] : zeroPoint());
        const std::size_t o = addOperator(m_model, code, inputs, {out});
        Subgraph& subgraph = m_model.subgraphs[0];
        subgraph.operators[o].options = std::move(options);
        const auto shapes = outputShapes(m_model, subgraph, subgraph.operators[o]);
        if (!shapes || std::ranges::any_of(shapes->front(), [](auto size) { return size < 1; })) {
            subgraph.operators.pop_back();
            subgraph.tensors.pop_back();
            return false;
        }
        tensor(out).shape = shapes->front();
        m_last = out;
        return true;
    }

    std::int64_t padding() { return from(0, 1); }

    bool addConvolution(std::int32_t channels, bool isBlock = false) {
        const std::int32_t height = isBlock ? 3 : from(1, 5), width = isBlock ? 3 : from(1, 5);
        const std::int64_t dilation = isBlock ? 1 : from(1, 8) == 1 ? 2 : 1;
        const std::int64_t stride = isBlock || dilation > 1 ? 1 : from(1, 2);
        return add(BuiltinOperator::Conv2d,
                   makeOptions("Conv2DOptions", {{"padding", isBlock ? 0 : padding()},
                                                 {"stride_w", stride},
                                                 {"stride_h", stride},
                                                 {"dilation_w_factor", dilation},
                                                 {"dilation_h_factor", dilation}}),
                   {weights({channels, height, width, shape()[3]}), -1});
    }
    void addDepthwise() {
        const std::int32_t times = from(1, 2);
        const std::int64_t stride = from(1, 2);
        add(BuiltinOperator::DepthwiseConv2d,
            makeOptions("DepthwiseConv2DOptions", {{"padding", padding()},
                                                   {"stride_w", stride},
                                                   {"stride_h", stride},
                                                   {"depth_multiplier", std::int64_t{times}}}),
            {weights({1, from(1, 5), from(1, 5), shape()[3] * times}), -1});
    }
    void addPool() {
        const std::int64_t size = from(1, 3), stride = from(1, 2);
        add(from(0, 1) == 0 ? BuiltinOperator::MaxPool2d : BuiltinOperator::AveragePool2d,
            makeOptions("Pool2DOptions", {{"padding", padding()},
                                          {"stride_w", stride},
                                          {"stride_h", stride},
                                          {"filter_width", size},
                                          {"filter_height", size}}),
            {}, true);
    }
    void addPadding() {
        add(BuiltinOperator::Pad, makeOptions("PadOptions"),
            {integers({0, 0, from(0, 2), from(0, 2), from(0, 2), from(0, 2), 0, 0}, {4, 2})}, true);
    }
    /// x, a convolution of the same shape, their sum.
    void addBlock() {
        const std::int32_t before = m_last;
        if (!addConvolution(shape()[3], true)) return;
        if (from(0, 1) == 0) add(BuiltinOperator::Relu, {}, {}, true);
        add(BuiltinOperator::Add, makeOptions("AddOptions"), {before});
    }
    void addSomething() {
        switch (from(0, 7)) {
            case 0:
            case 1: addConvolution(from(1, 5)); break;
            case 2: addDepthwise(); break;
            case 3: addPool(); break;
            case 4: addPadding(); break;
            case 5: add(BuiltinOperator::Relu, {}, {}, true); break;
            default: addBlock(); break;
        }
    }

    SplitMix m_random;
    Model m_model = emptyModel();
    std::int32_t m_last = 0;
};

}  // namespace

Model randomImageModel(std::uint64_t seed) { return Maker(seed).make(); }

Macs macsOf(const Model& model) {
    Macs total = 0;
    for (const Operator& op : model.subgraphs[0].operators)
        total += operatorMacs(model, model.subgraphs[0], op);
    return total;
}

}  // namespace thimble::test
