// The other operators of the signal library: windows, spectra, filter banks, and those that
// remember samples.

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "core/cproject/emit/families.h"
#include "core/interp/kernels/custom_options.h"
#include "core/interp/kernels/integer_math.h"

namespace thimble::cproject {

namespace {

using interp::CustomOptions;

std::int64_t elements(const interp::TensorInfo& tensor) {
    return static_cast<std::int64_t>(tensor.elements);
}

/// All dimensions but the last.
std::int64_t rowsOf(const interp::TensorInfo& tensor) {
    return elements(tensor) / tensor.fromEnd(0);
}

/// What the operator itself keeps.
void emitMemory(Emitter& e, std::string_view what, std::int64_t bytes) {
    e.state(fmt::format("{} of operator {}", what, e.number()),
            static_cast<std::size_t>(std::max<std::int64_t>(bytes, 1)));
}

Result<void> emitWindow(Emitter& e) {
    THIMBLE_TRY(const CustomOptions options, CustomOptions::of(e.op()));
    THIMBLE_TRY(const std::int32_t shift, options.entry(0, "shift"));
    e.call("th_signal_window")
        .field("elements", elements(e.output()))
        .field("width", elements(e.input(1)))
        .field("shift", shift);
    e.in(0).in(1).out().mayOverwrite(0);
    return {};
}

Result<void> emitAutoScale(Emitter& e) {
    e.call("th_signal_auto_scale").field("elements", elements(e.output()));
    e.in(0).out(0).out(1);
    return {};
}

Result<void> emitEnergy(Emitter& e) {
    THIMBLE_TRY(const CustomOptions options, CustomOptions::of(e.op()));
    THIMBLE_TRY(const std::int32_t end, options.entry(0, "end_index"));
    THIMBLE_TRY(const std::int32_t start, options.entry(1, "start_index"));
    e.call("th_signal_energy")
        .field("bins", elements(e.output()))
        .field("start", start)
        .field("end", end);
    e.in(0).out();
    return {};
}

/// First frequency, first weight and width of each channel, all inside their tables.
Result<std::vector<std::int32_t>> bankOf(const Emitter& e) {
    for (std::size_t i = 3; i < 6; ++i)
        if (!e.input(i).isConstant) return e.fail("its channels are no constants");
    THIMBLE_TRY(const CustomOptions options, CustomOptions::of(e.op()));
    THIMBLE_TRY(const std::int32_t channels, options.entry(0, "num_channels"));
    const auto frequencies = e.op().constant<std::int16_t>(3);
    const auto weights = e.op().constant<std::int16_t>(4);
    const auto widths = e.op().constant<std::int16_t>(5);
    const std::int64_t mostWeights = std::min(elements(e.input(1)), elements(e.input(2)));
    std::vector<std::int32_t> bank;
    for (std::size_t c = 0; c <= static_cast<std::size_t>(channels); ++c) {
        const std::int32_t frequency = frequencies[c], weight = weights[c], width = widths[c];
        if (width > 0 && (frequency < 0 || frequency + width > elements(e.input(0)) || weight < 0 ||
                          weight + width > mostWeights))
            return e.fail("a channel reads outside its tables");
        if (c <= e.output().elements) bank.insert(bank.end(), {frequency, weight, width});
    }
    return bank;
}

Result<void> emitFilterBank(Emitter& e) {
    THIMBLE_TRY(const std::vector<std::int32_t> bank, bankOf(e));
    e.call("th_signal_filter_bank")
        .field("channels", elements(e.output()))
        .records("bank", "th_signal_channel", 3, bank);
    e.in(0).in(1).in(2).out();
    return {};
}

Result<void> emitSquareRoot(Emitter& e) {
    e.call("th_signal_square_root").field("elements", elements(e.output()));
    e.in(0).in(1).out();
    return {};
}

Result<void> emitSubtraction(Emitter& e) {
    THIMBLE_TRY(const CustomOptions options, CustomOptions::of(e.op()));
    // By position: the order of the options' names.
    constexpr std::array<std::string_view, 9> kFields = {
        "odd_old",  "odd_fresh",  "clamps",         "least",        "channels",
        "even_old", "even_fresh", "smoothing_bits", "fraction_bits"};
    e.call("th_signal_subtraction");
    for (std::size_t i = 0; i < kFields.size(); ++i) {
        THIMBLE_TRY(const std::int32_t value, options.entry(i, kFields[i]));
        e.field(kFields[i], value);
    }
    e.in(0);
    emitMemory(e, "noise", 4 * elements(e.output()));
    e.out(0).out(1);
    return {};
}

Result<void> emitPcan(Emitter& e) {
    THIMBLE_TRY(const CustomOptions options, CustomOptions::of(e.op()));
    THIMBLE_TRY(const std::int32_t shift, options.entry(0, "snr_shift"));
    if (e.input(2).elements < interp::gainEntries(0xFFFFFFFF))
        return e.fail("its table of gains is not for every noise");
    e.call("th_signal_pcan").field("channels", elements(e.output())).field("shift", shift);
    e.in(0).in(1).in(2).out().mayOverwrite(0).mayOverwrite(1);
    return {};
}

Result<void> emitLog(Emitter& e) {
    THIMBLE_TRY(const CustomOptions options, CustomOptions::of(e.op()));
    THIMBLE_TRY(const std::int32_t bits, options.entry(0, "input_correction_bits"));
    THIMBLE_TRY(const std::int32_t scale, options.entry(1, "output_scale"));
    e.call("th_signal_log")
        .field("elements", elements(e.output()))
        .field("correction", bits)
        .field("scale", scale)
        .array<std::int32_t>("excess", interp::logExcess());
    e.in(0).out();
    return {};
}

Result<void> emitDelay(Emitter& e) {
    THIMBLE_TRY(const CustomOptions options, CustomOptions::of(e.op()));
    THIMBLE_TRY(const std::int32_t delay, options.entry(0, "delay_length"));
    const std::int64_t rows = rowsOf(e.input(0));
    e.call("th_signal_delay")
        .field("rows", rows)
        .field("size", elements(e.input(0)) / rows)
        .field("delay", delay);
    e.in(0);
    emitMemory(e, "samples", 2 * rows * delay);
    e.out();
    return {};
}

/// Of the queue of th_signal_queue.h.
constexpr std::int64_t kQueueHeader = 2;

Result<void> emitFramer(Emitter& e) {
    THIMBLE_TRY(const CustomOptions options, CustomOptions::of(e.op()));
    THIMBLE_TRY(const std::int32_t size, options.entry(0, "frame_size"));
    THIMBLE_TRY(const std::int32_t step, options.entry(1, "frame_step"));
    THIMBLE_TRY(const std::int32_t prefill, options.entry(2, "prefill"));
    const std::int64_t rows = rowsOf(e.input(0));
    const std::int64_t frames = e.input(0).fromEnd(0) / step;
    if (rows * frames * size != elements(e.output())) return e.fail("its output has a rest");
    const std::int64_t words = kQueueHeader + (std::int64_t{size} + step - 1) / step * step;
    e.call("th_signal_framer")
        .field("rows", rows)
        .field("frames", frames)
        .field("size", size)
        .field("step", step)
        .field("words", words)
        .field("at_first", prefill != 0 ? size - step : 0);
    e.in(0);
    emitMemory(e, "samples", 2 * rows * words);
    e.out(0).out(1);
    return {};
}

Result<void> emitStacker(Emitter& e) {
    THIMBLE_TRY(const CustomOptions options, CustomOptions::of(e.op()));
    THIMBLE_TRY(const std::int32_t size, options.entry(0, "num_channels"));
    THIMBLE_TRY(const std::int32_t left, options.entry(1, "stacker_left_context"));
    THIMBLE_TRY(const std::int32_t right, options.entry(2, "stacker_right_context"));
    THIMBLE_TRY(const std::int32_t step, options.entry(3, "stacker_step"));
    const std::int64_t stacked = std::int64_t{size} * (left + right + 1);
    e.call("th_signal_stacker")
        .field("size", size)
        .field("stacked", stacked)
        .field("advance", std::int64_t{size} * step)
        .field("at_first", left + 1)
        .field("elements", elements(e.output()));
    e.in(0);
    emitMemory(e, "samples", 2 * (kQueueHeader + stacked));
    emitMemory(e, "start", 1);
    e.out(0).out(1);
    return {};
}

Result<void> emitOverlapAdd(Emitter& e) {
    THIMBLE_TRY(const CustomOptions options, CustomOptions::of(e.op()));
    THIMBLE_TRY(const std::int32_t step, options.entry(1, "frame_step"));
    const interp::TensorInfo& input = e.input(0);
    const bool isFloat = input.type == TensorType::Float32;
    const std::int64_t size = input.fromEnd(0), frames = input.fromEnd(1);
    const std::int64_t rows = elements(input) / (size * frames);
    if (rows * frames * step != elements(e.output())) return e.fail("its output has a rest");
    e.call(isFloat ? "th_signal_overlap_add_f32" : "th_signal_overlap_add_s16")
        .field("rows", rows)
        .field("frames", frames)
        .field("size", size)
        .field("step", step);
    e.in(0);
    emitMemory(e, "sums", rows * size * (isFloat ? 4 : 2));
    e.out();
    return {};
}

constexpr std::array kEmitters = {
    EmitEntry{BuiltinOperator::Custom, emitAutoScale, "SignalFftAutoScale"},
    EmitEntry{BuiltinOperator::Custom, emitDelay, "SignalDelay"},
    EmitEntry{BuiltinOperator::Custom, emitEnergy, "SignalEnergy"},
    EmitEntry{BuiltinOperator::Custom, emitFilterBank, "SignalFilterBank"},
    EmitEntry{BuiltinOperator::Custom, emitFramer, "SignalFramer"},
    EmitEntry{BuiltinOperator::Custom, emitLog, "SignalFilterBankLog"},
    EmitEntry{BuiltinOperator::Custom, emitOverlapAdd, "SignalOverlapAdd"},
    EmitEntry{BuiltinOperator::Custom, emitPcan, "SignalPCAN"},
    EmitEntry{BuiltinOperator::Custom, emitSquareRoot, "SignalFilterBankSquareRoot"},
    EmitEntry{BuiltinOperator::Custom, emitStacker, "SignalStacker"},
    EmitEntry{BuiltinOperator::Custom, emitSubtraction, "SignalFilterBankSpectralSubtraction"},
    EmitEntry{BuiltinOperator::Custom, emitWindow, "SignalWindow"},
};

}  // namespace

std::span<const EmitEntry> signalEmitters() { return kEmitters; }

}  // namespace thimble::cproject
