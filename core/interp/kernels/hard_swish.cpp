#include <algorithm>
#include <array>
#include <cmath>
#include <cstdint>

#include "core/interp/kernels/elementwise.h"
#include "core/interp/kernels/families.h"
#include "core/interp/requantise.h"

namespace thimble::interp {

namespace {

using Int16 = std::int16_t;

Int16 narrowed(std::int32_t x) { return static_cast<Int16>(x); }

/// a * b / 2^15 rounded to nearest, halves upwards.
Int16 roundedProduct(Int16 a, Int16 b) {
    if (a == b && a == -32768) return 32767;
    return narrowed((std::int32_t{a} * b + (1 << 14)) >> 15);
}

/// The same rounded towards 0.
Int16 truncatedProduct(Int16 a, Int16 b) {
    if (a == b && a == -32768) return 32767;
    return narrowed(std::int32_t{a} * b / (1 << 15));
}

Int16 saturatingShift(Int16 x, int exponent) {
    const std::int64_t wide = std::int64_t{x} << std::min(exponent, 31);
    return static_cast<Int16>(std::clamp(wide, std::int64_t{-32768}, std::int64_t{32767}));
}

/// x / 2^exponent rounded to nearest, halves away from 0; 0 <= exponent <= 31. From 16 on, TFLM's
/// masks of 16 bits are all ones, and what rounds to 0 elsewhere becomes 1 or -1.
Int16 roundingShift16(Int16 x, int exponent) {
    const auto mask = static_cast<Int16>((std::int64_t{1} << exponent) - 1);
    const int threshold = (mask >> 1) + (x < 0 ? 1 : 0);
    return narrowed((x >> exponent) + ((x & mask) > threshold ? 1 : 0));
}

struct Factor16 {
    Int16 multiplier = 0;
    int exponent = 0;
};

Factor16 factor16(float real) {
    const Multiplier wide = quantizeMultiplier(static_cast<double>(real));
    const std::int64_t rounded = (std::int64_t{wide.multiplier} + (1 << 15)) >> 16;
    return {static_cast<Int16>(std::min(rounded, std::int64_t{32767})), wide.shift};
}

/// x * relu6(x + 3) / 6 in 16 bits.
struct HardSwish {
    std::int32_t zeroIn = 0;
    std::int32_t zeroOut = 0;
    Factor16 output;
    Factor16 reluish;  ///< to where 3 is 2^15
    std::int32_t operator()(std::int32_t x) const {
        const Int16 high = narrowed((x - zeroIn) * 128);
        Int16 gate = high;
        // The last bit to the left comes after the product, so that only it can saturate.
        if (reluish.exponent > 0) gate = saturatingShift(gate, reluish.exponent - 1);
        gate = roundedProduct(gate, reluish.multiplier);
        if (reluish.exponent > 0) gate = saturatingShift(gate, 1);
        if (reluish.exponent < 0) gate = roundingShift16(gate, -reluish.exponent);
        gate = narrowed((gate + (1 << 15)) >> 1);  // from -1 .. 1 to 0 .. 1
        const Int16 product = truncatedProduct(gate, roundedProduct(high, output.multiplier));
        return narrowed(roundingShift16(product, -output.exponent) + zeroOut);
    }
};

template <typename T>
Result<Step> quantizedStep(const OperatorCall& call) {
    THIMBLE_CHECK(requireAlikeQuantized(call));
    const TensorInfo& in = call.input(0);
    const TensorInfo& out = call.output();
    const float high = (1.0F / 128.0F) * in.scale;
    const float toOutput = high / out.scale;
    const float toGate = high / (3.0F / 32768.0F);
    if (!std::isfinite(toOutput) || !std::isfinite(toGate))
        return call.fail("its scales are too far apart");
    const HardSwish swish{in.zeroPoint, out.zeroPoint, factor16(toOutput), factor16(toGate)};
    if (swish.output.exponent > 0) return call.fail("its output's scale is too small");
    return tableStep<T>(call, [&](T x) { return valuesOf(out.type).clamp(swish(x)); });
}

Result<Step> prepareHardSwish(OperatorCall& call) {
    THIMBLE_CHECK(requireAlike(call));
    switch (call.input(0).type) {
        case TensorType::Float32:
            return mapStep<float, float>(
                call, [](float x) { return x * std::min(6.0F, std::max(0.0F, x + 3)) / 6; });
        case TensorType::Int8: return quantizedStep<std::int8_t>(call);
        case TensorType::UInt8: return quantizedStep<std::uint8_t>(call);
        default: return call.failType(call.input(0));
    }
}

constexpr std::array kKernels = {KernelEntry{BuiltinOperator::HardSwish, prepareHardSwish}};

}  // namespace

std::span<const KernelEntry> hardSwishKernels() { return kKernels; }

}  // namespace thimble::interp
