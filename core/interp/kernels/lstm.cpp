#include <algorithm>
#include <array>
#include <cmath>
#include <cstdint>
#include <limits>
#include <type_traits>
#include <vector>

#include "core/interp/kernels/families.h"
#include "core/interp/kernels/sigmoid_table.h"
#include "core/interp/kernels/variable.h"
#include "core/interp/operator_call.h"
#include "core/interp/requantise.h"

// UNIDIRECTIONAL_SEQUENCE_LSTM in its plain form: no peephole, no projection, no layer
// normalization. Source: TFLM micro/kernels/lstm_eval.h, lstm_eval.cc, lstm_eval_common.cc.

namespace thimble::interp {

namespace {

constexpr std::size_t kGates = 4;
using Gate = std::size_t;
constexpr Gate kInputGate = 0, kForgetGate = 1, kCellGate = 2, kOutputGate = 3;

// Positions among the inputs; of weights and biases, those of the first gate.
constexpr std::size_t kInput = 0, kInputWeights = 1, kRecurrentWeights = 5, kBiases = 12;
constexpr std::size_t kHidden = 18, kCell = 19;
constexpr auto kVariants = std::to_array<std::size_t>({9, 10, 11, 16, 17, 20, 21, 22, 23});

struct Sizes {
    std::size_t batches = 0, steps = 0, inputs = 0, units = 0;
    bool timeMajor = false;
    /// Among the rows of the input, and of the output.
    [[nodiscard]] std::size_t row(std::size_t batch, std::size_t step) const {
        return timeMajor ? step * batches + batch : batch * steps + step;
    }
};

/// Bias and cell of an activation type.
template <typename T>
struct TypesOf;
template <>
struct TypesOf<float> {
    using Weight = float;
    using Bias = float;
    using Cell = float;
    static constexpr TensorType kType = TensorType::Float32, kWeight = TensorType::Float32,
                                kBias = TensorType::Float32, kCellState = TensorType::Float32;
};
template <>
struct TypesOf<std::int8_t> {
    using Weight = std::int8_t;
    using Bias = std::int32_t;
    using Cell = std::int16_t;
    static constexpr TensorType kType = TensorType::Int8, kWeight = TensorType::Int8,
                                kBias = TensorType::Int32, kCellState = TensorType::Int16;
};
template <>
struct TypesOf<std::int16_t> {
    using Weight = std::int8_t;
    using Bias = std::int64_t;
    using Cell = std::int16_t;
    static constexpr TensorType kType = TensorType::Int16, kWeight = TensorType::Int8,
                                kBias = TensorType::Int64, kCellState = TensorType::Int16;
};

/// One row of a matrix, times a vector.
template <typename T>
struct Product {
    const typename TypesOf<T>::Weight* weights = nullptr;
    const T* vector = nullptr;
    std::size_t size = 0;
};

/// What the four gates and the states compute with floats.
struct FloatMath {
    using Activation = float;
    float clip = 0;

    [[nodiscard]] static float sum(const Product<float>& product) {
        float total = 0;
        for (std::size_t i = 0; i < product.size; ++i)
            total += product.vector[i] * product.weights[i];
        return total;
    }
    [[nodiscard]] float gate(Gate, const Product<float>& input, float bias,
                             const Product<float>& recurrent) const {
        return (sum(input) + bias) + sum(recurrent);
    }
    [[nodiscard]] static float logistic(float x) {
        constexpr float kHighest = 16.619047164916992188F, kLowest = -9;
        if (x > kHighest) return 1;
        if (x < kLowest) return std::exp(x);
        return 1 / (1 + std::exp(-x));
    }
    [[nodiscard]] static float tanh(float x) { return std::tanh(x); }
    [[nodiscard]] float cell(float before, float forget, float input, float fresh) const {
        const float after = forget * before + input * fresh;
        return clip > 0 ? std::clamp(after, -clip, clip) : after;
    }
    [[nodiscard]] static float hidden(float cell, float output) { return std::tanh(cell) * output; }
};

constexpr std::int16_t saturated(std::int32_t x) {
    return static_cast<std::int16_t>(std::clamp(x, -32768, 32767));
}

/// The same in fixed point. Gates take 2^-12 for their unit and give 2^-15.
template <typename T>
struct FixedMath {
    using Activation = T;
    using Accumulator = typename TypesOf<T>::Bias;
    struct Scales {
        Multiplier input, recurrent;
        std::int32_t inputZero = 0, recurrentZero = 0;  ///< of the weights
    };
    std::array<Scales, kGates> gates;
    std::int32_t inputZero = 0, hiddenZero = 0;
    Multiplier forget, fresh, out;
    std::int16_t clip = -1;  ///< negative: none
    int tanhShift = 0;       ///< of the cell state to tableTanh's unit

