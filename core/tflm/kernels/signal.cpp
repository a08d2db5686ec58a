// SignalDelay, SignalEnergy, SignalFftAutoScale, SignalFilterBank and its relatives, SignalFramer,
// SignalIrfft, SignalOverlapAdd, SignalPCAN, SignalRfft, SignalStacker, SignalWindow: the audio
// front end. Sources: TFLM signal/micro/kernels/*.cc, signal/src/circular_buffer.cc, and kissfft
// (kiss_fft.c, kiss_fftr.c) for the size of an FFT's state. They are the same on all targets.

#include <array>
#include <initializer_list>
#include <optional>
#include <string>

#include "core/tflm/kernels/common.h"
#include "core/tflm/kernels/custom_options.h"
#include "core/tflm/kernels/families.h"
#include "core/tflm/kernels/movement_checks.h"
#include "core/tflm/kernels/operand_checks.h"

namespace thimble::tflm {

namespace {

using enum TensorType;

/// What a kernel wants an operand to be.
struct Wanted {
    TensorType type;
    std::optional<std::size_t> rank;  ///< nothing: any
};

bool requireWanted(KernelCall& call, const Tensor& tensor, Wanted wanted,
                   std::string_view operand) {
    return requireType(call, tensor, operand, {wanted.type}) &&
           (!wanted.rank || requireRank(call, tensor, operand, *wanted.rank));
}

/// What every Prepare here begins with: temporaries of all operands, and checks of each.
bool prepare(KernelCall& call, std::initializer_list<Wanted> inputs,
             std::initializer_list<Wanted> outputs) {
    for (std::size_t i = 0; i < inputs.size(); ++i) call.tempInput(i);
    for (std::size_t i = 0; i < outputs.size(); ++i) call.tempOutput(i);
    if (!requireExactly(call, inputs.size(), outputs.size())) return false;
    for (std::size_t i = 0; i < inputs.size(); ++i)
        if (!requireWanted(call, *call.input(i), inputs.begin()[i], "input " + std::to_string(i)))
            return false;
    for (std::size_t i = 0; i < outputs.size(); ++i)
        if (!requireWanted(call, *call.output(i), outputs.begin()[i],
                           "output " + std::to_string(i)))
            return false;
    return true;
}

/// The options of a kernel that only reads its numbers; their values decide nothing here.
bool initFromOptions(KernelCall& call, Bytes params, std::size_t entries) {
    call.init(params);
    const auto options = CustomOptions::require(call);
    return options && options->requireEntry(call, entries - 1, "all its numbers");
}

void window(KernelCall& call) {
    if (!initFromOptions(call, 8, 1)) return;  // TFLMSignalWindowParams
    if (!prepare(call, {{Int16, {}}, {Int16, 1}}, {{Int16, {}}})) return;
    if (requireRankAtLeast(call, *call.input(0), "input", 1))
        (void)requireRank(call, *call.output(0), "output", call.input(0)->shape.size());
}

void fftAutoScale(KernelCall& call) { prepare(call, {{Int16, 1}}, {{Int16, 1}, {Int32, 0}}); }

void energy(KernelCall& call) {
    if (initFromOptions(call, 8, 2))  // TFLMSignalEnergyParams
        prepare(call, {{Int16, 1}}, {{UInt32, 1}});
}

void filterBankLog(KernelCall& call) {
    if (initFromOptions(call, 8, 2))  // TFLMSignalLogParams
        prepare(call, {{UInt32, 1}}, {{Int16, 1}});
}

void filterBankSquareRoot(KernelCall& call) {
    prepare(call, {{UInt64, 1}, {Int32, 0}}, {{UInt32, 1}});
}

void pcan(KernelCall& call) {
    if (initFromOptions(call, 4, 1))  // TfLitePcanParams
        prepare(call, {{UInt32, 1}, {UInt32, 1}, {Int16, 1}}, {{UInt32, 1}});
}

/// A number that TFLM turns into a size without a look at its sign.
std::optional<std::int64_t> requireCount(KernelCall& call, const CustomOptions& options,
                                         std::size_t position, std::string_view name,
                                         std::int64_t least = 0) {
    const auto count = options.requireEntry(call, position, name);
    if (!count || *count >= least) return count;
    call.refuseIn(Phase::Init, std::string(name) + " " + std::to_string(*count),
                  "TFLite Micro takes it for a size");
    return {};
}

void filterBank(KernelCall& call) {
    call.init(call.sized(36, 64));  // TFLMSignalFilterBankParams
    const auto options = CustomOptions::require(call);
    if (!options) return;
    const auto channels = requireCount(call, *options, 0, "num_channels");
    if (!channels) return;
    call.init(8 * (*channels + 1));  // 64-bit accumulators, and one before the first
    const Wanted table{Int16, 1};
    prepare(call, {{UInt32, 1}, table, table, table, table, table}, {{UInt64, 1}});
}

void filterBankSpectralSubtraction(KernelCall& call) {
    call.init(call.sized(44, 56));  // TFLMSignalSpectralSubtractionParams
    const auto options = CustomOptions::require(call);
    if (!options || !options->requireEntry(call, 8, "all its numbers")) return;
    const auto channels = requireCount(call, *options, 4, "num_channels");
    if (!channels) return;
    call.init(4 * *channels);  // the noise estimate
    prepare(call, {{UInt32, 1}}, {{UInt32, 1}, {UInt32, 1}});
}

/// kissfft's state for a real FFT: its own record, one of a complex FFT of half the length with a
/// factor table and a twiddle per point, room for those points, and half as many more twiddles.
Bytes fftStateBytes(const KernelCall& call, std::int64_t length, Bytes scalar) {
    const Bytes record = call.sized(12, 24);      // kiss_fftr_state: three pointers
    const Bytes halfRecord = 4 + 4 + 2 * 32 * 4;  // kiss_fft_state without its twiddles
    const std::int64_t points = length / 2, complex = 2 * scalar;
    return record + halfRecord + complex * points + complex * (points * 3 / 2);
}

/// The type of a kernel that exists for several, from its options, of which a missing one means 0:
/// float. Nothing, and a refusal, where TFLM has no such kernel.
std::optional<TensorType> requireTypeOption(KernelCall& call, const CustomOptions& options,
                                            TensorTypes accepted) {
    const std::int32_t number = options.integer("T");
    for (const TensorType type : accepted)
        if (number == static_cast<std::int32_t>(type)) return type;
    // TFLM only notices that it has not been initialised.
    call.refuseIn(Phase::Prepare, "T = " + std::to_string(number) + " in its options",
                  "TFLite Micro has no kernel for that type");
    return {};
}

/// What SignalRfft and SignalIrfft have in common; the length of the FFT, or a refusal.
/// `floatState` is what comes before kissfft's state where the type is float.
std::optional<std::int64_t> prepareFft(KernelCall& call, Bytes params, Bytes floatState) {
    const auto options = CustomOptions::require(call);
    if (!options) return {};
    const auto type = requireTypeOption(call, *options, {Int16, Int32, Float32});
    if (!type) return {};
    call.init(params);
    const auto length = requireCount(call, *options, 1, "fft_length", 2);
    if (!length) return {};
    const bool even = *length % 2 == 0;  // kissfft makes no state for an odd one
    call.init((*type == Float32 ? floatState : 0) +
              (even ? fftStateBytes(call, *length, *type == Int16 ? 2 : 4) : 0));
    if (!even)
        call.refuseIn(Phase::Invoke, "fft_length " + std::to_string(*length),
                      "kissfft wants it even");
    if (!prepare(call, {{*type, {}}}, {{*type, {}}}) ||
        !requireRank(call, *call.output(0), "output", call.input(0)->shape.size()) ||
        !requireRankAtLeast(call, *call.input(0), "input", 1))
        return {};
    return *length;
}

void rfft(KernelCall& call) {
    const auto length = prepareFft(call, call.sized(32, 48), 0);  // TfLiteAudioFrontendRfftParams
    if (!length) return;
    const Tensor& input = *call.input(0);
    call.scratch(*length * (input.type == Int16 ? 2 : 4));  // one frame, filled up with zeros
    if (input.shape.back() > *length)
        call.refuseIn(Phase::Invoke, "frames of " + std::to_string(input.shape.back()),
                      "its fft_length of " + std::to_string(*length) + " cannot hold them");
}

void irfft(KernelCall& call) {
    // TfLiteAudioFrontendIrfftParams, IrfftFloatState
    (void)prepareFft(call, call.sized(24, 32), call.sized(8, 16));
}

/// A ring buffer of int16 that is kept twice, so that any stretch of it is contiguous.
Bytes circularBufferBytes(const KernelCall& call, std::int64_t capacity) {
    constexpr Bytes kInt16 = 2;
    return call.sized(24, 40) + 2 * kInt16 * capacity;
}

/// How often the innermost `inner` dimensions are repeated, each with a state of its own.
std::optional<std::int64_t> requireOuterDimensions(KernelCall& call, const Tensor& tensor,
                                                   std::size_t inner) {
    // Beyond it the states alone fill megabytes; a list of them must not fill ours.
    constexpr std::int64_t kMostStates = 1 << 16;
    if (!requireRankAtLeast(call, tensor, "input", inner)) return {};
    std::int64_t outer = 1;
    for (std::size_t i = 0; i < tensor.shape.size(); ++i) {
        if (tensor.shape[i] < 1) {
            call.refuse("an input without elements", "TFLite Micro divides by its size");
            return {};
        }
        if (i + inner < tensor.shape.size()) outer = product({outer, tensor.shape[i]});
    }
    if (outer <= kMostStates) return outer;
    call.refuse(std::to_string(outer) + " states", "no part has memory for so many");
    return {};
}

/// Two lists of pointers, and a ring buffer for each outer dimension.
void persistentCircularBuffers(KernelCall& call, std::int64_t count, std::int64_t capacity) {
    call.persistent(count * call.pointerBytes());
    call.persistent(count * call.pointerBytes());
    for (std::int64_t i = 0; i < count; ++i) call.persistent(circularBufferBytes(call, capacity));
}

void delay(KernelCall& call) {
    call.init(call.sized(20, 32));  // TFLMSignalFrontendDelayParams
    const auto options = CustomOptions::require(call);
    if (!options) return;
    const auto length = requireCount(call, *options, 0, "delay_length");
    if (!length || !prepare(call, {{Int16, {}}}, {{Int16, {}}})) return;
    const Tensor& input = *call.input(0);
    if (const auto outer = requireOuterDimensions(call, input, 1))
        persistentCircularBuffers(call, *outer, input.shape.back() + *length);
}

void framer(KernelCall& call) {
    call.init(call.sized(28, 40));  // TFLMSignalFramerParams
    const auto options = CustomOptions::require(call);
    if (!options || !options->requireEntry(call, 2, "all its numbers")) return;
    const auto size = requireCount(call, *options, 0, "frame_size");
    if (!size) return;
    const auto step = requireCount(call, *options, 1, "frame_step", 1);
    if (!step || !prepare(call, {{Int16, {}}}, {{Int16, {}}, {Bool, 0}})) return;
    const Tensor& input = *call.input(0);
    if (!requireRank(call, *call.output(0), "output", input.shape.size() + 1)) return;
    const auto outer = requireOuterDimensions(call, input, 1);
    if (!outer) return;
    if (input.shape.back() % *step != 0) {
        call.refuse("an input of " + std::to_string(input.shape.back()) + " samples",
                    "they are no whole number of steps of " + std::to_string(*step));
        return;
    }
    persistentCircularBuffers(call, *outer, (*size + *step - 1) / *step * *step);
}

void stacker(KernelCall& call) {
    call.init(call.sized(36, 56));  // TFLMSignalStackerParams
    const auto options = CustomOptions::require(call);
    if (!options || !options->requireEntry(call, 3, "all its numbers")) return;
    const auto channels = requireCount(call, *options, 0, "num_channels");
    if (!channels) return;
    const auto left = requireCount(call, *options, 1, "stacker_left_context");
    if (!left) return;
    const auto right = requireCount(call, *options, 2, "stacker_right_context");
    if (!right) return;
    call.init(circularBufferBytes(call, product({*channels, *left + *right + 1})));
    prepare(call, {{Int16, 1}}, {{Int16, 1}, {Bool, 0}});
}

void overlapAdd(KernelCall& call) {
    const auto options = CustomOptions::require(call);
    if (!options) return;
    const auto type = requireTypeOption(call, *options, {Int16, Float32});
    if (!type) return;
    call.init(call.sized(24, 32));  // TFLMSignalOverlapAddParams
    if (!options->requireEntry(call, 1, "frame_step")) return;
    if (!prepare(call, {{*type, {}}}, {{*type, {}}})) return;
    const Tensor& input = *call.input(0);
    if (!requireRank(call, input, "input", call.output(0)->shape.size() + 1)) return;
    const auto outer = requireOuterDimensions(call, input, 2);
    if (!outer) return;
    call.persistent(*outer * call.pointerBytes());
    for (std::int64_t i = 0; i < *outer; ++i)
        call.persistent(Bytes{input.shape.back()} * (*type == Int16 ? 2 : 4));
}

constexpr KernelEntry signalEntry(std::string_view name, std::string_view resolverCall,
                                  void (*requests)(KernelCall&)) {
    return {BuiltinOperator::Custom, name, resolverCall, requests};
}

constexpr std::array kKernels = {
    signalEntry("SignalDelay", "AddDelay", delay),
    signalEntry("SignalEnergy", "AddEnergy", energy),
    signalEntry("SignalFftAutoScale", "AddFftAutoScale", fftAutoScale),
    signalEntry("SignalFilterBank", "AddFilterBank", filterBank),
    signalEntry("SignalFilterBankLog", "AddFilterBankLog", filterBankLog),
    signalEntry("SignalFilterBankSpectralSubtraction", "AddFilterBankSpectralSubtraction",
                filterBankSpectralSubtraction),
    signalEntry("SignalFilterBankSquareRoot", "AddFilterBankSquareRoot", filterBankSquareRoot),
    signalEntry("SignalFramer", "AddFramer", framer),
    signalEntry("SignalIrfft", "AddIrfft", irfft),
    signalEntry("SignalOverlapAdd", "AddOverlapAdd", overlapAdd),
    signalEntry("SignalPCAN", "AddPCAN", pcan),
    signalEntry("SignalRfft", "AddRfft", rfft),
    signalEntry("SignalStacker", "AddStacker", stacker),
    signalEntry("SignalWindow", "AddWindow", window),
};

}  // namespace

std::span<const KernelEntry> signalKernels() { return kKernels; }

}  // namespace thimble::tflm
