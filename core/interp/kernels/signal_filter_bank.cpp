#include <algorithm>
#include <array>
#include <limits>
#include <utility>

#include "core/interp/kernels/custom_options.h"
#include "core/interp/kernels/families.h"
#include "core/interp/kernels/integer_math.h"
#include "core/interp/operator_call.h"

// What becomes of a spectrum's energies: SignalFilterBank and the operators that follow it. Source:
// TFLM signal/micro/kernels and signal/src of the same names.

namespace thimble::interp {

namespace {

/// Where the channels of a filter bank find their frequencies and weights.
struct Channels {
    In<std::int16_t> weights, unweights, frequencyStarts, weightStarts, widths;
};

/// Channel c weighs its frequencies; with the rest of the weight they count for channel c + 1. One
/// channel more is computed than comes out, the first, of which only that rest is wanted.
Result<Step> prepareFilterBank(OperatorCall& call) {
    THIMBLE_CHECK(call.requireOperands(6));
    THIMBLE_CHECK(call.requireType(call.input(0), TensorType::UInt32));
    for (std::size_t i = 1; i < 6; ++i)
        THIMBLE_CHECK(call.requireType(call.input(i), TensorType::Int16));
    THIMBLE_CHECK(call.requireType(call.output(), TensorType::UInt64));
    const auto input = call.in<std::uint32_t>(0);
    const Channels bank{call.in<std::int16_t>(1), call.in<std::int16_t>(2),
                        call.in<std::int16_t>(3), call.in<std::int16_t>(4),
                        call.in<std::int16_t>(5)};
    const auto output = call.out<std::uint64_t>();
    THIMBLE_TRY(const CustomOptions options, CustomOptions::of(call));
    THIMBLE_TRY(const std::int32_t channels,
                options.entry(0, "num_channels", 0, std::numeric_limits<std::int32_t>::max() - 1));
    const auto count = static_cast<std::size_t>(channels) + 1;
    if (bank.frequencyStarts.size < count || bank.weightStarts.size < count ||
        bank.widths.size < count || output.size >= count)
        return call.fail("its tables do not fit its number of channels");
    const tl::unexpected<Error> outside = call.fail("a channel reads outside its tables");

    return [=](Frame& frame) -> Result<bool> {
        const auto in = input.of(frame);
        const auto weights = bank.weights.of(frame), unweights = bank.unweights.of(frame);
        const auto inside = [](std::int16_t start, std::int16_t width, std::size_t size) {
            return start >= 0 &&
                   static_cast<std::size_t>(start) + static_cast<std::size_t>(width) <= size;
        };
        std::uint64_t weighted = 0, rest = 0;
        for (std::size_t c = 0; c < count; ++c) {
            const std::int16_t frequency = bank.frequencyStarts.of(frame)[c];
            const std::int16_t weight = bank.weightStarts.of(frame)[c];
            const std::int16_t width = bank.widths.of(frame)[c];
            if (width > 0 && !(inside(frequency, width, in.size()) &&
                               inside(weight, width, std::min(weights.size(), unweights.size()))))
                return outside;
            for (std::int16_t j = 0; j < width; ++j) {
                const auto w = static_cast<std::size_t>(weight + j);
                const std::uint64_t energy = in[static_cast<std::size_t>(frequency + j)];
                weighted += static_cast<std::uint64_t>(weights[w]) * energy;
                rest += static_cast<std::uint64_t>(unweights[w]) * energy;
            }
            if (c > 0 && c <= output.size) output.of(frame)[c - 1] = weighted;
            weighted = std::exchange(rest, 0);
        }
        return true;
    };
}

Result<Step> prepareSquareRoot(OperatorCall& call) {
    THIMBLE_CHECK(call.requireOperands(2));
    THIMBLE_CHECK(call.requireType(call.input(0), TensorType::UInt64));
    THIMBLE_CHECK(call.requireType(call.input(1), TensorType::Int32));
    THIMBLE_CHECK(call.requireType(call.output(), TensorType::UInt32));
    THIMBLE_CHECK(call.requireSameElements(call.input(0), call.output()));
    const auto input = call.in<std::uint64_t>(0);
    const auto scale = call.in<std::int32_t>(1);
    const auto output = call.out<std::uint32_t>();
    if (scale.size != 1) return call.fail("its number of bits is not one number");
    const tl::unexpected<Error> tooMany = call.fail("it is to drop more bits than there are");
    return [=](Frame& frame) -> Result<bool> {
        const std::int32_t bits = scale.of(frame)[0];
        if (bits < 0 || bits > 31) return tooMany;
        std::ranges::transform(input.of(frame), output.of(frame).begin(),
                               [bits](std::uint64_t x) { return squareRoot(x) >> bits; });
        return true;
    };
}

Result<Step> prepareLog(OperatorCall& call) {
    THIMBLE_CHECK(call.requireOperands(1));
    THIMBLE_CHECK(call.requireType(call.input(0), TensorType::UInt32));
    THIMBLE_CHECK(call.requireType(call.output(), TensorType::Int16));
    THIMBLE_CHECK(call.requireSameElements(call.input(0), call.output()));
    THIMBLE_TRY(const CustomOptions options, CustomOptions::of(call));
    THIMBLE_TRY(const std::int32_t bits, options.entry(0, "input_correction_bits", 0, 31));
    THIMBLE_TRY(const std::int32_t scale, options.entry(1, "output_scale"));
    const auto input = call.in<std::uint32_t>(0);
    const auto output = call.out<std::int16_t>();
    return [=](Frame& frame) -> Result<bool> {
        constexpr std::uint32_t kMost = std::numeric_limits<std::int16_t>::max();
        std::ranges::transform(input.of(frame), output.of(frame).begin(), [=](std::uint32_t x) {
            const std::uint32_t corrected = x << static_cast<unsigned>(bits);
            if (corrected <= 1) return std::int16_t{0};
            return static_cast<std::int16_t>(
                std::min(kMost, naturalLog(corrected, static_cast<std::uint32_t>(scale))));
        });
        return true;
    };
}

/// How fast the estimate of the noise follows the signal; fractions of 2^bits.
struct Smoothing {
    std::uint32_t fresh = 0;
    std::uint32_t old = 0;
};

struct Subtraction {
    std::array<Smoothing, 2> smoothing;  ///< of even and odd channels
    bool clamping = false;
    std::uint32_t least = 0;     ///< of the signal that remains
    unsigned smoothingBits = 0;  ///< that the estimate has more than the signal
    unsigned fractionBits = 0;

