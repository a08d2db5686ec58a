#include <fmt/format.h>

#include <cmath>
#include <utility>

#include "core/base/assert.h"
#include "core/tflite/option_names.h"
#include "tools/make_samples/network.h"

// The layers of Network: what each computes from shapes and writes into the model.

namespace thimble::samples {

namespace {

/// What is kept of logits, so that softmax has something to choose between.
constexpr double kLogitRms = 2.5;
/// Sums inside the network.
constexpr double kSumRms = 2.0;

std::int64_t number(Padding padding) { return static_cast<std::int64_t>(padding); }
std::int64_t number(Fused fused) { return static_cast<std::int64_t>(fused); }

std::int32_t windows(std::int32_t size, std::int32_t window, const Window& how) {
    const std::int32_t room = how.padding == Padding::Same ? size : size - window + 1;
    return (room + how.stride - 1) / how.stride;
}

std::vector<std::int32_t> slide(const Activation& in, const Window& window, std::int32_t channels) {
    THIMBLE_ASSERT(in.shape.size() == 4);
    return {1, windows(in.shape[1], window.height, window),
            windows(in.shape[2], window.width, window), channels};
}

/// Filter after filter, each [taps], as [taps, filters]: the order of depthwise weights.
std::vector<std::int8_t> channelsLast(const std::vector<std::int8_t>& weights, std::size_t filters,
                                      std::size_t taps) {
    std::vector<std::int8_t> result(weights.size());
    for (std::size_t filter = 0; filter < filters; ++filter)
        for (std::size_t tap = 0; tap < taps; ++tap)
            result[tap * filters + filter] = weights[filter * taps + tap];
    return result;
}

}  // namespace

Activation Network::convolution(const std::string& name, const Activation& in,
                                std::int32_t channels, Window window, Fused fused,
                                std::optional<Encoding> encoding) {
    const Filters filters = makeFilters({.count = channels,
                                         .taps = window.height * window.width * in.channels(),
                                         .inputScale = in.encoding.scale,
                                         .inputRms = in.rms,
                                         .targetRms = kSumRms},
                                        m_random);
    const std::int32_t weights =
        weightTensor(name + "/weights", {channels, window.height, window.width, in.channels()},
                     filters.weights, filters.scales, 0);
    const std::int32_t bias = biasTensor(name + "/bias", filters, in.encoding.scale);
    Activation out = output(name, slide(in, window, channels), kSumRms, fused, encoding);
    m_builder.addOperator(
        BuiltinOperator::Conv2d, 3, {in.tensor, weights, bias}, {out.tensor},
        makeOptions("Conv2DOptions", {{"padding", number(window.padding)},
                                      {"stride_w", std::int64_t{window.stride}},
                                      {"stride_h", std::int64_t{window.stride}},
                                      {"fused_activation_function", number(fused)}}));
    return out;
}

Activation Network::pointwise(const std::string& name, const Activation& in, std::int32_t channels,
                              Fused fused, std::optional<Encoding> encoding) {
    return convolution(name, in, channels, {.height = 1, .width = 1}, fused, encoding);
}

Activation Network::depthwise(const std::string& name, const Activation& in, Window window,
                              Fused fused, std::optional<Encoding> encoding) {
    const std::int32_t taps = window.height * window.width;
    const Filters filters = makeFilters({.count = in.channels(),
                                         .taps = taps,
                                         .inputScale = in.encoding.scale,
                                         .inputRms = in.rms,
                                         .targetRms = kSumRms},
                                        m_random);
    const std::int32_t weights =
        weightTensor(name + "/weights", {1, window.height, window.width, in.channels()},
                     channelsLast(filters.weights, static_cast<std::size_t>(in.channels()),
                                  static_cast<std::size_t>(taps)),
                     filters.scales, 3);
    const std::int32_t bias = biasTensor(name + "/bias", filters, in.encoding.scale);
    Activation out = output(name, slide(in, window, in.channels()), kSumRms, fused, encoding);
    m_builder.addOperator(
        BuiltinOperator::DepthwiseConv2d, 3, {in.tensor, weights, bias}, {out.tensor},
        makeOptions("DepthwiseConv2DOptions", {{"padding", number(window.padding)},
                                               {"stride_w", std::int64_t{window.stride}},
                                               {"stride_h", std::int64_t{window.stride}},
                                               {"depth_multiplier", std::int64_t{1}},
                                               {"fused_activation_function", number(fused)}}));
    return out;
}

DenseWeights Network::denseWeights(const std::string& name, const Activation& in,
                                   std::int32_t units, double rms) {
    THIMBLE_ASSERT(in.shape.size() == 2);
    const Filters filters = makeFilters({.count = units,
                                         .taps = in.channels(),
                                         .perFilterScales = false,
                                         .inputScale = in.encoding.scale,
                                         .inputRms = in.rms,
                                         .targetRms = rms},
                                        m_random);
    DenseWeights dense;
    dense.weights =
        weightTensor(name + "/weights", {units, in.channels()}, filters.weights, filters.scales, 0);
    dense.bias = biasTensor(name + "/bias", filters, in.encoding.scale);
    dense.units = units;
    dense.rms = rms;
    return dense;
}

Activation Network::fullyConnected(const std::string& name, const Activation& in,
                                   const DenseWeights& weights, Fused fused,
                                   std::optional<Encoding> encoding) {
    Activation out = output(name, {1, weights.units}, weights.rms, fused, encoding);
    m_builder.addOperator(
        BuiltinOperator::FullyConnected, 4, {in.tensor, weights.weights, weights.bias},
        {out.tensor},
        makeOptions("FullyConnectedOptions", {{"fused_activation_function", number(fused)}}));
    return out;
}

Activation Network::pool(BuiltinOperator code, const std::string& name, const Activation& in,
                         Window window) {
    Activation out = activation(name, slide(in, window, in.channels()), in.encoding, in.rms);
    m_builder.addOperator(
        code, 2, {in.tensor}, {out.tensor},
        makeOptions("Pool2DOptions", {{"padding", number(window.padding)},
                                      {"stride_w", std::int64_t{window.stride}},
                                      {"stride_h", std::int64_t{window.stride}},
                                      {"filter_width", std::int64_t{window.width}},
                                      {"filter_height", std::int64_t{window.height}}}));
    return out;
}

Activation Network::averagePool(const std::string& name, const Activation& in, Window window) {
    return pool(BuiltinOperator::AveragePool2d, name, in, window);
}

Activation Network::maxPool(const std::string& name, const Activation& in, Window window) {
    return pool(BuiltinOperator::MaxPool2d, name, in, window);
}

Activation Network::add(const std::string& name, const Activation& a, const Activation& b,
                        Fused fused, std::optional<Encoding> encoding) {
    THIMBLE_ASSERT(a.shape == b.shape);
    Activation out =
        output(name, a.shape, std::sqrt(a.rms * a.rms + b.rms * b.rms), fused, encoding);
    m_builder.addOperator(
        BuiltinOperator::Add, 2, {a.tensor, b.tensor}, {out.tensor},
        makeOptions("AddOptions", {{"fused_activation_function", number(fused)}}));
    return out;
}

Activation Network::multiply(const std::string& name, const Activation& a, const Activation& b,
                             Encoding encoding) {
    THIMBLE_ASSERT(a.shape == b.shape);
    Activation out = activation(name, a.shape, encoding, a.rms * b.rms);
    m_builder.addOperator(BuiltinOperator::Mul, 2, {a.tensor, b.tensor}, {out.tensor},
                          makeOptions("MulOptions"));
    return out;
}

// The three functions below have outputs of fixed encoding: their kernels demand it.

Activation Network::logistic(const std::string& name, const Activation& in) {
    Activation out = activation(name, in.shape, {1.0F / 256, -128}, 0.6);
    m_builder.addOperator(BuiltinOperator::Logistic, 2, {in.tensor}, {out.tensor});
    return out;
}

Activation Network::tanh(const std::string& name, const Activation& in) {
    Activation out = activation(name, in.shape, {1.0F / 128, 0}, 0.6);
    m_builder.addOperator(BuiltinOperator::Tanh, 2, {in.tensor}, {out.tensor});
    return out;
}

Activation Network::softmax(const std::string& name, const Activation& in) {
    Activation out = activation(name, in.shape, {1.0F / 256, -128}, 0.3);
    m_builder.addOperator(BuiltinOperator::Softmax, 2, {in.tensor}, {out.tensor},
                          makeOptions("SoftmaxOptions", {{"beta", 1.0F}}));
    return out;
}

Activation Network::concatenation(const std::string& name, const std::vector<Activation>& parts) {
    std::vector<std::int32_t> shape = parts.front().shape;
    shape.back() = 0;
    std::vector<std::int32_t> tensors;
    double squares = 0;
    for (const Activation& part : parts) {
        THIMBLE_ASSERT(part.encoding == parts.front().encoding);
        tensors.push_back(part.tensor);
        shape.back() += part.channels();
        squares += part.rms * part.rms * part.channels();
    }
    const auto axis = static_cast<std::int64_t>(shape.size()) - 1;
    const double rms = std::sqrt(squares / shape.back());
    Activation out = activation(name, std::move(shape), parts.front().encoding, rms);
    m_builder.addOperator(BuiltinOperator::Concatenation, 2, std::move(tensors), {out.tensor},
                          makeOptions("ConcatenationOptions", {{"axis", axis}}));
    return out;
}

std::vector<Activation> Network::split(const std::string& name, const Activation& in,
                                       std::int32_t parts) {
    THIMBLE_ASSERT(in.shape.size() == 2 && in.channels() % parts == 0);
    const std::int32_t axis = integers(name + "/axis", {}, {1});
    std::vector<Activation> results;
    std::vector<std::int32_t> tensors;
    for (std::int32_t i = 0; i < parts; ++i) {
        results.push_back(activation(fmt::format("{}/{}", name, i), {1, in.channels() / parts},
                                     in.encoding, in.rms));
        tensors.push_back(results.back().tensor);
    }
    m_builder.addOperator(BuiltinOperator::Split, 2, {axis, in.tensor}, std::move(tensors),
                          makeOptions("SplitOptions", {{"num_splits", std::int64_t{parts}}}));
    return results;
}

std::vector<Activation> Network::unpack(const std::string& name, const Activation& in) {
    THIMBLE_ASSERT(in.shape.size() == 3);
    std::vector<Activation> results;
    std::vector<std::int32_t> tensors;
    for (std::int32_t i = 0; i < in.shape[1]; ++i) {
        results.push_back(
            activation(fmt::format("{}/{}", name, i), {1, in.channels()}, in.encoding, in.rms));
        tensors.push_back(results.back().tensor);
    }
    m_builder.addOperator(BuiltinOperator::Unpack, 2, {in.tensor}, std::move(tensors),
                          makeOptions("UnpackOptions", {{"num", std::int64_t{in.shape[1]}},
                                                        {"axis", std::int64_t{1}}}));
    return results;
}

Activation Network::flatten(const std::string& name, const Activation& in) {
    std::int32_t count = 1;
    for (const std::int32_t size : in.shape) count *= size;
    const std::int32_t shape = integers(name + "/shape", {2}, {1, count});
    Activation out = activation(name, {1, count}, in.encoding, in.rms);
    m_builder.addOperator(
        BuiltinOperator::Reshape, 1, {in.tensor, shape}, {out.tensor},
        makeOptions("ReshapeOptions", {{"new_shape", std::vector<std::int64_t>{1, count}}}));
    return out;
}

Activation Network::classifier(const Activation& image, std::int32_t classes) {
    const Activation pooled =
        averagePool("average", image,
                    {.height = image.shape[1], .width = image.shape[2], .padding = Padding::Valid});
    const Activation features = flatten("features", pooled);
    const DenseWeights weights = denseWeights("logits", features, classes, kLogitRms);
    return softmax("probabilities", fullyConnected("logits", features, weights, Fused::None));
}

}  // namespace thimble::samples
