#include "core/interp/kernels/contraction.h"

#include <fmt/format.h>

#include <memory>
#include <type_traits>
#include <utility>

#include "core/interp/kernels/packed_contraction.h"
#include "core/model/names.h"

namespace thimble::interp {

namespace {

/// Accumulators wrap around where they are 32 bits wide.
template <typename Acc>
Acc add(Acc a, Acc b) {
    if constexpr (std::is_same_v<Acc, std::int32_t>)
        return wrappingAdd(a, b);
    else
        return a + b;
}

/// The plain sum, in the order in which TFLM adds, which floats depend on. `finish(sum, channel)`
/// makes the output of it.
template <typename Acc, typename T, typename W, typename Finish>
void contract(const Window& w, const T* input, Acc inputZero, const W* weights, Acc weightZero,
              T* output, const Finish& finish) {
    for (std::int64_t n = 0; n < w.batches; ++n)
        for (std::int64_t oy = 0; oy < w.outHeight; ++oy)
            for (std::int64_t ox = 0; ox < w.outWidth; ++ox)
                for (std::int64_t oc = 0; oc < w.outDepth; ++oc) {
                    Acc sum = 0;
                    for (std::int64_t ky = 0; ky < w.height; ++ky) {
                        const std::int64_t y =
                            oy * w.strideHeight - w.padTop + ky * w.dilationHeight;
                        if (y < 0 || y >= w.inHeight) continue;
                        for (std::int64_t kx = 0; kx < w.width; ++kx) {
                            const std::int64_t x =
                                ox * w.strideWidth - w.padLeft + kx * w.dilationWidth;
                            if (x < 0 || x >= w.inWidth) continue;
                            const T* in = input +
                                          ((n * w.inHeight + y) * w.inWidth + x) * w.inDepth +
                                          w.firstInput(oc);
                            const W* weight = weights + oc * w.weightsPerOutput +
                                              ky * w.weightsPerRow + kx * w.weightsPerColumn;
                            for (std::int64_t c = 0; c < w.depth; ++c)
                                sum = add<Acc>(sum, (static_cast<Acc>(weight[c]) - weightZero) *
                                                        (static_cast<Acc>(in[c]) - inputZero));
                        }
                    }
                    *output++ = finish(sum, oc);
                }
}

/// Bias of one element per output channel, or none.
template <typename T>
struct OptionalBias {
    bool there = false;
    In<T> values;