    /// What remains of one channel's signal, whose noise estimate is updated.
    std::uint32_t operator()(std::uint32_t signal, std::uint32_t& noise,
                             std::size_t channel) const {
        const Smoothing smooth = smoothing[channel % 2];
        const std::uint32_t scaled = signal << smoothingBits;
        noise = static_cast<std::uint32_t>(
            (std::uint64_t{scaled} * smooth.fresh + std::uint64_t{noise} * smooth.old) >>
            fractionBits);
        const std::uint32_t estimate = std::min(noise, scaled);
        if (clamping) noise = estimate;
        const auto floor =
            static_cast<std::uint32_t>((std::uint64_t{signal} * least) >> fractionBits);
        return std::max((scaled - estimate) >> smoothingBits, floor);
    }
};

Result<Step> prepareSpectralSubtraction(OperatorCall& call) {
    THIMBLE_CHECK(call.requireOperands(1, 2));
    for (const TensorInfo* tensor : {&call.input(0), &call.output(0), &call.output(1)})
        THIMBLE_CHECK(call.requireType(*tensor, TensorType::UInt32));
    THIMBLE_TRY(const CustomOptions options, CustomOptions::of(call));
    Subtraction subtract;
    const auto fraction = [&options](std::size_t position, std::string_view name,
                                     std::uint32_t& to) -> Result<void> {
        THIMBLE_TRY(const std::int32_t value, options.entry(position, name));
        to = static_cast<std::uint32_t>(value);
        return {};
    };
    THIMBLE_CHECK(fraction(0, "alternate_one_minus_smoothing", subtract.smoothing[1].old));
    THIMBLE_CHECK(fraction(1, "alternate_smoothing", subtract.smoothing[1].fresh));
    THIMBLE_TRY(const std::int32_t clamping, options.entry(2, "clamping"));
    subtract.clamping = clamping != 0;
    THIMBLE_CHECK(fraction(3, "min_signal_remaining", subtract.least));
    THIMBLE_TRY(const std::int32_t channels, options.entry(4, "num_channels"));
    THIMBLE_CHECK(fraction(5, "one_minus_smoothing", subtract.smoothing[0].old));
    THIMBLE_CHECK(fraction(6, "smoothing", subtract.smoothing[0].fresh));
    THIMBLE_TRY(const std::int32_t smoothingBits, options.entry(7, "smoothing_bits", 0, 31));
    THIMBLE_TRY(const std::int32_t fractionBits,
                options.entry(8, "spectral_subtraction_bits", 0, 63));
    subtract.smoothingBits = static_cast<unsigned>(smoothingBits);
    subtract.fractionBits = static_cast<unsigned>(fractionBits);

    const auto input = call.in<std::uint32_t>(0);
    const auto output = call.out<std::uint32_t>(0), noise = call.out<std::uint32_t>(1);
    const auto count = static_cast<std::size_t>(channels);
    if (channels < 0 || input.size != count || output.size != count || noise.size != count)
        return call.fail("its tensors do not fit its number of channels");
    const std::size_t state = call.addState(count * sizeof(std::uint32_t));
    return [=](Frame& frame) -> Result<bool> {
        auto* estimates = reinterpret_cast<std::uint32_t*>(frame.state(state).data());
        for (std::size_t c = 0; c < count; ++c) {
            output.of(frame)[c] = subtract(input.of(frame)[c], estimates[c], c);
            noise.of(frame)[c] = estimates[c];
        }
        return true;
    };
}

/// x^2 / 4 up to 2 and x - 1 above, where x has 12 bits of fraction and the result has 6.
constexpr std::uint32_t shrunk(std::uint32_t x) {
    return x < (2U << 12U) ? (x * x) >> 20U : (x >> 6U) - (1U << 6U);
}

Result<Step> preparePcan(OperatorCall& call) {
    THIMBLE_CHECK(call.requireOperands(3));
    for (const TensorInfo* tensor : {&call.input(0), &call.input(1), &call.output()})
        THIMBLE_CHECK(call.requireType(*tensor, TensorType::UInt32));
    THIMBLE_CHECK(call.requireType(call.input(2), TensorType::Int16));
    THIMBLE_CHECK(call.requireSameElements(call.input(0), call.output()));
    THIMBLE_TRY(const CustomOptions options, CustomOptions::of(call));
    THIMBLE_TRY(const std::int32_t shift, options.entry(0, "snr_shift", 0, 63));
    const auto input = call.in<std::uint32_t>(0), noise = call.in<std::uint32_t>(1);
    const auto gains = call.in<std::int16_t>(2);
    const auto output = call.out<std::uint32_t>();
    if (noise.size < input.size) return call.fail("it has fewer noise estimates than channels");
    const tl::unexpected<Error> outside = call.fail("its table of gains is too short");
    return [=](Frame& frame) -> Result<bool> {
        const auto table = gains.of(frame);
        for (std::size_t c = 0; c < output.size; ++c) {
            const std::uint32_t estimate = noise.of(frame)[c];
            if (gainEntries(estimate) > table.size()) return outside;
            const auto gain = static_cast<std::uint32_t>(interpolatedGain(estimate, table));
            output.of(frame)[c] = shrunk(
                static_cast<std::uint32_t>((std::uint64_t{input.of(frame)[c]} * gain) >> shift));
        }
        return true;
    };
}

constexpr std::array kKernels = {
    KernelEntry{BuiltinOperator::Custom, prepareFilterBank, "SignalFilterBank"},
    KernelEntry{BuiltinOperator::Custom, prepareLog, "SignalFilterBankLog"},
    KernelEntry{BuiltinOperator::Custom, prepareSpectralSubtraction,
                "SignalFilterBankSpectralSubtraction"},
    KernelEntry{BuiltinOperator::Custom, prepareSquareRoot, "SignalFilterBankSquareRoot"},
    KernelEntry{BuiltinOperator::Custom, preparePcan, "SignalPCAN"},
};

}  // namespace

std::span<const KernelEntry> signalFilterBankKernels() { return kKernels; }

}  // namespace thimble::interp