    /// Products of 32 bits, and what does not fit lost; sums of as many as the bias has.
    [[nodiscard]] static std::int16_t sum(const Product<T>& product, std::int32_t weightZero,
                                          std::int32_t vectorZero, Accumulator bias,
                                          Multiplier scale) {
        auto total = static_cast<std::uint64_t>(bias);
        for (std::size_t i = 0; i < product.size; ++i) {
            const auto weight = static_cast<std::uint32_t>(product.weights[i]) -
                                static_cast<std::uint32_t>(weightZero);
            const auto value = static_cast<std::uint32_t>(product.vector[i]) -
                               static_cast<std::uint32_t>(vectorZero);
            total += static_cast<std::uint64_t>(static_cast<std::int32_t>(weight * value));
        }
        return saturated(requantise(static_cast<Accumulator>(total), scale));
    }
    [[nodiscard]] std::int16_t gate(Gate which, const Product<T>& input, Accumulator bias,
                                    const Product<T>& recurrent) const {
        const Scales& s = gates[which];
        return saturated(std::int32_t{sum(input, s.inputZero, inputZero, bias, s.input)} +
                         sum(recurrent, s.recurrentZero, hiddenZero, 0, s.recurrent));
    }
    [[nodiscard]] static std::int16_t logistic(std::int16_t x) { return tableLogistic(3 * x); }
    [[nodiscard]] static std::int16_t tanh(std::int16_t x) { return tableTanh(3 * x); }
    [[nodiscard]] std::int16_t cell(std::int16_t before, std::int16_t forgetting,
                                    std::int16_t input, std::int16_t candidate) const {
        const std::int16_t kept = saturated(requantise(std::int32_t{forgetting} * before, forget));
        const std::int16_t added = saturated(requantise(std::int32_t{input} * candidate, fresh));
        const std::int16_t after = saturated(std::int32_t{kept} + added);
        return clip >= 0 ? std::clamp<std::int16_t>(after, static_cast<std::int16_t>(-clip), clip)
                         : after;
    }
    [[nodiscard]] T hidden(std::int16_t cell, std::int16_t output) const {
        const std::int32_t x = tanhShift >= 0 ? cell * (3 << tanhShift)
                                              : (cell * 3 + (1 << (-tanhShift - 1))) >> -tanhShift;
        const std::int32_t product = std::int32_t{tableTanh(x)} * output;
        return static_cast<T>(
            std::clamp<std::int32_t>(wrappingAdd(requantise(product, out), hiddenZero),
                                     std::numeric_limits<T>::min(), std::numeric_limits<T>::max()));
    }
};

bool isMatrix(const TensorInfo& tensor, std::size_t rows, std::size_t columns) {
    return tensor.shape.size() == 2 && static_cast<std::size_t>(tensor.shape[0]) == rows &&
           static_cast<std::size_t>(tensor.shape[1]) == columns;
}

Result<Sizes> sizesOf(const OperatorCall& call) {
    const TensorInfo& input = call.input(kInput);
    const TensorInfo& output = call.output();
    if (input.shape.size() != 3 || output.shape.size() != 3 || input.shape[0] != output.shape[0] ||
        input.shape[1] != output.shape[1])
        return call.fail("input and output are not sequences of the same length");
    Sizes sizes{.inputs = static_cast<std::size_t>(input.shape[2]),
                .units = static_cast<std::size_t>(output.shape[2]),
                .timeMajor = call.flag("time_major")};
    sizes.batches = static_cast<std::size_t>(input.shape[sizes.timeMajor ? 1 : 0]);
    sizes.steps = static_cast<std::size_t>(input.shape[sizes.timeMajor ? 0 : 1]);
    bool fit = call.input(kHidden).elements == sizes.batches * sizes.units &&
               call.input(kCell).elements == sizes.batches * sizes.units;
    for (std::size_t g = 0; g < kGates; ++g)
        fit = fit && isMatrix(call.input(kInputWeights + g), sizes.units, sizes.inputs) &&
              isMatrix(call.input(kRecurrentWeights + g), sizes.units, sizes.units) &&
              call.input(kBiases + g).elements == sizes.units;
    if (!fit) return call.fail("shapes of weights, biases and states do not fit together");
    return sizes;
}

template <typename T>
Result<void> requireTypes(const OperatorCall& call) {
    using Types = TypesOf<T>;
    THIMBLE_CHECK(call.requireType(call.output(), Types::kType));
    THIMBLE_CHECK(call.requireType(call.input(kHidden), Types::kType));
    THIMBLE_CHECK(call.requireType(call.input(kCell), Types::kCellState));
    for (std::size_t g = 0; g < kGates; ++g) {
        THIMBLE_CHECK(call.requireType(call.input(kInputWeights + g), Types::kWeight));
        THIMBLE_CHECK(call.requireType(call.input(kRecurrentWeights + g), Types::kWeight));
        THIMBLE_CHECK(call.requireType(call.input(kBiases + g), Types::kBias));
    }
    return {};
}

template <typename Math>
Result<Step> makeStep(const OperatorCall& call, const Math& math) {
    using T = typename Math::Activation;
    using Types = TypesOf<T>;
    THIMBLE_TRY(const Sizes sizes, sizesOf(call));
    THIMBLE_TRY(const auto hiddens, variableInput<T>(call, kHidden));
    THIMBLE_TRY(const auto cells, variableInput<typename Types::Cell>(call, kCell));
    std::array<In<typename Types::Weight>, kGates> inputWeights, recurrentWeights;
    std::array<In<typename Types::Bias>, kGates> biases;
    for (std::size_t g = 0; g < kGates; ++g) {
        inputWeights[g] = call.in<typename Types::Weight>(kInputWeights + g);
        recurrentWeights[g] = call.in<typename Types::Weight>(kRecurrentWeights + g);
        biases[g] = call.in<typename Types::Bias>(kBiases + g);
    }
    const auto inputs = call.in<T>(kInput);
    const auto outputs = call.out<T>();
    return [=](Frame& frame) -> Result<bool> {
        std::vector<T> next(sizes.units);
        for (std::size_t b = 0; b < sizes.batches; ++b) {
            const auto hidden = hiddens.of(frame).subspan(b * sizes.units, sizes.units);
            const auto cell = cells.of(frame).subspan(b * sizes.units, sizes.units);
            for (std::size_t t = 0; t < sizes.steps; ++t) {
                const std::size_t row = sizes.row(b, t);
                const T* input = inputs.of(frame).data() + row * sizes.inputs;
                for (std::size_t u = 0; u < sizes.units; ++u) {
                    const auto gate = [&](Gate g) {
                        return math.gate(g,
                                         {inputWeights[g].of(frame).data() + u * sizes.inputs,
                                          input, sizes.inputs},
                                         biases[g].of(frame)[u],
                                         {recurrentWeights[g].of(frame).data() + u * sizes.units,
                                          hidden.data(), sizes.units});
                    };
                    cell[u] =
                        math.cell(cell[u], math.logistic(gate(kForgetGate)),
                                  math.logistic(gate(kInputGate)), math.tanh(gate(kCellGate)));
                    next[u] = math.hidden(cell[u], math.logistic(gate(kOutputGate)));
                }
                std::ranges::copy(next, hidden.begin());
                std::ranges::copy(next, outputs.of(frame).subspan(row * sizes.units).begin());
            }
        }
        return true;
    };
}

Result<Step> prepareFloat(const OperatorCall& call) {
    THIMBLE_CHECK(requireTypes<float>(call));
    return makeStep(call, FloatMath{call.real("cell_clip")});
}

/// a * b / c, where scales multiply; it must not leave the range of numbers.
Result<Multiplier> ratio(const OperatorCall& call, double product, float divisor) {
    const double factor = product / static_cast<double>(divisor);
    if (!std::isfinite(factor)) return call.fail("its scales are too far apart");
    return quantizeMultiplier(factor);
}

Result<Multiplier> gateScale(const OperatorCall& call, const TensorInfo& vector,
                             const TensorInfo& weights) {
    constexpr float kGateUnit = 1.0F / 4096;
    THIMBLE_CHECK(call.requireQuantized(weights));
    if (weights.quantization != nullptr && weights.quantization->scale.size() > 1)
        return call.fail("its weights have a scale per channel");
    return ratio(call, static_cast<double>(vector.scale * weights.scale), kGateUnit);
}

template <typename T>
Result<Step> prepareFixed(const OperatorCall& call) {
    THIMBLE_CHECK(requireTypes<T>(call));
    const TensorInfo& input = call.input(kInput);
    const TensorInfo& hidden = call.input(kHidden);
    const TensorInfo& cell = call.input(kCell);
    for (const TensorInfo* tensor : {&input, &hidden, &cell})
        THIMBLE_CHECK(call.requireQuantized(*tensor));
    FixedMath<T> math;
    math.inputZero = input.zeroPoint;
    math.hiddenZero = hidden.zeroPoint;
    for (std::size_t g = 0; g < kGates; ++g) {
        const TensorInfo& weights = call.input(kInputWeights + g);
        const TensorInfo& recurrent = call.input(kRecurrentWeights + g);
        auto& scales = math.gates[g];
        scales.inputZero = weights.zeroPoint;
        scales.recurrentZero = recurrent.zeroPoint;
        THIMBLE_TRY(scales.input, gateScale(call, input, weights));
        THIMBLE_TRY(scales.recurrent, gateScale(call, hidden, recurrent));
    }
    constexpr double kUnit = 1.0 / 32768;  // of what gates give
    const auto cellScale = static_cast<double>(cell.scale);
    THIMBLE_TRY(math.forget, ratio(call, kUnit * cellScale, cell.scale));
    THIMBLE_TRY(math.fresh, ratio(call, kUnit * kUnit, cell.scale));
    THIMBLE_TRY(math.out, ratio(call, kUnit * kUnit, hidden.scale));
    const float clip = call.real("cell_clip");
    if (clip > 0)
        math.clip =
            static_cast<std::int16_t>(std::min(static_cast<double>(clip) / cellScale, 32767.0));
    // The cell state's scale counts as the nearest power of two.
    math.tanhShift =
        static_cast<int>(std::round(std::log(cell.scale) * (1.0F / std::log(2.0F)))) + 12;
    if (math.tanhShift < -30 || math.tanhShift > 14)
        return call.fail("its cell state's scale makes no sense");
    return makeStep(call, math);
}

Result<Step> prepareLstm(OperatorCall& call) {
    constexpr std::int64_t kTanh = 4;
    THIMBLE_CHECK(call.requireOperands(kVariants[0]));
    for (std::size_t i = kBiases; i < kBiases + kGates; ++i)
        if (!call.has(i)) return call.fail("a bias is missing");
    if (!call.has(kHidden) || !call.has(kCell)) return call.fail("a state is missing");
    for (const std::size_t i : kVariants)
        if (call.has(i))
            return call.fail("there is no kernel with peephole, projection or layer normalization");
    if (call.option("fused_activation_function") != kTanh)
        return call.fail("there is no kernel whose cell gate is not tanh");
    switch (call.input(kInput).type) {
        case TensorType::Float32: return prepareFloat(call);
        case TensorType::Int8: return prepareFixed<std::int8_t>(call);
        case TensorType::Int16: return prepareFixed<std::int16_t>(call);
        default: return call.failType(call.input(kInput));
    }
}

constexpr std::array kKernels = {
    KernelEntry{BuiltinOperator::UnidirectionalSequenceLstm, prepareLstm}};

}  // namespace

std::span<const KernelEntry> lstmKernels() { return kKernels; }

}  // namespace thimble::interp
