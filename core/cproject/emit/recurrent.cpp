// SVDF and UNIDIRECTIONAL_SEQUENCE_LSTM: what they remember are variable tensors.

#include <algorithm>
#include <array>
#include <cmath>

#include "core/cproject/emit/channels.h"
#include "core/cproject/emit/families.h"
#include "core/cproject/emit/wide_channels.h"
#include "core/interp/kernels/sigmoid_table.h"
#include "core/interp/requantise.h"

namespace thimble::cproject {

namespace {

using interp::Multiplier;
using interp::TensorInfo;

std::int64_t shiftOf(Multiplier factor) { return std::clamp(factor.shift, -31, 31); }

/// The sum of each `size` weights behind one another, times minus the zero point of what they
/// weigh; what does not fit 32 bits is lost, as in the kernels' sums.
template <typename T>
std::vector<std::int32_t> zeroPointTerms(std::span<const T> weights, std::size_t size,
                                         std::int32_t weightZero, std::int32_t zero) {
    std::vector<std::int32_t> terms;
    for (std::size_t at = 0; size > 0 && at + size <= weights.size(); at += size) {
        std::uint32_t sum = 0;
        for (const T weight : weights.subspan(at, size))
            sum += static_cast<std::uint32_t>(weight) - static_cast<std::uint32_t>(weightZero);
        terms.push_back(static_cast<std::int32_t>(0U - sum * static_cast<std::uint32_t>(zero)));
    }
    return terms;
}

namespace svdf {

constexpr std::size_t kInput = 0, kFeature = 1, kTime = 2, kBias = 3, kState = 4;

void emitSizes(Emitter& e) {
    e.field("batches", e.input(kInput).shape[0])
        .field("inputs", e.input(kInput).shape[1])
        .field("filters", e.input(kFeature).shape[0])
        .field("memory", e.input(kTime).shape[1])
        .field("rank", e.op().option("rank"));
}

/// One for each output; zeros where there is none.
template <typename T>
Result<std::vector<T>> biasesOf(const Emitter& e) {
    const auto units = static_cast<std::size_t>(e.output().shape[1]);
    if (!e.op().has(kBias)) return std::vector<T>(units);
    const auto biases = e.op().constant<T>(kBias);
    if (biases.size() != units) return e.fail("its bias is no constant");
    return std::vector<T>(biases.begin(), biases.end());
}

/// `T` is the type of what is remembered.
template <typename T>
Result<void> emitBytes(Emitter& e) {
    const TensorInfo &input = e.input(kInput), &feature = e.input(kFeature);
    const TensorInfo &time = e.input(kTime), &state = e.input(kState), &output = e.output();
    if (!feature.isConstant || !time.isConstant) return e.fail("its weights are no constants");
    THIMBLE_TRY(std::vector<std::int32_t> biases, biasesOf<std::int32_t>(e));
    const auto piece =
        static_cast<std::size_t>(e.op().option("rank")) * static_cast<std::size_t>(time.shape[1]);
    const std::vector<std::int32_t> ofMemory =
        zeroPointTerms(e.op().constant<T>(kTime), piece, 0, state.zeroPoint);
    for (std::size_t u = 0; u < biases.size(); ++u)
        biases[u] = interp::wrappingAdd(biases[u], ofMemory[u]);
    std::vector<std::int32_t> ofInput =
        zeroPointTerms(e.op().constant<std::int8_t>(kFeature),
                       static_cast<std::size_t>(input.shape[1]), 0, input.zeroPoint);
    ofInput.resize(static_cast<std::size_t>(feature.shape[0]));  // without inputs there are none
    const float toState = input.scale * feature.scale / state.scale;
    const float toOutput = state.scale * time.scale / output.scale;
    const Multiplier stateFactor = interp::quantizeMultiplier(static_cast<double>(toState));
    const Multiplier outputFactor = interp::quantizeMultiplier(static_cast<double>(toOutput));
    e.call("th_svdf_s8");
    emitSizes(e);
    e.field("is_wide", sizeof(T) == 2 ? 1 : 0)
        .array<std::int32_t>("filter_bias", ofInput)
        .array<std::int32_t>("output_bias", biases)
        .field("state_multiplier", stateFactor.multiplier)
        .field("state_shift", shiftOf(stateFactor))
        .field("state_zero", state.zeroPoint)
        .field("output_multiplier", outputFactor.multiplier)
        .field("output_shift", shiftOf(outputFactor))
        .field("output_zero", output.zeroPoint);
    e.in(kInput).in(kFeature).in(kTime).in(kState).out();
    return {};
}

Result<void> emitFloat(Emitter& e) {
    THIMBLE_TRY(const std::vector<float> biases, biasesOf<float>(e));
    e.call("th_svdf_f32");
    emitSizes(e);
    e.field("activation", e.op().option("fused_activation_function"))
        .array<float>("biases", biases);
    e.in(kInput).in(kFeature).in(kTime).in(kState).out();
    return {};
}

Result<void> emit(Emitter& e) {
    if (e.input(kInput).type == TensorType::Float32) return emitFloat(e);
    return e.input(kTime).type == TensorType::Int16 ? emitBytes<std::int16_t>(e)
                                                    : emitBytes<std::int8_t>(e);
}

}  // namespace svdf

namespace lstm {

constexpr std::size_t kGates = 4;
// Positions among the inputs; of weights and biases, those of the first gate.
constexpr std::size_t kInput = 0, kInputWeights = 1, kRecurrentWeights = 5, kBiases = 12;
constexpr std::size_t kHidden = 18, kCell = 19;

void emitSizes(Emitter& e) {
    const TensorInfo& input = e.input(kInput);
    const bool timeMajor = e.op().flag("time_major");
    e.field("batches", input.shape[timeMajor ? 1 : 0])
        .field("steps", input.shape[timeMajor ? 0 : 1])
        .field("inputs", input.shape[2])
        .field("units", e.output().shape[2])
        .field("is_time_major", timeMajor ? 1 : 0);
}

void emitOperands(Emitter& e) {
    e.in(kInput);
    for (std::size_t g = 0; g < kGates; ++g) e.in(kInputWeights + g);
    for (std::size_t g = 0; g < kGates; ++g) e.in(kRecurrentWeights + g);
    const auto units = static_cast<std::size_t>(e.output().shape[2]);
    e.in(kHidden).in(kCell).out().scratch(units * sizeof(float));
}

Result<void> requireConstants(const Emitter& e) {
    for (std::size_t g = 0; g < kGates; ++g)
        for (const std::size_t i : {kInputWeights + g, kRecurrentWeights + g, kBiases + g})
            if (!e.input(i).isConstant) return e.fail("its weights are no constants");
    return {};
}

Multiplier gateFactor(const TensorInfo& vector, const TensorInfo& weights) {
    constexpr float kGateUnit = 1.0F / 4096;
    return interp::quantizeMultiplier(static_cast<double>(vector.scale * weights.scale) /
                                      static_cast<double>(kGateUnit));
}

/// By gate and unit: the bias with the input's term, and the hidden state's term.
std::vector<std::int32_t> biasesOf(const Emitter& e) {
    const auto terms = [&](std::size_t weights, std::size_t vector) {
        return zeroPointTerms(e.op().constant<std::int8_t>(weights),
                              static_cast<std::size_t>(e.input(weights).shape[1]),
                              e.input(weights).zeroPoint, e.input(vector).zeroPoint);
    };
    std::vector<std::int32_t> result;
    for (std::size_t g = 0; g < kGates; ++g) {
        const auto biases = e.op().constant<std::int32_t>(kBiases + g);
        std::vector<std::int32_t> ofInput = terms(kInputWeights + g, kInput);
        const std::vector<std::int32_t> ofHidden = terms(kRecurrentWeights + g, kHidden);
        ofInput.resize(biases.size());
        for (std::size_t u = 0; u < biases.size(); ++u) {
            result.push_back(interp::wrappingAdd(biases[u], ofInput[u]));
            result.push_back(ofHidden[u]);
        }
    }
    return result;
}

/// Rows of all gates, word by word beside each other.
std::vector<std::uint32_t> packedGates(const Emitter& e, std::size_t first) {
    const auto units = static_cast<std::size_t>(e.input(first).shape[0]);
    const auto count = static_cast<std::size_t>(e.input(first).shape[1]);
    std::vector<std::uint32_t> packed;
    for (std::size_t u = 0; u < units; ++u)
        for (std::size_t i = 0; i < count; i += 4)
            for (std::size_t g = 0; g < kGates; ++g)
                packed.push_back(packedWord(
                    e.op().constant<std::int8_t>(first + g).subspan(u * count, count), i));
    return packed;
}

/// The fields `sums` and `table`; sums of 64 bits have multipliers of 16.
void emitGates(Emitter& e, bool isWide) {
    std::vector<std::int32_t> sums;
    for (std::size_t g = 0; g < kGates; ++g)
        for (const auto& [weightsAt, vectorAt] :
             {std::pair(kInputWeights + g, kInput), std::pair(kRecurrentWeights + g, kHidden)}) {
            const TensorInfo& weights = e.input(weightsAt);
            const Multiplier factor = gateFactor(e.input(vectorAt), weights);
            const Multiplier given =
                isWide ? wideFactor(factor)
                       : Multiplier{factor.multiplier, std::clamp(factor.shift, -31, 31)};
            sums.insert(sums.end(), {weights.zeroPoint, given.multiplier, given.shift});
        }
    e.records("sums", "th_lstm_sum", 3, sums).array<std::uint16_t>("table", interp::sigmoidTable());
}

/// The field `cell`, a th_lstm_cell.
void emitCell(Emitter& e) {
    const TensorInfo &hidden = e.input(kHidden), &cell = e.input(kCell);
    constexpr double kUnit = 1.0 / 32768;  // of what gates give
    const auto cellScale = static_cast<double>(cell.scale);
    const Multiplier forget = interp::quantizeMultiplier(kUnit * cellScale / cellScale);
    const Multiplier fresh = interp::quantizeMultiplier(kUnit * kUnit / cellScale);
    const Multiplier out =
        interp::quantizeMultiplier(kUnit * kUnit / static_cast<double>(hidden.scale));
    const float clip = e.op().real("cell_clip");
    const std::int64_t highest =
        clip > 0
            ? static_cast<std::int16_t>(std::min(static_cast<double>(clip) / cellScale, 32767.0))
            : -1;
    // The cell state's scale counts as the nearest power of two.
    const auto power = static_cast<int>(std::round(std::log(cell.scale) * (1.0F / std::log(2.0F))));
    e.field("cell", {forget.multiplier, shiftOf(forget), fresh.multiplier, shiftOf(fresh),
                     out.multiplier, shiftOf(out), hidden.zeroPoint, highest, power + 12});
}

Result<void> emitBytes(Emitter& e) {
    THIMBLE_CHECK(requireConstants(e));
    e.call("th_lstm_s8");
    emitSizes(e);
    emitGates(e, false);
    e.array<std::int32_t>("biases", biasesOf(e))
        .array<std::uint32_t>("input_weights", packedGates(e, kInputWeights))
        .array<std::uint32_t>("hidden_weights", packedGates(e, kRecurrentWeights));
    emitCell(e);
    e.in(kInput).in(kHidden).in(kCell).out();
    e.scratch(static_cast<std::size_t>(e.output().shape[2]));
    return {};
}

Result<void> emitWords(Emitter& e) {
    THIMBLE_CHECK(requireConstants(e));
    std::vector<std::int64_t> biases;
    for (std::size_t g = 0; g < kGates; ++g) {
        const auto ofGate = e.op().constant<std::int64_t>(kBiases + g);
        biases.insert(biases.end(), ofGate.begin(), ofGate.end());
    }
    e.call("th_lstm_s16");
    emitSizes(e);
    emitGates(e, true);
    e.field("input_zero", e.input(kInput).zeroPoint).array<std::int64_t>("biases", biases);
    emitCell(e);
    emitOperands(e);
    return {};
}

Result<void> emitFloat(Emitter& e) {
    THIMBLE_CHECK(requireConstants(e));
    std::vector<float> biases;
    for (std::size_t g = 0; g < kGates; ++g) {
        const auto ofGate = e.op().constant<float>(kBiases + g);
        biases.insert(biases.end(), ofGate.begin(), ofGate.end());
    }
    e.call("th_lstm_f32");
    emitSizes(e);
    e.array<float>("biases", biases).real("clip", e.op().real("cell_clip"));
    emitOperands(e);
    return {};
}

Result<void> emit(Emitter& e) {
    switch (e.input(kInput).type) {
        case TensorType::Float32: return emitFloat(e);
        case TensorType::Int8: return emitBytes(e);
        default: return emitWords(e);
    }
}

}  // namespace lstm

constexpr std::array kEmitters = {
    EmitEntry{BuiltinOperator::Svdf, svdf::emit},
    EmitEntry{BuiltinOperator::UnidirectionalSequenceLstm, lstm::emit},
};

}  // namespace

std::span<const EmitEntry> recurrentEmitters() { return kEmitters; }

}  // namespace thimble::cproject
