#include <algorithm>
#include <array>
#include <cmath>
#include <limits>

#include "core/interp/kernels/activation_range.h"
#include "core/interp/kernels/families.h"
#include "core/interp/kernels/fixed_point.h"

namespace thimble::interp {

namespace {

void normaliseReal(std::span<const float> in, std::span<float> out) {
    float sum = 0;
    for (const float x : in) sum += x * x;
    const float norm = std::max(std::sqrt(sum), 1e-6F);
    for (std::size_t c = 0; c < in.size(); ++c) out[c] = in[c] / norm;
}

/// In steps of 1/128 around the middle of the type, whatever the output's quantization says.
template <typename T>
void normaliseQuantized(std::span<const T> in, std::span<T> out, std::int32_t zero) {
    constexpr std::int32_t kLowest = +std::numeric_limits<T>::min();
    constexpr std::int32_t kHighest = std::numeric_limits<T>::max();
    constexpr bool kSigned = kLowest < 0;
    std::int32_t sum = 0;
    for (const T x : in) sum = wrappingAdd(sum, (x - zero) * (x - zero));
    Multiplier inverse = fixed::inverseSqrt(sum);
    // The signed kernel multiplies by 128 with the shift, the unsigned one before it.
    if (kSigned) inverse.shift += 7;
    for (std::size_t c = 0; c < in.size(); ++c) {
        const std::int32_t value = (in[c] - zero) * (kSigned ? 1 : 128);
        const std::int32_t middle = kSigned ? 0 : 128;
        out[c] = static_cast<T>(
            std::clamp(wrappingAdd(requantise(value, inverse), middle), kLowest, kHighest));
    }
}

template <typename T, typename F>
Step rowStep(const OperatorCall& call, const F& f) {
    const auto depth = static_cast<std::size_t>(call.input(0).fromEnd(0));
    return [f, depth, in = call.in<T>(0), out = call.out<T>()](Frame& frame) -> Result<bool> {
        for (std::size_t at = 0; at + depth <= in.size && depth > 0; at += depth)
            f(in.of(frame).subspan(at, depth), out.of(frame).subspan(at, depth));
        return true;
    };
}

template <typename T>
Result<Step> quantizedStep(const OperatorCall& call) {
    THIMBLE_CHECK(requireAffine(call, call.input(0)));
    return rowStep<T>(call,
                      [zero = call.input(0).zeroPoint](std::span<const T> in, std::span<T> out) {
                          normaliseQuantized(in, out, zero);
                      });
}

Result<Step> prepareL2Normalization(OperatorCall& call) {
    THIMBLE_CHECK(call.requireOperands(1));
    THIMBLE_CHECK(call.requireSameType(call.input(0), call.output()));
    THIMBLE_CHECK(call.requireSameShape(call.input(0), call.output()));
    if (call.input(0).shape.empty()) return call.fail("its input is a scalar");
    if (call.option("fused_activation_function") != 0)
        return call.fail("there is no kernel with a fused activation");
    switch (call.input(0).type) {
        case TensorType::Float32: return rowStep<float>(call, &normaliseReal);
        case TensorType::Int8: return quantizedStep<std::int8_t>(call);
        case TensorType::UInt8: return quantizedStep<std::uint8_t>(call);
        default: return call.failType(call.input(0));
    }
}

constexpr std::array kKernels = {
    KernelEntry{BuiltinOperator::L2Normalization, prepareL2Normalization},
};

}  // namespace

std::span<const KernelEntry> l2NormalizationKernels() { return kKernels; }

}  // namespace thimble::interp
