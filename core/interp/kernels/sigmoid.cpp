// LOGISTIC and TANH.

#include <array>
#include <cmath>

#include "core/interp/kernels/elementwise.h"
#include "core/interp/kernels/families.h"
#include "core/interp/kernels/fixed_point.h"
#include "core/interp/kernels/sigmoid_input.h"
#include "core/interp/kernels/sigmoid_table.h"

namespace thimble::interp {

namespace {

float logisticReal(float x) {
    // Beyond, TFLM does without the sum, which would round to 1.
    if (x > 16.619047164916992188F) return 1;
    if (x < -9) return std::exp(x);
    return 1 / (1 + std::exp(-x));
}

/// The int8 kernels' way to q4, where inputs beyond `radius` are as good as infinite.
struct ToQ4 {
    std::int32_t zeroPoint = 0;
    Multiplier factor;
    std::int32_t radius = 0;
};

Result<ToQ4> toQ4(const OperatorCall& call) {
    const TensorInfo& in = call.input(0);
    ToQ4 q4{in.zeroPoint, quantizeMultiplier(std::ldexp(static_cast<double>(in.scale), 27)), 0};
    if (q4.factor.multiplier == 0 || q4.factor.shift < 0)
        return call.fail("its input's scale is too small");
    q4.radius = static_cast<std::int32_t>(std::floor(std::ldexp(15.0, 27 - q4.factor.shift)));
    return q4;
}

/// `function` gives q0, of which `bits` bits are kept.
template <typename F>
Step int8Step(const OperatorCall& call, const ToQ4& q4, int bits, std::int32_t zero,
              const F& function) {
    return tableStep<std::int8_t>(call, [&](std::int8_t x) -> std::int32_t {
        const std::int32_t input = x - q4.zeroPoint;
        if (input <= -q4.radius) return -128;
        if (input >= q4.radius) return 127;
        const std::int32_t output = function(requantise(input, q4.factor), 4);
        return std::clamp(roundingShift(output, 31 - bits) + zero, -128, 127);
    });
}

/// The nearest power of two, and whether the number is one.
struct PowerOfTwo {
    int exponent = 0;
    bool exact = false;
};
PowerOfTwo nearestPower(float x) {
    const float exponent = std::log(x) * (1.0F / std::log(2.0F));
    const float rounded = std::round(exponent);
    return {static_cast<int>(rounded), std::abs(exponent - rounded) < 1e-3F};
}

}  // namespace

Result<ToTable> toTable(const OperatorCall& call, int mostShift) {
    const TensorInfo& in = call.input(0);
    const TensorInfo& out = call.output();
    if (in.zeroPoint != 0 || out.zeroPoint != 0) return call.fail("its zero points are not 0");
    const PowerOfTwo outputPower = nearestPower(out.scale);
    if (!outputPower.exact || outputPower.exponent != -15)
        return call.fail("its output's scale is not 2^-15");
    const PowerOfTwo power = nearestPower(in.scale);
    const int shift = 12 + power.exponent;
    if (power.exact && shift >= 0 && shift <= mostShift) return ToTable{3 << shift, 0};
    ToTable table;
    double factor = static_cast<double>(in.scale) * 4096.0 * 3.0;
    for (; factor <= 32767.0 / 2.0 && table.shift <= 30; factor *= 2) ++table.shift;
    if (factor > 65535) return call.fail("its input's scale is too large");
    table.factor = static_cast<std::int32_t>(factor);
    return table;
}

namespace {

Result<Step> prepareLogistic(OperatorCall& call) {
    THIMBLE_CHECK(requireAlike(call));
    if (call.input(0).type == TensorType::Float32)
        return mapStep<float, float>(call, &logisticReal);
    THIMBLE_CHECK(requireAlikeQuantized(call));
    switch (call.input(0).type) {
        case TensorType::Int8: {
            if (call.output().zeroPoint != -128)
                return call.fail("its output's zero point is not -128");
            THIMBLE_TRY(const ToQ4 q4, toQ4(call));
            return int8Step(call, q4, 8, -128, fixed::logistic);
        }
        case TensorType::Int16: {
            THIMBLE_TRY(const ToTable table, toTable(call, 0));
            return mapStep<std::int16_t, std::int16_t>(
                call, [table](std::int16_t x) { return tableLogistic(table(x)); });
        }
        // TFLM has no such kernel; TFLite's goes by way of real numbers.
        case TensorType::UInt8:
            return realTableStep<std::uint8_t>(call,
                                               [](float x) { return 1 / (1 + std::exp(-x)); });
        default: return call.failType(call.input(0));
    }
}

Result<Step> prepareTanh(OperatorCall& call) {
    THIMBLE_CHECK(requireAlike(call));
    if (call.input(0).type == TensorType::Float32)
        return mapStep<float, float>(call, [](float x) { return std::tanh(x); });
    THIMBLE_CHECK(requireAlikeQuantized(call));
    switch (call.input(0).type) {
        case TensorType::Int8: {
            THIMBLE_TRY(const ToQ4 q4, toQ4(call));
            return int8Step(call, q4, 7, 0, fixed::tanh);
        }
        case TensorType::Int16: {
            THIMBLE_TRY(const ToTable table, toTable(call, 1));
            return mapStep<std::int16_t, std::int16_t>(
                call, [table](std::int16_t x) { return tableTanh(table(x)); });
        }
        case TensorType::UInt8:
            return realTableStep<std::uint8_t>(call, [](float x) { return std::tanh(x); });
        default: return call.failType(call.input(0));
    }
}

constexpr std::array kKernels = {
    KernelEntry{BuiltinOperator::Logistic, prepareLogistic},
    KernelEntry{BuiltinOperator::Tanh, prepareTanh},
};

}  // namespace

std::span<const KernelEntry> sigmoidKernels() { return kKernels; }

}  // namespace thimble::interp
