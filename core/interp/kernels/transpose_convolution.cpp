#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <type_traits>
#include <utility>
#include <vector>

#include "core/interp/kernels/contraction.h"
#include "core/interp/kernels/families.h"
#include "core/interp/operator_call.h"
#include "core/model/names.h"

namespace thimble::interp {

namespace {

constexpr std::size_t kFilter = 1, kInput = 2, kBias = 3;

/// Each input element spreads over a window of the output: `add(output element, input element,
/// weight)` is called for every pair, per output element in the order of the input's elements.
template <typename Add>
void spread(const Window& w, const Add& add) {
    for (std::int64_t n = 0; n < w.batches; ++n)
        for (std::int64_t y = 0; y < w.inHeight; ++y)
            for (std::int64_t x = 0; x < w.inWidth; ++x)
                for (std::int64_t ky = 0; ky < w.height; ++ky) {
                    const std::int64_t oy = y * w.strideHeight - w.padTop + ky;
                    if (oy < 0 || oy >= w.outHeight) continue;
                    for (std::int64_t kx = 0; kx < w.width; ++kx) {
                        const std::int64_t ox = x * w.strideWidth - w.padLeft + kx;
                        if (ox < 0 || ox >= w.outWidth) continue;
                        const std::int64_t out =
                            ((n * w.outHeight + oy) * w.outWidth + ox) * w.outDepth;
                        const std::int64_t in = ((n * w.inHeight + y) * w.inWidth + x) * w.inDepth;
                        for (std::int64_t oc = 0; oc < w.outDepth; ++oc) {
                            const std::int64_t weight = oc * w.weightsPerOutput +
                                                        ky * w.weightsPerRow +
                                                        kx * w.weightsPerColumn;
                            for (std::int64_t c = 0; c < w.inDepth; ++c)
                                add(out + oc, in + c, weight + c);
                        }
                    }
                }
}

Result<Window> windowOf(const OperatorCall& call) {
    THIMBLE_CHECK(call.requireOperands(3));
    const auto& in = call.input(kInput).shape;
    const auto& filter = call.input(kFilter).shape;
    const auto& out = call.output().shape;
    const bool fits = in.size() == 4 && filter.size() == 4 && out.size() == 4 && in[0] == out[0] &&
                      filter[0] == out[3] && filter[3] == in[3];
    if (!fits)
        return call.fail(fmt::format("a filter of shape {} does not fit input {} and output {}",
                                     shapeText(filter), shapeText(in), shapeText(out)));
    Window w{.batches = in[0],
             .inHeight = in[1],
             .inWidth = in[2],
             .inDepth = in[3],
             .outHeight = out[1],
             .outWidth = out[2],
             .outDepth = out[3],
             .height = filter[1],
             .width = filter[2],
             .depth = in[3],
             .outPerGroup = out[3]};
    w.weightsPerColumn = w.inDepth;
    w.weightsPerRow = w.width * w.weightsPerColumn;
    w.weightsPerOutput = w.height * w.weightsPerRow;
    THIMBLE_CHECK(readWindowOptions(call, w));
    // SAME: the padding of the convolution that would lead back from the output to the input.
    const bool same = call.option("padding") == 0;
    const auto positions = [same](std::int64_t size, std::int64_t window, std::int64_t stride) {
        return same ? (size + stride - 1) / stride : (size + stride - window) / stride;
    };
    w.padTop = paddingBefore(w.outHeight, w.height,
                             positions(w.outHeight, w.height, w.strideHeight), w.strideHeight, 1);
    w.padLeft = paddingBefore(w.outWidth, w.width, positions(w.outWidth, w.width, w.strideWidth),
                              w.strideWidth, 1);
    return w;
}

template <typename T>
std::span<const T> biasOf(bool there, const In<T>& bias, const Frame& frame) {
    return there ? bias.of(frame) : std::span<const T>();
}

Result<Step> prepareFloat(OperatorCall& call, const Window& window) {
    const bool hasBias = call.has(kBias);
    THIMBLE_CHECK(call.requireType(call.input(kFilter), TensorType::Float32));
    if (hasBias) THIMBLE_CHECK(call.requireType(call.input(kBias), TensorType::Float32));
    THIMBLE_TRY(const FloatRange range,
                floatActivationRange(call, call.option("fused_activation_function")));
    return [window, range, hasBias, in = call.in<float>(kInput), weights = call.in<float>(kFilter),
            bias = hasBias ? call.in<float>(kBias) : In<float>{},
            out = call.out<float>()](Frame& frame) -> Result<bool> {
        const auto x = in.of(frame).data(), w = weights.of(frame).data();
        const auto y = out.of(frame);
        std::ranges::fill(y, 0.0F);
        spread(window, [&](std::int64_t to, std::int64_t from, std::int64_t weight) {
            y[static_cast<std::size_t>(to)] += x[from] * w[weight];
        });
        const std::span<const float> biases = biasOf(hasBias, bias, frame);
        for (std::size_t i = 0; i < y.size(); ++i) {
            if (hasBias) y[i] += biases[i % biases.size()];
            y[i] = range.clamp(y[i]);
        }
        return true;
    };
}

/// Sums have the type of TFLM's scratch; `B` is the bias's.
template <typename Sum, typename T, typename W, typename B>
Result<Step> prepareQuantized(OperatorCall& call, const Window& window, Requantisation how) {
    const bool hasBias = call.has(kBias);
    call.addScratch(call.output().elements * sizeof(Sum));
    return [window, hasBias, in = call.in<T>(kInput), weights = call.in<W>(kFilter),
            bias = hasBias ? call.in<B>(kBias) : In<B>{}, out = call.out<T>(),
            how = std::move(how)](Frame& frame) -> Result<bool> {
        const auto x = in.of(frame).data();
        const auto w = weights.of(frame).data();
        const auto y = out.of(frame);
        const std::span sums(reinterpret_cast<Sum*>(frame.scratch().data()), y.size());
        std::ranges::fill(sums, Sum{0});
        const auto plus = [](Sum a, Sum b) {
            if constexpr (std::is_same_v<Sum, std::int32_t>)
                return wrappingAdd(a, b);
            else
                return a + b;
        };
        spread(window, [&](std::int64_t to, std::int64_t from, std::int64_t weight) {
            Sum& sum = sums[static_cast<std::size_t>(to)];
            sum = plus(sum, static_cast<Sum>(x[from] - how.inputZero) *
                                static_cast<Sum>(w[weight] - how.weightZero));
        });
        const std::span<const B> biases = biasOf(hasBias, bias, frame);
        const std::size_t channels = how.factors.size();
        for (std::size_t i = 0; i < y.size(); ++i) {
            const std::size_t c = i % channels;
            const Sum sum = hasBias ? plus(sums[i], static_cast<Sum>(biases[c])) : sums[i];
            const std::int32_t scaled = requantise(sum, how.factors[c]);
            y[i] = static_cast<T>(how.range.clamp(wrappingAdd(scaled, how.outputZero)));
        }
        return true;
    };
}

Result<Step> prepareWords(OperatorCall& call, const Window& window, Requantisation how) {
    THIMBLE_CHECK(call.requireType(call.input(kFilter), TensorType::Int8));
    using Narrow = std::int16_t;
    using Wide = std::int64_t;
    if (!call.has(kBias) || call.input(kBias).type == TensorType::Int64)
        return prepareQuantized<Wide, std::int16_t, std::int8_t, Wide>(call, window,
                                                                       std::move(how));
    THIMBLE_CHECK(call.requireType(call.input(kBias), TensorType::Int16));
    return prepareQuantized<Wide, std::int16_t, std::int8_t, Narrow>(call, window, std::move(how));
}

Result<Step> prepareTransposeConv(OperatorCall& call) {
    THIMBLE_TRY(const Contraction contraction, transposeConvolutionSum(call));
    const Window& window = contraction.window;
    const TensorInfo& input = call.input(kInput);
    THIMBLE_CHECK(call.requireSameType(input, call.output()));
    if (input.type == TensorType::Float32) return prepareFloat(call, window);
    if (input.type != TensorType::Int8 && input.type != TensorType::UInt8 &&
        input.type != TensorType::Int16)
        return call.failType(input);
    THIMBLE_TRY(Requantisation how, requantisationOf(call, contraction));
    if (input.type == TensorType::Int16) return prepareWords(call, window, std::move(how));
    THIMBLE_CHECK(call.requireSameType(input, call.input(kFilter)));
    if (call.has(kBias)) THIMBLE_CHECK(call.requireType(call.input(kBias), TensorType::Int32));
    if (input.type == TensorType::Int8)
        return prepareQuantized<std::int32_t, std::int8_t, std::int8_t, std::int32_t>(
            call, window, std::move(how));
    return prepareQuantized<std::int32_t, std::uint8_t, std::uint8_t, std::int32_t>(call, window,
                                                                                    std::move(how));
}

constexpr std::array kKernels = {
    KernelEntry{BuiltinOperator::TransposeConv, prepareTransposeConv},
};

}  // namespace

/// Inputs: the output's shape, the filter [C out, H, W, C in], the input, an optional bias.
Result<Contraction> transposeConvolutionSum(const OperatorCall& call) {
    THIMBLE_TRY(const Window window, windowOf(call));
    if (call.has(kBias) && !std::cmp_equal(call.input(kBias).elements, window.outDepth))
        return call.fail("the bias does not have one element per channel");
    return Contraction{.window = window,
                       .inputAt = kInput,
                       .weightsAt = kFilter,
                       .biasAt = kBias,
                       .usesZeros = call.input(kInput).type != TensorType::Int16};
}

std::span<const KernelEntry> transposeConvolutionKernels() { return kKernels; }

}  // namespace thimble::interp
