#include "tests/core/cproject/random_operators.h"

#include <cmath>

#include "tests/support/model_builder.h"
#include "tests/support/model_text.h"

namespace thimble::cproject::test {

RandomOperators::RandomOperators(std::uint64_t seed)
    : m_random(seed), m_model(thimble::test::emptyModel()) {}

RandomOperators::Value RandomOperators::requantised(Value value) {
    value.scale = std::stof(fmt::format("0.0{}", 30 + below(40)));  // as texts have it
    value.zero = below(21) - 10;
    return value;
}

RandomOperators::Value RandomOperators::input(int h, int w, int c) {
    Value value = requantised(Value{}.sized(h, w, c));
    Tensor& tensor = m_model.subgraphs[0].tensors.emplace_back();
    tensor.type = TensorType::Int8;
    tensor.shape = {1, h, w, c};
    tensor.quantization = Quantization{.scale = {value.scale}, .zeroPoint = {value.zero}};
    value.tensor = static_cast<std::int32_t>(m_model.subgraphs[0].tensors.size()) - 1;
    m_inputs.push_back(value.tensor);
    m_text += fmt::format("t{} = {}\n", value.tensor, value.text());
    return value;
}

RandomOperators::Value RandomOperators::add(const std::string& text,
                                            std::initializer_list<Value> inputs, Value output) {
    std::string own = text;
    for (std::size_t at = own.find("(x"); at != std::string::npos; at = own.find("(x"))
        own.replace(at + 1, 1, "i8 1");
    for (std::size_t at = own.find(", x"); at != std::string::npos; at = own.find(", x"))
        own.replace(at + 2, 1, "i8 1");
    thimble::test::addOperatorFromText(m_model, own);
    Subgraph& subgraph = m_model.subgraphs[0];
    Operator& op = subgraph.operators.back();
    const Value* next = inputs.begin();
    m_text += fmt::format("t{} = {} of", op.outputs[0], text);
    for (std::int32_t& t : op.inputs)
        if (subgraph.tensors[static_cast<std::size_t>(t)].buffer == 0) {
            t = (next++)->tensor;
            m_text += fmt::format(" t{}", t);
        }
    m_text += "\n";
    output.tensor = op.outputs[0];
    return output;
}

RandomOperators::Value RandomOperators::convolution(const Value& x, Axis y, Axis w, bool isSame,
                                                    int depth, Value like) {
    const Value out = like.sized(y.out(x.h, isSame), w.out(x.w, isSame), depth);
    return add(
        fmt::format("CONV_2D(x, i8 {0}x{1}x{2}x{3} Q{4:.8f}x{0}@0 =#{5}, i32 {0} =#{6}~3000)"
                    " -> {7} | Conv2DOptions padding={8} stride_h={9} stride_w={10}"
                    " dilation_h_factor={11} dilation_w_factor={12}"
                    " fused_activation_function={13}",
                    depth, y.window, w.window, x.c, weightScale(x, out, y.window * w.window * x.c),
                    seed(), seed(), out.text(), isSame ? 0 : 1, y.stride, w.stride, y.dilation,
                    w.dilation, oneOf({0, 0, 1, 3})),
        {x}, out);
}

RandomOperators::Value RandomOperators::depthwise(const Value& x, Axis y, Axis w, bool isSame,
                                                  int multiplier, Value like) {
    const Value out = like.sized(y.out(x.h, isSame), w.out(x.w, isSame), x.c * multiplier);
    return add(fmt::format("DEPTHWISE_CONV_2D(x, i8 1x{0}x{1}x{2} Q{3:.8f}x{2}@3 =#{4}, i32 {2}"
                           " =#{5}~3000) -> {6} | DepthwiseConv2DOptions depth_multiplier={7}"
                           " padding={8} stride_h={9} stride_w={10} dilation_h_factor={11}"
                           " dilation_w_factor={12} fused_activation_function={13}",
                           y.window, w.window, out.c, weightScale(x, out, y.window * w.window),
                           seed(), seed(), out.text(), multiplier, isSame ? 0 : 1, y.stride,
                           w.stride, y.dilation, w.dilation, oneOf({0, 0, 1, 3})),
               {x}, out);
}

RandomOperators::Value RandomOperators::pool(const Value& x, Axis y, Axis w, bool isSame,
                                             bool isMaximum) {
    const Value out = x.sized(y.out(x.h, isSame), w.out(x.w, isSame), x.c);
    return add(fmt::format("{}_POOL_2D(x) -> {} | Pool2DOptions padding={} stride_h={}"
                           " stride_w={} filter_height={} filter_width={}"
                           " fused_activation_function={}",
                           isMaximum ? "MAX" : "AVERAGE", out.text(), isSame ? 0 : 1, y.stride,
                           w.stride, y.window, w.window, oneOf({0, 0, 0, 1})),
               {x}, out);
}

RandomOperators::Value RandomOperators::mean(const Value& x) {
    const Value out = requantised(x.sized(1, 1, x.c));
    return add(
        fmt::format("MEAN(x, i32 2 =[1 2]) -> {} | ReducerOptions keep_dims=true", out.text()), {x},
        out);
}

float RandomOperators::weightScale(const Value& in, const Value& out, int terms) {
    return 0.009F * out.scale / in.scale / std::sqrt(static_cast<float>(terms));
}

RandomOperators::Value RandomOperators::pad(const Value& x, std::array<int, 6> around) {
    const Value out = x.sized(x.h + around[0] + around[1], x.w + around[2] + around[3],
                              x.c + around[4] + around[5]);
    return add(fmt::format("PAD(x, i32 4x2 =[0 0 {} {} {} {} {} {}]) -> {}", around[0], around[1],
                           around[2], around[3], around[4], around[5], out.text()),
               {x}, out);
}

RandomOperators::Value RandomOperators::reshape(const Value& x, int h, int w, int c) {
    const Value out = x.sized(h, w, c);
    return add(fmt::format("RESHAPE(x, i32 4 =[1 {} {} {}]) -> {}", h, w, c, out.text()), {x}, out);
}

RandomOperators::Value RandomOperators::product(const Value& x, int outputs) {
    const int count = x.c;
    const Value out = requantised(x.sized(1, 1, outputs));
    return add(fmt::format("FULLY_CONNECTED(x, i8 {0}x{1} {2} =#{3}, i32 {0} =#{4}~3000) -> "
                           "i8 1x{0} q{5:.8f}:{6} | FullyConnectedOptions"
                           " fused_activation_function={7}",
                           outputs, count, weightsText(x, out, outputs), seed(), seed(), out.scale,
                           out.zero, oneOf({0, 0, 1, 3})),
               {x}, out);
}

std::string RandomOperators::weightsText(const Value& x, const Value& out, int outputs) {
    const float scale = weightScale(x, out, x.c);
    return chance(2) ? fmt::format("q{:.8f}:0", scale)
                     : fmt::format("Q{:.8f}x{}@0", scale, outputs);
}

}  // namespace thimble::cproject::test
