// SOFTMAX and LOG_SOFTMAX, over the last axis.

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <vector>

#include "core/interp/kernels/elementwise.h"
#include "core/interp/kernels/families.h"
#include "core/interp/kernels/fixed_point.h"
#include "core/interp/kernels/table16.h"

namespace thimble::interp {

namespace {

/// The step f(row of input 0, row of output 0) for every row; f gives the step's result.
template <typename T, typename O, typename F>
Step rowStep(const OperatorCall& call, const F& f) {
    const auto depth = static_cast<std::size_t>(call.input(0).fromEnd(0));
    return [f, depth, in = call.in<T>(0), out = call.out<O>()](Frame& frame) -> Result<bool> {
        for (std::size_t at = 0; at + depth <= in.size && depth > 0; at += depth) {
            if (!f(in.of(frame).subspan(at, depth), out.of(frame).subspan(at, depth)))
                return fail(ErrorCode::Unsupported,
                            "SOFTMAX: a row is too long for the sum of its exponentials");
        }
        return true;
    };
}

bool softmaxReal(std::span<const float> in, std::span<float> out, float beta) {
    float highest = std::numeric_limits<float>::lowest();
    for (const float x : in) highest = std::max(highest, x);
    float sum = 0;
    for (std::size_t c = 0; c < in.size(); ++c) {
        out[c] = std::exp((in[c] - highest) * beta);
        sum += out[c];
    }
    for (float& x : out) x /= sum;
    return true;
}

bool logSoftmaxReal(std::span<const float> in, std::span<float> out) {
    float highest = std::numeric_limits<float>::lowest();
    for (const float x : in) highest = std::max(highest, x);
    float sum = 0;
    for (const float x : in) sum += std::exp(x - highest);
    const float logOfSum = std::log(sum);
    for (std::size_t c = 0; c < in.size(); ++c) out[c] = in[c] - highest - logOfSum;
    return true;
}

/// Differences to a row's largest value, in q5; below `lowest` their exponentials count as 0.
struct Differences {
    Multiplier factor;
    std::int32_t lowest = 0;
    [[nodiscard]] std::int32_t operator()(std::int32_t difference) const {
        return doublingHighMul(wrappingShift(difference, factor.shift), factor.multiplier);
    }
};

Result<Differences> differencesInQ5(const OperatorCall& call, float beta) {
    const double real = static_cast<double>(beta) * static_cast<double>(call.input(0).scale) *
                        static_cast<double>(1 << 26);
    if (!(real > 1)) return call.fail("its beta times its input's scale is too small");
    Differences differences;
    differences.factor = quantizeMultiplier(std::min(real, 2147483647.0));
    differences.lowest =
        -static_cast<std::int32_t>(std::floor(std::ldexp(31.0, 26 - differences.factor.shift)));
    return differences;
}

/// Of the exponentials of a row's differences, in q12.
template <typename T>
std::int32_t sumOfExponentials(std::span<const T> row, std::int32_t highest,
                               const Differences& differences) {
    std::int32_t sum = 0;
    for (const T x : row)
        if (x - highest >= differences.lowest)
            sum = wrappingAdd(
                sum, fixed::scaled(fixed::expOfNegative(differences(x - highest), 5), -12));
    return sum;
}

template <typename T, typename O>
bool softmaxRow(std::span<const T> in, std::span<O> out, const Differences& differences) {
    constexpr std::int32_t kLowest = +std::numeric_limits<O>::min();
    constexpr std::int32_t kHighest = std::numeric_limits<O>::max();
    const std::int32_t highest = *std::ranges::max_element(in);
    const fixed::Reciprocal inverse =
        fixed::reciprocal(sumOfExponentials(in, highest, differences), 12);
    const int shift = inverse.bitsOverUnit + 31 - 8 * static_cast<int>(sizeof(O));
    if (shift < 0 || shift > 31) return false;
    for (std::size_t c = 0; c < in.size(); ++c) {
        const std::int32_t difference = in[c] - highest;
        std::int32_t result = kLowest;
        if (difference >= differences.lowest) {
            const std::int32_t exponential = fixed::expOfNegative(differences(difference), 5);
            result = roundingShift(doublingHighMul(inverse.inverse, exponential), shift) + kLowest;
        }
        out[c] = static_cast<O>(std::clamp(result, kLowest, kHighest));
    }
    return true;
}

template <typename T, typename O>
Result<Step> softmax8(const OperatorCall& call) {
    // 2^(the type's width) steps from 0 to 1.
    const TensorInfo& out = call.output();
    const float scale = sizeof(O) == 1 ? 1.0F / 256 : 1.0F / 65536;
    const float tolerance = sizeof(O) == 1 ? 0 : 0.001F * scale;
    if (out.zeroPoint != std::numeric_limits<O>::min() || std::abs(out.scale - scale) > tolerance)
        return call.fail("its output is not quantized from 0 to 1");
    THIMBLE_TRY(const Differences differences, differencesInQ5(call, call.real("beta")));
    return rowStep<T, O>(call, [differences](std::span<const T> row, std::span<O> result) {
        return softmaxRow(row, result, differences);
    });
}

/// The 16-bit kernel works with tables: e^x from -10 to 0, and 1 / (1 + x) from 0 to 1.
struct Softmax16 {
    Multiplier factor;
    Table16 exponential;
    Table16 inverse;
    bool operator()(std::span<const std::int16_t> in, std::span<std::int16_t> out) const {
        const std::int32_t highest = *std::ranges::max_element(in);
        std::int64_t total = 0;
        for (std::size_t c = 0; c < in.size(); ++c) {
            const std::int32_t scaled = wrappingAdd(requantise(in[c] - highest, factor), 32767);
            out[c] = exponential(static_cast<std::int16_t>(std::clamp(scaled, -32768, 32767)));
            total += out[c];
        }
        if (total <= 1 || total > fixed::kHighest) return false;
        const auto sum = static_cast<std::int32_t>(total);
        // The sum as 2^k * (1 + x), x from 0 to 1 in steps of 2^-16.
        const int zeros = fixed::leadingZeros(sum);
        const std::int64_t shifted = ((std::int64_t{sum} << (zeros - 1)) + (1 << 13)) >> 14;
        const std::int64_t centred = shifted - ((1 << 15) + (1 << 16));
        const std::int32_t scale = inverse(static_cast<std::int16_t>(
            std::clamp(centred, std::int64_t{-32768}, std::int64_t{32767})));
        const int shift = 31 - zeros;
        for (std::int16_t& x : out)
            x = static_cast<std::int16_t>(
                std::clamp((x * scale + (1 << (shift - 1))) >> shift, 0, 32767));
        return true;
    }
};

Result<Step> softmax16(const OperatorCall& call) {
    const TensorInfo& in = call.input(0);
    const TensorInfo& out = call.output();
    if (in.zeroPoint != 0 || out.zeroPoint != 0) return call.fail("its zero points are not 0");
    if (std::abs(out.scale - 1.0F / 32768) > 0.001F / 32768)
        return call.fail("its output's scale is not 2^-15");
    const float beta = call.real("beta");
    if (!std::isfinite(beta)) return call.fail("its beta is not a number");
    const double real =
        static_cast<double>(in.scale) * static_cast<double>(beta) / (10.0 / 65535.0);
    return rowStep<std::int16_t, std::int16_t>(
        call, Softmax16{quantizeMultiplier(real),
                        makeTable16({10.0F / 65535.0F, 32767}, {2.0F / 65535.0F, 0},
                                    [](float x) { return std::exp(x); }),
                        makeTable16({1.0F / 65535.0F, -32768}, {2.0F / 65535.0F, 0},
                                    [](float x) { return 1 / (1 + x); })});
}

/// One input, one output of the same shape, with a last axis.
Result<void> requireRows(const OperatorCall& call) {
    THIMBLE_CHECK(call.requireOperands(1));
    if (call.input(0).shape.empty()) return call.fail("its input is a scalar");
    return call.requireSameShape(call.input(0), call.output());
}

Result<Step> prepareSoftmax(OperatorCall& call) {
    THIMBLE_CHECK(requireRows(call));
    const TensorInfo& in = call.input(0);
    const TensorInfo& out = call.output();
    if (in.type == TensorType::Float32) {
        THIMBLE_CHECK(call.requireSameType(in, out));
        return rowStep<float, float>(
            call, [beta = call.real("beta")](std::span<const float> row, std::span<float> result) {
                return softmaxReal(row, result, beta);
            });
    }
    THIMBLE_CHECK(requireAffine(call, in));
    THIMBLE_CHECK(requireAffine(call, out));
    if (out.type == TensorType::Int16) {
        if (in.type == TensorType::Int8) return softmax8<std::int8_t, std::int16_t>(call);
        if (in.type == TensorType::UInt8) return softmax8<std::uint8_t, std::int16_t>(call);
        if (in.type == TensorType::Int16) return softmax16(call);
    }
    THIMBLE_CHECK(call.requireSameType(in, out));
    if (in.type == TensorType::Int8) return softmax8<std::int8_t, std::int8_t>(call);
    if (in.type == TensorType::UInt8) return softmax8<std::uint8_t, std::uint8_t>(call);
    return call.failType(in);
}

template <typename T>
bool logSoftmaxRow(std::span<const T> in, std::span<T> out, const Differences& differences,
                   Multiplier reverse) {
    constexpr std::int32_t kLowest = +std::numeric_limits<T>::min();
    constexpr std::int32_t kHighest = std::numeric_limits<T>::max();
    const std::int32_t highest = *std::ranges::max_element(in);
    const std::int32_t sum = sumOfExponentials(in, highest, differences);
    if (sum <= 0) return false;
    const std::int32_t logOfSum = fixed::logOfQ12(sum);
    // Below, the result would leave q5.
    const std::int32_t bound = std::max(differences.lowest - 1,
                                        requantise(wrappingAdd(logOfSum, fixed::kLowest), reverse));
    for (std::size_t c = 0; c < in.size(); ++c) {
        const std::int32_t difference = in[c] - highest;
        std::int32_t result = kLowest;
        if (difference > bound)
            result =
                roundingShift(fixed::wrappingSub(differences(difference), logOfSum), 22) + kHighest;
        out[c] = static_cast<T>(std::clamp(result, kLowest, kHighest));
    }
    return true;
}

template <typename T>
Result<Step> logSoftmax8(const OperatorCall& call) {
    const TensorInfo& out = call.output();
    THIMBLE_CHECK(requireAlikeQuantized(call));
    if (out.scale != 1.0F / 16 || out.zeroPoint != std::numeric_limits<T>::max())
        return call.fail("its output is not quantized from -16 to 0");
    THIMBLE_TRY(const Differences differences, differencesInQ5(call, 1));
    const double reverse = std::ldexp(1.0, 31 - differences.factor.shift) /
                           static_cast<double>(differences.factor.multiplier);
    if (!(reverse < 1)) return call.fail("its input's scale is too small");
    return rowStep<T, T>(call, [differences, factor = quantizeMultiplier(reverse)](
                                   std::span<const T> row, std::span<T> result) {
        return logSoftmaxRow(row, result, differences, factor);
    });
}

Result<Step> prepareLogSoftmax(OperatorCall& call) {
    THIMBLE_CHECK(requireRows(call));
    THIMBLE_CHECK(call.requireSameType(call.input(0), call.output()));
    switch (call.input(0).type) {
        case TensorType::Float32: return rowStep<float, float>(call, &logSoftmaxReal);
        case TensorType::Int8: return logSoftmax8<std::int8_t>(call);
        case TensorType::UInt8: return logSoftmax8<std::uint8_t>(call);
        default: return call.failType(call.input(0));
    }
}

constexpr std::array kKernels = {
    KernelEntry{BuiltinOperator::LogSoftmax, prepareLogSoftmax},
    KernelEntry{BuiltinOperator::Softmax, prepareSoftmax},
};

}  // namespace

std::span<const KernelEntry> softmaxKernels() { return kKernels; }

}  // namespace thimble::interp