    static OptionalBias of(const OperatorCall& call, std::size_t position) {
        if (!call.has(position)) return {};
        return {true, call.in<T>(position)};
    }
    [[nodiscard]] const T* data(const Frame& frame) const {
        return there ? values.of(frame).data() : nullptr;
    }
};

Result<Step> prepareFloat(OperatorCall& call, const Contraction& contraction) {
    THIMBLE_CHECK(call.requireType(call.input(contraction.weightsAt), TensorType::Float32));
    if (call.has(contraction.biasAt))
        THIMBLE_CHECK(call.requireType(call.input(contraction.biasAt), TensorType::Float32));
    THIMBLE_TRY(const FloatRange range,
                floatActivationRange(call, call.option("fused_activation_function")));
    return [window = contraction.window, range, in = call.in<float>(contraction.inputAt),
            weights = call.in<float>(contraction.weightsAt),
            bias = OptionalBias<float>::of(call, contraction.biasAt),
            out = call.out<float>()](Frame& frame) -> Result<bool> {
        const float* biases = bias.data(frame);
        contract<float>(window, in.of(frame).data(), 0, weights.of(frame).data(), 0,
                        out.of(frame).data(), [&](float sum, std::int64_t channel) {
                            return range.clamp(sum + (biases != nullptr ? biases[channel] : 0.0F));
                        });
        return true;
    };
}

/// `Acc` is the type of the accumulator and of the bias.
template <typename Acc, typename T, typename W>
Result<Step> preparePlain(OperatorCall& call, const Contraction& contraction,
                          Requantisation requantisation) {
    const std::size_t biasAt = contraction.biasAt;
    return [window = contraction.window, in = call.in<T>(contraction.inputAt),
            weights = call.in<W>(contraction.weightsAt), bias = OptionalBias<Acc>::of(call, biasAt),
            out = call.out<T>(), how = std::move(requantisation)](Frame& frame) -> Result<bool> {
        const Acc* biases = bias.data(frame);
        contract<Acc>(
            window, in.of(frame).data(), how.inputZero, weights.of(frame).data(), how.weightZero,
            out.of(frame).data(), [&](Acc sum, std::int64_t channel) {
                const auto c = static_cast<std::size_t>(channel);
                if (biases != nullptr) sum = add<Acc>(sum, biases[c]);
                const std::int32_t scaled = requantise(sum, how.factors[c]);
                return static_cast<T>(how.range.clamp(wrappingAdd(scaled, how.outputZero)));
            });
        return true;
    };
}

Result<Step> prepareBytes(OperatorCall& call, const Contraction& contraction,
                          Requantisation requantisation) {
    const bool isSigned = call.input(contraction.inputAt).type == TensorType::Int8;
    const TensorInfo& weights = call.input(contraction.weightsAt);
    if (isSigned ? weights.type != TensorType::Int8 && weights.type != TensorType::Int4
                 : weights.type != TensorType::UInt8)
        return call.failType(weights);
    if (call.has(contraction.biasAt))
        THIMBLE_CHECK(call.requireType(call.input(contraction.biasAt), TensorType::Int32));
    if (!call.wantsReference())
        if (Step step = packedContraction(call, contraction, requantisation)) return step;
    if (isSigned)
        return preparePlain<std::int32_t, std::int8_t, std::int8_t>(call, contraction,
                                                                    std::move(requantisation));
    return preparePlain<std::int32_t, std::uint8_t, std::uint8_t>(call, contraction,
                                                                  std::move(requantisation));
}

/// The schema's TensorType INT32, where an operator says how wide the bias it does not have is.
constexpr std::int64_t kInt32Bias = 2;

Result<Step> prepareWords(OperatorCall& call, const Contraction& contraction,
                          Requantisation requantisation) {
    THIMBLE_CHECK(call.requireType(call.input(contraction.weightsAt), TensorType::Int8));
    bool narrow = call.option("quantized_bias_type") == kInt32Bias;
    if (call.has(contraction.biasAt)) {
        const TensorInfo& bias = call.input(contraction.biasAt);
        narrow = bias.type == TensorType::Int32;
        if (!narrow && bias.type != TensorType::Int64) return call.failType(bias);
    }
    if (narrow)
        return preparePlain<std::int32_t, std::int16_t, std::int8_t>(call, contraction,
                                                                     std::move(requantisation));
    return preparePlain<std::int64_t, std::int16_t, std::int8_t>(call, contraction,
                                                                 std::move(requantisation));
}

Result<void> checkBias(const OperatorCall& call, const Contraction& contraction) {
    if (!call.has(contraction.biasAt)) return {};
    const TensorInfo& bias = call.input(contraction.biasAt);
    if (std::cmp_equal(bias.elements, contraction.window.outDepth)) return {};
    return call.fail(fmt::format("the bias has {} elements for {} channels", bias.elements,
                                 contraction.window.outDepth));
}

}  // namespace

std::int64_t paddingBefore(std::int64_t input, std::int64_t size, std::int64_t output,
                           std::int64_t stride, std::int64_t dilation) {
    const std::int64_t reach = (size - 1) * dilation + 1;
    return std::max<std::int64_t>((output - 1) * stride + reach - input, 0) / 2;
}

Result<void> readWindowOptions(const OperatorCall& call, Window& window) {
    window.strideHeight = call.option("stride_h");
    window.strideWidth = call.option("stride_w");
    window.dilationHeight = call.option("dilation_h_factor", 1);
    window.dilationWidth = call.option("dilation_w_factor", 1);
    // Far beyond any tensor, and products of them stay exact.
    constexpr std::int64_t kLargest = 1 << 24;
    for (const std::int64_t step :
         {window.strideHeight, window.strideWidth, window.dilationHeight, window.dilationWidth})
        if (step < 1 || step > kLargest)
            return call.fail(fmt::format("its window moves in steps of {}", step));
    return {};
}

Result<Requantisation> requantisationOf(const OperatorCall& call, const Contraction& contraction) {
    const TensorInfo& input = call.input(contraction.inputAt);
    const TensorInfo& weights = call.input(contraction.weightsAt);
    const TensorInfo& output = call.output();
    THIMBLE_CHECK(requireAffine(call, input));
    THIMBLE_CHECK(requireAffine(call, output));
    if (weights.quantization == nullptr) return call.fail("the weights have no scale");
    THIMBLE_TRY(const IntegerRange range,
                activationRange(call, output, call.option("fused_activation_function")));
    Requantisation result{.range = range};
    if (contraction.usesZeros) {
        result.inputZero = input.zeroPoint;
        result.outputZero = output.zeroPoint;
    }
    const auto channels = static_cast<std::size_t>(contraction.window.outDepth);
    const std::vector<float>& scales = weights.quantization->scale;
    if (scales.size() != 1 && scales.size() != channels)
        return call.fail(
            fmt::format("the weights have {} scales for {} channels", scales.size(), channels));
    // One scale for all of a matrix product, or of anything unsigned: TFLM multiplies it with the
    // input's as floats, and heeds the weights' zero point. Source: lite/kernels/kernel_util.cc
    // GetQuantizedConvolutionMultipler.
    const bool single = scales.size() == 1 && (weights.type == TensorType::UInt8 ||
                                               call.code() == BuiltinOperator::FullyConnected);
    if (single) {
        THIMBLE_CHECK(requireAffine(call, weights));
        result.weightZero = weights.zeroPoint;
    }
    const auto outputScale = static_cast<double>(output.scale);
    for (std::size_t c = 0; c < channels; ++c) {
        const float scale = scales[scales.size() == 1 ? 0 : c];
        const double product = single
                                   ? static_cast<double>(input.scale * scale)
                                   : static_cast<double>(input.scale) * static_cast<double>(scale);
        const double factor = product / outputScale;
        // Scales below zero occur in the wild, and TFLM takes them as they are.
        if (!std::isfinite(factor))
            return call.fail(fmt::format("the scale of output channel {} makes no sense", c));
        result.factors.push_back(quantizeMultiplier(factor));
    }
    return result;
}

Result<Step> prepareContraction(OperatorCall& call, const Contraction& contraction) {
    const TensorInfo& input = call.input(contraction.inputAt);
    THIMBLE_CHECK(call.requireSameType(input, call.output()));
    THIMBLE_CHECK(checkBias(call, contraction));
    if (input.type == TensorType::Float32) return prepareFloat(call, contraction);
    if (input.type != TensorType::Int8 && input.type != TensorType::UInt8 &&
        input.type != TensorType::Int16)
        return call.failType(input);
    THIMBLE_TRY(Requantisation requantisation, requantisationOf(call, contraction));
    if (input.type == TensorType::Int16)
        return prepareWords(call, contraction, std::move(requantisation));
    return prepareBytes(call, contraction, std::move(requantisation));
}

}  // namespace thimble::interp
