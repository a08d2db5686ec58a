#include <algorithm>
#include <array>
#include <bit>
#include <limits>

#include "core/interp/kernels/custom_options.h"
#include "core/interp/kernels/families.h"
#include "core/interp/operator_call.h"

// Around the transform: SignalWindow, SignalFftAutoScale, SignalEnergy. Source: TFLM
// signal/micro/kernels and signal/src of the same names.

namespace thimble::interp {

namespace {

std::int16_t saturated(std::int32_t x) {
    return static_cast<std::int16_t>(std::clamp<std::int32_t>(
        x, std::numeric_limits<std::int16_t>::min(), std::numeric_limits<std::int16_t>::max()));
}

Result<Step> prepareWindow(OperatorCall& call) {
    THIMBLE_CHECK(call.requireOperands(2));
    for (const TensorInfo* tensor : {&call.input(0), &call.input(1), &call.output()})
        THIMBLE_CHECK(call.requireType(*tensor, TensorType::Int16));
    THIMBLE_CHECK(call.requireSameElements(call.input(0), call.output()));
    THIMBLE_TRY(const CustomOptions options, CustomOptions::of(call));
    THIMBLE_TRY(const std::int32_t shift, options.entry(0, "shift", 0, 31));
    const auto input = call.in<std::int16_t>(0), weights = call.in<std::int16_t>(1);
    const auto output = call.out<std::int16_t>();
    if (weights.size == 0 || input.size % weights.size != 0)
        return call.fail("the window does not divide the input");
    return [=](Frame& frame) -> Result<bool> {
        const auto in = input.of(frame), window = weights.of(frame);
        const auto out = output.of(frame);
        for (std::size_t i = 0; i < out.size(); ++i)
            out[i] = saturated((std::int32_t{in[i]} * window[i % window.size()]) >> shift);
        return true;
    };
}

/// TFLM's largest magnitude, in 16 bits: -32768 has none, and any other value then counts as more.
std::int16_t largestMagnitude(std::span<const std::int16_t> values) {
    std::int16_t largest = 0;
    for (const std::int16_t value : values) {
        if (value > largest)
            largest = value;
        else if (-std::int32_t{value} > largest)
            largest = static_cast<std::int16_t>(-std::int32_t{value});
    }
    return largest;
}

/// By how many bits all values can be doubled and still fit: none for silence.
std::int32_t spareBits(std::span<const std::int16_t> values) {
    const std::int16_t largest = largestMagnitude(values);
    return largest <= 0 ? 0 : 15 - std::bit_width(static_cast<std::uint16_t>(largest));
}

Result<Step> prepareAutoScale(OperatorCall& call) {
    THIMBLE_CHECK(call.requireOperands(1, 2));
    THIMBLE_CHECK(call.requireType(call.input(0), TensorType::Int16));
    THIMBLE_CHECK(call.requireType(call.output(0), TensorType::Int16));
    THIMBLE_CHECK(call.requireType(call.output(1), TensorType::Int32));
    const auto input = call.in<std::int16_t>(0);
    const auto output = call.out<std::int16_t>(0);
    const auto scale = call.out<std::int32_t>(1);
    if (input.size < output.size || scale.size != 1)
        return call.fail("its outputs do not fit its input");
    return [=](Frame& frame) -> Result<bool> {
        const auto in = input.of(frame).first(output.size);
        const std::int32_t bits = spareBits(in);
        std::ranges::transform(in, output.of(frame).begin(), [bits](std::int16_t value) {
            return static_cast<std::int16_t>(std::int32_t{value} * (1 << bits));
        });
        scale.of(frame)[0] = bits;
        return true;
    };
}

Result<Step> prepareEnergy(OperatorCall& call) {
    THIMBLE_CHECK(call.requireOperands(1));
    THIMBLE_CHECK(call.requireType(call.input(0), TensorType::Int16));
    THIMBLE_CHECK(call.requireType(call.output(), TensorType::UInt32));
    const auto input = call.in<std::int16_t>(0);
    const auto output = call.out<std::uint32_t>();
    const std::size_t bins = std::min(input.size / 2, output.size);
    const auto most = static_cast<std::int32_t>(bins);
    THIMBLE_TRY(const CustomOptions options, CustomOptions::of(call));
    THIMBLE_TRY(const std::int32_t end, options.entry(0, "end_index", 0, most));
    THIMBLE_TRY(const std::int32_t start, options.entry(1, "start_index", 0, most));
    return [=](Frame& frame) -> Result<bool> {
        const auto in = input.of(frame);
        const auto out = output.of(frame);
        // Bins outside are left alone.
        for (auto i = static_cast<std::size_t>(start); i < static_cast<std::size_t>(end); ++i) {
            const std::int32_t real = in[2 * i], imaginary = in[2 * i + 1];
            out[i] = static_cast<std::uint32_t>(real * real) +
                     static_cast<std::uint32_t>(imaginary * imaginary);
        }
        return true;
    };
}

constexpr std::array kKernels = {
    KernelEntry{BuiltinOperator::Custom, prepareEnergy, "SignalEnergy"},
    KernelEntry{BuiltinOperator::Custom, prepareAutoScale, "SignalFftAutoScale"},
    KernelEntry{BuiltinOperator::Custom, prepareWindow, "SignalWindow"},
};

}  // namespace

std::span<const KernelEntry> signalSpectrumKernels() { return kKernels; }

}  // namespace thimble::interp
