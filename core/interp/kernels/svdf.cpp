#include <algorithm>
#include <array>
#include <cmath>
#include <cstdint>
#include <limits>
#include <type_traits>

#include "core/interp/kernels/families.h"
#include "core/interp/kernels/variable.h"
#include "core/interp/operator_call.h"
#include "core/interp/requantise.h"

// SVDF: every filter remembers its last answers to the input, and weighs them over time. Source:
// TFLM micro/kernels/svdf_common.cc, activation_utils.h.

namespace thimble::interp {

namespace {

constexpr std::size_t kInput = 0, kFeature = 1, kTime = 2, kBias = 3, kState = 4;

struct Sizes {
    std::size_t batches = 0;
    std::size_t inputs = 0;
    std::size_t filters = 0;
    std::size_t memory = 0;  ///< answers remembered by each filter
    std::size_t rank = 0;    ///< filters per unit
    [[nodiscard]] std::size_t units() const { return filters / rank; }
};

bool isMatrix(const TensorInfo& tensor, std::size_t rows, std::size_t columns) {
    return tensor.shape.size() == 2 && static_cast<std::size_t>(tensor.shape[0]) == rows &&
           static_cast<std::size_t>(tensor.shape[1]) == columns;
}

Result<Sizes> sizesOf(const OperatorCall& call) {
    const TensorInfo& input = call.input(kInput);
    const TensorInfo& feature = call.input(kFeature);
    const TensorInfo& time = call.input(kTime);
    const std::int64_t rank = call.option("rank");
    if (input.shape.size() != 2 || feature.shape.size() != 2 || time.shape.size() != 2)
        return call.fail("input and weights are not matrices");
    if (rank < 1 || feature.shape[0] % rank != 0)
        return call.fail("its rank does not divide the filters");
    const auto size = [](const TensorInfo& tensor, std::size_t axis) {
        return static_cast<std::size_t>(tensor.shape[axis]);
    };
    const Sizes sizes{.batches = size(input, 0),
                      .inputs = size(input, 1),
                      .filters = size(feature, 0),
                      .memory = size(time, 1),
                      .rank = static_cast<std::size_t>(rank)};
    if (!isMatrix(feature, sizes.filters, sizes.inputs) ||
        !isMatrix(time, sizes.filters, sizes.memory) ||
        !isMatrix(call.input(kState), sizes.batches, sizes.memory * sizes.filters) ||
        !isMatrix(call.output(), sizes.batches, sizes.units()) ||
        (call.has(kBias) && call.input(kBias).elements != sizes.units()))
        return call.fail("shapes of weights, state, bias and output do not fit together");
    if (sizes.memory == 0) return call.fail("its filters remember nothing");
    return sizes;
}

/// The bias, or nothing: then as if it were zero.
template <typename T>
struct Bias {
    In<T> tensor;
    bool present = false;
    [[nodiscard]] T of(const Frame& frame, std::size_t unit) const {
        return present ? tensor.of(frame)[unit] : T{0};
    }
};

template <typename T>
Result<Bias<T>> biasOf(const OperatorCall& call) {
    if (!call.has(kBias)) return Bias<T>{};
    THIMBLE_CHECK(call.requireType(
        call.input(kBias), std::is_floating_point_v<T> ? TensorType::Float32 : TensorType::Int32));
    return Bias<T>{call.in<T>(kBias), true};
}

/// Everything one place towards the past. TFLM moves all filters' answers as one row, so that the
/// newest of one filter is for a moment the oldest of the one before it; it is overwritten at once.
template <typename T>
void age(std::span<T> state) {
    if (!state.empty()) std::copy(state.begin() + 1, state.end(), state.begin());
}

/// a * b - a * zeroPoint in 32 bits, with what does not fit lost.
constexpr std::uint32_t product(std::int32_t weight, std::int32_t value, std::int32_t zeroPoint) {
    return static_cast<std::uint32_t>(weight) *
           (static_cast<std::uint32_t>(value) - static_cast<std::uint32_t>(zeroPoint));
}

struct Quantized {
    Sizes sizes;
    Multiplier toState, toOutput;
    std::int32_t inputZero = 0, stateZero = 0, outputZero = 0;
};

/// The filters' answers to the input, each into its newest place.
template <typename T>
void answer(const Quantized& q, std::span<const std::int8_t> input,
            std::span<const std::int8_t> feature, std::span<T> state) {
    for (std::size_t b = 0; b < q.sizes.batches; ++b)
        for (std::size_t f = 0; f < q.sizes.filters; ++f) {
            std::uint32_t sum = 0;
            for (std::size_t i = 0; i < q.sizes.inputs; ++i)
                sum += product(feature[f * q.sizes.inputs + i], input[b * q.sizes.inputs + i],
                               q.inputZero);
            const std::int32_t scaled = requantise(static_cast<std::int32_t>(sum), q.toState);
            const std::int32_t value = std::clamp<std::int32_t>(
                scaled, std::numeric_limits<T>::min(), std::numeric_limits<T>::max());
            state[(b * q.sizes.filters + f + 1) * q.sizes.memory - 1] =
                static_cast<T>(wrappingAdd(value, q.stateZero));
        }
}

template <typename T>
Result<Step> prepareQuantized(OperatorCall& call) {
    const TensorInfo& input = call.input(kInput);
    const TensorInfo& feature = call.input(kFeature);
    const TensorInfo& time = call.input(kTime);
    const TensorInfo& state = call.input(kState);
    const TensorInfo& output = call.output();
    THIMBLE_CHECK(call.requireType(feature, TensorType::Int8));
    THIMBLE_CHECK(call.requireSameType(state, time));
    THIMBLE_CHECK(call.requireType(output, TensorType::Int8));
    THIMBLE_TRY(const auto bias, biasOf<std::int32_t>(call));
    THIMBLE_TRY(const auto memory, variableInput<T>(call, kState));
    for (const TensorInfo* tensor : {&input, &feature, &time, &state, &output})
        THIMBLE_CHECK(call.requireQuantized(*tensor));
    Quantized q{
        .inputZero = input.zeroPoint, .stateZero = state.zeroPoint, .outputZero = output.zeroPoint};
    THIMBLE_TRY(q.sizes, sizesOf(call));
    // Products and quotients of floats, as in TFLM, not of doubles.
    const float toState = input.scale * feature.scale / state.scale;
    const float toOutput = state.scale * time.scale / output.scale;
    if (!std::isfinite(toState) || !std::isfinite(toOutput))
        return call.fail("its scales are too far apart");
    q.toState = quantizeMultiplier(static_cast<double>(toState));
    q.toOutput = quantizeMultiplier(static_cast<double>(toOutput));

    const auto inputs = call.in<std::int8_t>(kInput), features = call.in<std::int8_t>(kFeature);
    const auto times = call.in<T>(kTime);
    const auto outputs = call.out<std::int8_t>();
    return [=](Frame& frame) -> Result<bool> {
        const std::span<T> remembered = memory.of(frame);
        age(remembered);
        answer<T>(q, inputs.of(frame), features.of(frame), remembered);
        const std::span<const T> weights = times.of(frame);
        const std::span<std::int8_t> out = outputs.of(frame);
        // A unit's filters lie side by side, so its sum runs over one piece of the memory.
        const std::size_t piece = q.sizes.rank * q.sizes.memory;
        for (std::size_t o = 0; o < out.size(); ++o) {
            // NOLINTNEXTLINE(clang-analyzer-core.DivideZero): without units there are no outputs.
            const std::size_t unit = o % q.sizes.units();
            auto sum = static_cast<std::uint32_t>(bias.of(frame, unit));
            for (std::size_t m = 0; m < piece; ++m)
                sum += product(weights[unit * piece + m], remembered[o * piece + m], q.stateZero);
            const std::int32_t value =
                wrappingAdd(requantise(static_cast<std::int32_t>(sum), q.toOutput), q.outputZero);
            out[o] = static_cast<std::int8_t>(std::clamp(value, -128, 127));
        }
        return true;
    };
}

float activated(std::int64_t activation, float x) {
    constexpr std::int64_t kRelu = 1, kReluN1To1 = 2, kRelu6 = 3, kTanh = 4, kSignBit = 5;
    switch (activation) {
        case kRelu: return std::max(0.0F, x);
        case kReluN1To1: return std::clamp(x, -1.0F, 1.0F);
        case kRelu6: return std::clamp(x, 0.0F, 6.0F);
        case kTanh: return std::tanh(x);
        case kSignBit: return std::signbit(x) ? 1.0F : 0.0F;
        default: return x;
    }
}

/// In the order of TFLM's sums: a filter's weighted memory first, then the unit's filters.
float unitSum(const float* weights, const float* remembered, const Sizes& sizes, float bias) {
    float total = bias;
    for (std::size_t r = 0; r < sizes.rank; ++r) {
        float sum = 0;
        for (std::size_t m = 0; m < sizes.memory; ++m) sum += *weights++ * *remembered++;
        total += sum;
    }
    return total;
}

Result<Step> prepareFloat(OperatorCall& call) {
    for (const TensorInfo* tensor :
         {&call.input(kFeature), &call.input(kTime), &call.input(kState), &call.output()})
        THIMBLE_CHECK(call.requireType(*tensor, TensorType::Float32));
    THIMBLE_TRY(const auto bias, biasOf<float>(call));
    THIMBLE_TRY(const auto memory, variableInput<float>(call, kState));
    THIMBLE_TRY(const Sizes sizes, sizesOf(call));
    const std::int64_t activation = call.option("fused_activation_function");
    const auto inputs = call.in<float>(kInput), features = call.in<float>(kFeature);
    const auto times = call.in<float>(kTime);
    const auto outputs = call.out<float>();
    return [=](Frame& frame) -> Result<bool> {
        const std::span<float> remembered = memory.of(frame);
        age(remembered);
        const std::span<const float> in = inputs.of(frame), feature = features.of(frame);
        for (std::size_t b = 0; b < sizes.batches; ++b)
            for (std::size_t f = 0; f < sizes.filters; ++f) {
                float sum = 0;
                for (std::size_t i = 0; i < sizes.inputs; ++i)
                    sum += feature[f * sizes.inputs + i] * in[b * sizes.inputs + i];
                remembered[(b * sizes.filters + f + 1) * sizes.memory - 1] = sum;
            }
        const std::span<const float> weights = times.of(frame);
        const std::span<float> out = outputs.of(frame);
        const std::size_t piece = sizes.rank * sizes.memory;
        for (std::size_t o = 0; o < out.size(); ++o) {
            // NOLINTNEXTLINE(clang-analyzer-core.DivideZero): without units there are no outputs.
            const std::size_t unit = o % sizes.units();
            out[o] = activated(activation, unitSum(&weights[unit * piece], &remembered[o * piece],
                                                   sizes, bias.of(frame, unit)));
        }
        return true;
    };
}

Result<Step> prepareSvdf(OperatorCall& call) {
    THIMBLE_CHECK(call.requireOperands(kBias));
    if (!call.has(kState)) return call.fail("its state is missing");
    if (call.input(kInput).type == TensorType::Float32) return prepareFloat(call);
    THIMBLE_CHECK(call.requireType(call.input(kInput), TensorType::Int8));
    switch (call.input(kTime).type) {
        case TensorType::Int8: return prepareQuantized<std::int8_t>(call);
        case TensorType::Int16: return prepareQuantized<std::int16_t>(call);
        default: return call.failType(call.input(kTime));
    }
}

constexpr std::array kKernels = {KernelEntry{BuiltinOperator::Svdf, prepareSvdf}};

}  // namespace

std::span<const KernelEntry> svdfKernels() { return kKernels; }

}  // namespace thimble::interp
