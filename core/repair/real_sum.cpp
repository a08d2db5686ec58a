#include "core/repair/real_sum.h"

#include <algorithm>
#include <limits>
#include <type_traits>

#include "core/base/splitmix.h"
#include "core/eval/values.h"
#include "core/interp/kernels/activation_range.h"
#include "core/interp/operator_call.h"
#include "core/repair/elements.h"

namespace thimble::repair {

namespace {

constexpr double kInfinity = std::numeric_limits<double>::infinity();

/// Real value of element `e`, whose channel has the scale at `channel`.
double realOf(const interp::TensorInfo& tensor, std::size_t e, std::size_t channel) {
    const auto stored = eval::storedInteger(tensor, tensor.constant, e);
    if (!stored) return eval::realValue(tensor, tensor.constant, e);
    const Quantization* q = tensor.quantization;
    if (q == nullptr || q->scale.empty()) return static_cast<double>(*stored);
    const std::size_t s = q->scale.size() == 1 ? 0 : channel;
    const double zero = q->zeroPoint.empty()
                            ? 0
                            : static_cast<double>(q->zeroPoint[q->zeroPoint.size() == 1 ? 0 : s]);
    return static_cast<double>(q->scale[s]) * (static_cast<double>(*stored) - zero);
}

bool hasScaleFor(const interp::TensorInfo& tensor, std::int64_t channels) {
    const Quantization* q = tensor.quantization;
    if (q == nullptr || q->scale.empty()) return tensor.type == TensorType::Float32;
    const auto fits = [channels](std::size_t n) {
        return n == 1 || n == static_cast<std::size_t>(channels);
    };
    return fits(q->scale.size()) && (q->zeroPoint.empty() || fits(q->zeroPoint.size()));
}

Result<void> readBounds(const interp::OperatorCall& call, RealSum& sum) {
    const std::int64_t activation = call.option("fused_activation_function");
    const interp::TensorInfo& out = call.output();
    if (out.type == TensorType::Float32) {
        THIMBLE_TRY(const interp::FloatRange range, interp::floatActivationRange(call, activation));
        constexpr float kMost = std::numeric_limits<float>::max();
        sum.lowest = range.lowest <= -kMost ? -kInfinity : static_cast<double>(range.lowest);
        sum.highest = range.highest >= kMost ? kInfinity : static_cast<double>(range.highest);
        return {};
    }
    THIMBLE_TRY(const interp::IntegerRange range, interp::activationRange(call, out, activation));
    const auto real = [&out](std::int32_t stored) {
        return static_cast<double>(out.scale) * (static_cast<double>(stored) - out.zeroPoint);
    };
    sum.lowest = real(range.lowest);
    sum.highest = real(range.highest);
    return {};
}

}  // namespace

Result<RealSum> readSum(const interp::Program& program, std::size_t op) {
    interp::Program copy = program;
    const interp::OperatorCall call(copy, 0, op, {});
    RealSum sum{.op = op};
    if (call.code() == BuiltinOperator::Conv2d) {
        THIMBLE_TRY(sum.operands, interp::convolutionSum(call));
    } else if (call.code() == BuiltinOperator::FullyConnected) {
        THIMBLE_TRY(sum.operands, interp::fullyConnectedSum(call));
    } else {
        return call.fail("it is no sum over channels with weights");
    }
    const interp::Window& window = sum.operands.window;
    if (window.depth != window.inDepth) return call.fail("it works in groups");
    const interp::TensorInfo& weights = call.input(sum.operands.weightsAt);
    const bool isKnown = weights.type == TensorType::Int8 || weights.type == TensorType::UInt8 ||
                         weights.type == TensorType::Float32;
    if (!weights.isConstant || !isKnown || !hasScaleFor(weights, window.outDepth))
        return call.fail("its weights are not read as real numbers");
    sum.input = call.input(sum.operands.inputAt);
    if (sum.input.isConstant) return call.fail("its input is constant");
    const TensorType type = sum.input.type;
    if (type != TensorType::Int8 && type != TensorType::UInt8 && type != TensorType::Int16 &&
        type != TensorType::Float32)
        return call.fail("its input is not read as real numbers");
    const std::int64_t columns = window.height * window.width * window.depth;
    if (window.outDepth * columns != static_cast<std::int64_t>(weights.elements))
        return call.fail("its weights are of another size");
    sum.weights.resize(window.outDepth, columns);
    sum.bias = Eigen::VectorXd::Zero(window.outDepth);
    sum.hasBias = call.has(sum.operands.biasAt);
    if (sum.hasBias) {
        const interp::TensorInfo& bias = call.input(sum.operands.biasAt);
        if (!bias.isConstant || bias.elements != static_cast<std::size_t>(window.outDepth))
            return call.fail("its bias is not constant");
    }
    for (std::int64_t o = 0; o < window.outDepth; ++o) {
        const auto channel = static_cast<std::size_t>(o);
        for (std::int64_t c = 0; c < columns; ++c)
            sum.weights(o, c) = realOf(weights, weightIndex(window, o, c), channel);
        if (!sum.hasBias) continue;
        // Its scale is the product of the other two, whatever the file says.
        const interp::TensorInfo& bias = call.input(sum.operands.biasAt);
        const auto stored = eval::storedInteger(bias, bias.constant, channel);
        const double scale =
            weights.type == TensorType::Float32
                ? 1.0
                : static_cast<double>(sum.input.scale) *
                      static_cast<double>(
                          weights.quantization
                              ->scale[weights.quantization->scale.size() == 1 ? 0 : channel]);
        sum.bias(o) = stored ? static_cast<double>(*stored) * scale
                             : eval::realValue(bias, bias.constant, channel);
    }
    THIMBLE_CHECK(readBounds(call, sum));
    return sum;
}

std::vector<Position> drawPositions(std::size_t samples, std::int64_t perSample, std::size_t most,
                                    std::uint64_t seed) {
    const auto each = static_cast<std::size_t>(perSample);
    const std::size_t all = samples * each;
    const std::size_t count = std::min(all, most);
    std::vector<Position> positions;
    positions.reserve(count);
    SplitMix random(seed);
    // One of each of `count` equal parts.
    for (std::size_t i = 0; i < count; ++i) {
        const std::size_t begin = i * all / count;
        const std::size_t end = (i + 1) * all / count;
        const std::size_t chosen = begin + random.next() % (end - begin);
        positions.push_back({chosen / each, static_cast<std::int64_t>(chosen % each)});
    }
    return positions;
}

std::size_t weightIndex(const interp::Window& window, std::int64_t output, std::int64_t column) {
    const std::int64_t channel = column % window.depth;
    const std::int64_t x = column / window.depth % window.width;
    const std::int64_t y = column / window.depth / window.width;
    return static_cast<std::size_t>(output * window.weightsPerOutput + y * window.weightsPerRow +
                                    x * window.weightsPerColumn + channel);
}

void readPatch(const RealSum& sum, std::span<const std::byte> input, std::int64_t position,
               float* patch) {
    const interp::Window& w = sum.operands.window;
    const std::int64_t ox = position % w.outWidth;
    const std::int64_t oy = position / w.outWidth % w.outHeight;
    const std::int64_t n = position / w.outWidth / w.outHeight;
    const float scale = sum.input.scale == 0 ? 1 : sum.input.scale;
    const std::int32_t zero = sum.input.zeroPoint;
    withElements(sum.input.type, input, [&](const auto* elements) {
        for (std::int64_t ky = 0; ky < w.height; ++ky) {
            const std::int64_t y = oy * w.strideHeight - w.padTop + ky * w.dilationHeight;
            for (std::int64_t kx = 0; kx < w.width; ++kx, patch += w.depth) {
                const std::int64_t x = ox * w.strideWidth - w.padLeft + kx * w.dilationWidth;
                if (y < 0 || y >= w.inHeight || x < 0 || x >= w.inWidth) {
                    std::fill_n(patch, w.depth, 0.0F);
                    continue;
                }
                const auto* in = elements + ((n * w.inHeight + y) * w.inWidth + x) * w.inDepth;
                for (std::int64_t c = 0; c < w.depth; ++c)
                    if constexpr (std::is_same_v<decltype(in), const float*>)
                        patch[c] = in[c];
                    else
                        patch[c] = scale * static_cast<float>(in[c] - zero);
            }
        }
    });
}

}  // namespace thimble::repair
