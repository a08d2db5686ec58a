// SignalRfft and SignalIrfft: the stages of core/interp/kernels/real_fourier.cpp, one by one
// instead of one within the other.

#include <array>
#include <cmath>
#include <type_traits>

#include "core/cproject/emit/families.h"
#include "core/interp/kernels/complex_sample.h"
#include "core/interp/kernels/custom_options.h"

namespace thimble::cproject {

namespace {

constexpr double kPi = 3.141592653589793238462643383279502884;

struct Stage {
    std::int32_t radix = 1;
    std::int32_t rest = 1;  ///< length of the transforms that the stage joins
};

/// From the whole transform to the smallest.
std::vector<Stage> stagesOf(std::int32_t length) {
    std::vector<Stage> stages;
    for (const std::int32_t radix : {4, 2, 3, 5})
        while (length % radix == 0) {
            length /= radix;
            stages.push_back({radix, length});
        }
    return stages;
}

/// Where each number goes before the first stage: every stage takes its parts from numbers that
/// lie `radix` apart.
std::vector<std::int32_t> placesOf(const std::vector<Stage>& stages, std::int32_t length) {
    std::vector<std::int32_t> places;
    for (std::int32_t i = 0; i < length; ++i) {
        std::int32_t place = 0, rest = i;
        for (const Stage& stage : stages) {
            place += rest % stage.radix * stage.rest;
            rest /= stage.radix;
        }
        places.push_back(place);
    }
    return places;
}

template <typename T>
void append(std::vector<T>& table, double phase) {
    const interp::Complex<T> c = interp::unitCircle<T>(phase);
    table.insert(table.end(), {c.real, c.imaginary});
}

template <typename T>
Result<void> emitTransform(Emitter& e, std::string_view kernel, bool isInverse) {
    THIMBLE_TRY(const auto options, interp::CustomOptions::of(e.op()));
    THIMBLE_TRY(const std::int32_t length, options.entry(1, "fft_length"));
    const std::int32_t half = length / 2;
    const std::vector<Stage> stages = stagesOf(half);
    const auto phase = [isInverse](double turn) { return isInverse ? -turn : turn; };
    std::vector<T> turns, untwist;
    for (std::int32_t i = 0; i < half; ++i)
        append(turns, phase(-2 * kPi * static_cast<double>(i) / static_cast<double>(half)));
    for (std::int32_t i = 0; i < half / 2; ++i)
        append(untwist,
               phase(-kPi * (static_cast<double>(i + 1) / static_cast<double>(half) + 0.5)));
    std::vector<std::int32_t> fromSmallest;
    for (const Stage& stage : std::vector<Stage>(stages.rbegin(), stages.rend()))
        fromSmallest.insert(fromSmallest.end(), {stage.radix, stage.rest});
    const interp::TensorInfo& samples = isInverse ? e.output() : e.input(0);
    const interp::TensorInfo& spectrum = isInverse ? e.input(0) : e.output();
    e.call(kernel)
        .field("rows", static_cast<std::int64_t>(samples.elements) / samples.fromEnd(0))
        .field("samples", samples.fromEnd(0))
        .field("numbers", spectrum.fromEnd(0))
        .field("half", half)
        .field("is_inverse", isInverse ? 1 : 0)
        .field("stage_count", static_cast<std::int64_t>(stages.size()))
        .records("stages", "th_stage", 2, fromSmallest)
        .template array<std::int32_t>("place", placesOf(stages, half))
        .template array<T>("turns", turns)
        .template array<T>("untwist", untwist);
    e.in(0).out();
    return {};
}

Result<void> emitForward(Emitter& e) {
    switch (e.input(0).type) {
        case TensorType::Int16: return emitTransform<std::int16_t>(e, "th_signal_rfft_s16", false);
        case TensorType::Int32: return emitTransform<std::int32_t>(e, "th_signal_rfft_s32", false);
        default: return emitTransform<float>(e, "th_signal_rfft_f32", false);
    }
}

Result<void> emitBackward(Emitter& e) {
    switch (e.input(0).type) {
        case TensorType::Int16: return emitTransform<std::int16_t>(e, "th_signal_irfft_s16", true);
        case TensorType::Int32: return emitTransform<std::int32_t>(e, "th_signal_irfft_s32", true);
        default: return emitTransform<float>(e, "th_signal_irfft_f32", true);
    }
}

constexpr std::array kEmitters = {
    EmitEntry{BuiltinOperator::Custom, emitBackward, "SignalIrfft"},
    EmitEntry{BuiltinOperator::Custom, emitForward, "SignalRfft"},
};

}  // namespace

std::span<const EmitEntry> signalFourierEmitters() { return kEmitters; }

}  // namespace thimble::cproject
