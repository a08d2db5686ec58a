// Sums and differences: ADD, SUB, SQUARED_DIFFERENCE, ADD_N.

#include <algorithm>
#include <array>
#include <memory>
#include <type_traits>
#include <vector>

#include "core/interp/kernels/broadcast.h"
#include "core/interp/kernels/families.h"
#include "core/interp/kernels/pair_scale.h"
#include "core/interp/kernels/plain_range.h"

namespace thimble::interp {

namespace {

struct Plus {
    template <typename T>
    T operator()(T a, T b) const {
        return wrapping<T>([](auto x, auto y) { return x + y; }, a, b);
    }
};

struct Minus {
    template <typename T>
    T operator()(T a, T b) const {
        return wrapping<T>([](auto x, auto y) { return x - y; }, a, b);
    }
};

struct SquaredDifference {
    template <typename T>
    T operator()(T a, T b) const {
        return wrapping<T>([](auto x, auto y) { return (x - y) * (x - y); }, a, b);
    }
};

/// Two inputs and an output of one type.
Result<Broadcast> sameTypes(const OperatorCall& call) {
    THIMBLE_CHECK(call.requireOperands(2));
    THIMBLE_CHECK(call.requireSameType(call.input(0), call.input(1)));
    THIMBLE_CHECK(call.requireSameType(call.input(0), call.output()));
    return broadcastInputs(call);
}

template <typename T, typename F>
Result<Step> plainStep(const OperatorCall& call, const Broadcast& walk,
                       std::int64_t activation = 0) {
    THIMBLE_TRY(const PlainRange<T> range, plainRange<T>(call, activation));
    return broadcastStep<T, T, T>(call, walk,
                                  [range](T a, T b) -> T { return range.clamp(F{}(a, b)); });
}

/// 8-bit operands have 256 values: what each becomes is worked out once.
struct PairTables {
    std::array<std::int32_t, 256> first{};
    std::array<std::int32_t, 256> second{};
};

template <typename T, typename F>
Step tableStep(const OperatorCall& call, const Broadcast& walk, const PairScale& pair,
               const OutputScale& output) {
    auto tables = std::make_shared<PairTables>();
    for (int i = 0; i < 256; ++i) {
        const auto value = static_cast<T>(i);
        const auto at = static_cast<std::size_t>(static_cast<std::uint8_t>(value));
        tables->first[at] = pair.first(value);
        tables->second[at] = pair.second(value);
    }
    return broadcastStep<T, T, T>(call, walk, [tables, output](T a, T b) {
        return static_cast<T>(output(F{}(tables->first[static_cast<std::uint8_t>(a)],
                                         tables->second[static_cast<std::uint8_t>(b)])));
    });
}

template <typename T, typename F>
Step scaledStep(const OperatorCall& call, const Broadcast& walk, const PairScale& pair,
                const OutputScale& output) {
    if constexpr (sizeof(T) == 1)
        if (!call.wantsReference()) return tableStep<T, F>(call, walk, pair, output);
    return broadcastStep<T, T, T>(call, walk, [pair, output](T a, T b) {
        return static_cast<T>(output(F{}(pair.first(a), pair.second(b))));
    });
}

template <typename F>
Result<Step> scaledStep(const OperatorCall& call, const Broadcast& walk, const PairScale& pair,
                        const OutputScale& output) {
    switch (call.output().type) {
        case TensorType::Int8: return scaledStep<std::int8_t, F>(call, walk, pair, output);
        case TensorType::UInt8: return scaledStep<std::uint8_t, F>(call, walk, pair, output);
        case TensorType::Int16: return scaledStep<std::int16_t, F>(call, walk, pair, output);
        default: return call.failType(call.output());
    }
}

/// A factor that TFLM takes only below 1.
Result<Multiplier> belowOne(const OperatorCall& call, double factor) {
    const Multiplier multiplier = quantizeMultiplier(factor);
    if (factor < 1 && factor > 0 && multiplier.shift <= 0) return multiplier;
    return call.fail("its output's scale is too small for those of its inputs");
}

/// Factors of a sum or difference. The scales are combined as `Real`: TFLM takes double for ADD and
/// float for SUB, and the last bit of the result can depend on it.
template <typename Real>
Result<std::pair<PairScale, OutputScale>> sumScales(const OperatorCall& call, int bits) {
    const TensorInfo& a = call.input(0);
    const TensorInfo& b = call.input(1);
    THIMBLE_CHECK(requireAffine(call, a));
    THIMBLE_CHECK(requireAffine(call, b));
    THIMBLE_CHECK(requireAffine(call, call.output()));
    const Real twice = 2 * static_cast<Real>(std::max(a.scale, b.scale));
    const Real outputScale = static_cast<Real>(1 << bits) * static_cast<Real>(call.output().scale);
    PairScale pair{bits, a.zeroPoint, b.zeroPoint, {}, {}};
    THIMBLE_TRY(pair.firstFactor,
                belowOne(call, static_cast<double>(static_cast<Real>(a.scale) / twice)));
    THIMBLE_TRY(pair.secondFactor,
                belowOne(call, static_cast<double>(static_cast<Real>(b.scale) / twice)));
    OutputScale output{{}, call.output().zeroPoint, {}};
    THIMBLE_TRY(output.factor, belowOne(call, static_cast<double>(twice / outputScale)));
    THIMBLE_TRY(output.range,
                activationRange(call, call.output(), call.option("fused_activation_function")));
    return std::pair(pair, output);
}

int sumBits(TensorType type) { return type == TensorType::Int16 ? 15 : 20; }

Result<Step> prepareAdd(OperatorCall& call) {
    THIMBLE_TRY(const Broadcast walk, sameTypes(call));
    const std::int64_t activation = call.option("fused_activation_function");
    switch (call.output().type) {
        case TensorType::Float32: return plainStep<float, Plus>(call, walk, activation);
        // TFLM's kernel takes no notice of an activation here.
        case TensorType::Int32: return plainStep<std::int32_t, Plus>(call, walk);
        case TensorType::Int64: return plainStep<std::int64_t, Plus>(call, walk, activation);
        case TensorType::Int8:
        case TensorType::UInt8:
        case TensorType::Int16: break;
        default: return call.failType(call.output());
    }
    THIMBLE_TRY(const auto scales, sumScales<double>(call, sumBits(call.output().type)));
    return scaledStep<Plus>(call, walk, scales.first, scales.second);
}

Result<Step> prepareSub(OperatorCall& call) {
    THIMBLE_TRY(const Broadcast walk, sameTypes(call));
    const std::int64_t activation = call.option("fused_activation_function");
    switch (call.output().type) {
        case TensorType::Float32: return plainStep<float, Minus>(call, walk, activation);
        case TensorType::Int32: return plainStep<std::int32_t, Minus>(call, walk, activation);
        case TensorType::Int64: return plainStep<std::int64_t, Minus>(call, walk, activation);
        case TensorType::Int8:
        case TensorType::UInt8:
        case TensorType::Int16: break;
        default: return call.failType(call.output());
    }
    THIMBLE_TRY(const auto scales, sumScales<float>(call, sumBits(call.output().type)));
    return scaledStep<Minus>(call, walk, scales.first, scales.second);
}

Result<Step> prepareSquaredDifference(OperatorCall& call) {
    THIMBLE_TRY(const Broadcast walk, sameTypes(call));
    const TensorInfo& a = call.input(0);
    const TensorInfo& b = call.input(1);
    const TensorInfo& out = call.output();
    switch (out.type) {
        case TensorType::Float32:
            return broadcastStep<float, float, float>(call, walk, SquaredDifference{});
        case TensorType::Int32: return plainStep<std::int32_t, SquaredDifference>(call, walk);
        case TensorType::Int8:
        case TensorType::UInt8:
        case TensorType::Int16: break;
        default: return call.failType(out);
    }
    for (const TensorInfo* tensor : {&a, &b, &out}) {
        THIMBLE_CHECK(requireAffine(call, *tensor));
        if (out.type == TensorType::Int16 && tensor->zeroPoint != 0)
            return call.fail("its zero points are not 0");
    }
    // As many fractional bits as leave the square below 2^31.
    const int bits = out.type == TensorType::Int16 ? 0 : 7;
    const double twice = 2.0 * static_cast<double>(std::max(a.scale, b.scale));
    PairScale pair{bits, a.zeroPoint, b.zeroPoint, {}, {}};
    THIMBLE_TRY(pair.firstFactor, belowOne(call, static_cast<double>(a.scale) / twice));
    THIMBLE_TRY(pair.secondFactor, belowOne(call, static_cast<double>(b.scale) / twice));
    const double outputScale =
        static_cast<double>(1 << (2 * bits)) * static_cast<double>(out.scale);
    return scaledStep<SquaredDifference>(
        call, walk, pair,
        {quantizeMultiplier(twice * twice / outputScale), out.zeroPoint, valuesOf(out.type)});
}

template <typename T>
Result<Step> addPlain(const OperatorCall& call) {
    std::vector<In<T>> inputs;
    for (std::size_t i = 0; i < call.inputCount(); ++i) inputs.push_back(call.in<T>(i));
    return [inputs, out = call.out<T>()](Frame& frame) -> Result<bool> {
        const std::span<T> sums = out.of(frame);
        std::ranges::fill(sums, T{0});
        for (const In<T>& input : inputs)
            std::ranges::transform(sums, input.of(frame), sums.begin(), Plus{});
        return true;
    };
}

Result<Step> addBytes(const OperatorCall& call) {
    std::vector<In<std::int8_t>> inputs;
    for (std::size_t i = 0; i < call.inputCount(); ++i) {
        if (call.input(i).scale != call.input(0).scale ||
            call.input(i).zeroPoint != call.input(0).zeroPoint)
            return call.fail("its inputs do not have the same scale and zero point");
        inputs.push_back(call.in<std::int8_t>(i));
    }
    THIMBLE_TRY(const auto scales, sumScales<double>(call, 20));
    return [inputs, scales, out = call.out<std::int8_t>()](Frame& frame) -> Result<bool> {
        const auto& [pair, output] = scales;
        const std::span<std::int8_t> sums = out.of(frame);
        for (std::size_t i = 0; i < sums.size(); ++i) {
            // TFLM starts from the quantized number 0, which is not nothing.
            std::int32_t sum = pair.first(0);
            for (const In<std::int8_t>& input : inputs)
                sum = wrappingAdd(sum, pair.first(input.of(frame)[i]));
            sums[i] = static_cast<std::int8_t>(output(sum));
        }
        return true;
    };
}

Result<Step> prepareAddN(OperatorCall& call) {
    if (call.inputCount() < 2) return call.fail("it has fewer than two inputs");
    THIMBLE_CHECK(call.requireOperands(call.inputCount()));
    for (std::size_t i = 0; i < call.inputCount(); ++i) {
        THIMBLE_CHECK(call.requireSameType(call.input(i), call.output()));
        THIMBLE_CHECK(call.requireSameShape(call.input(i), call.output()));
    }
    switch (call.output().type) {
        case TensorType::Float32: return addPlain<float>(call);
        case TensorType::Int8: return addBytes(call);
        case TensorType::Int32: return addPlain<std::int32_t>(call);
        default: return call.failType(call.output());
    }
}

constexpr std::array kKernels = {
    KernelEntry{BuiltinOperator::Add, prepareAdd},
    KernelEntry{BuiltinOperator::AddN, prepareAddN},
    KernelEntry{BuiltinOperator::SquaredDifference, prepareSquaredDifference},
    KernelEntry{BuiltinOperator::Sub, prepareSub},
};

}  // namespace

Result<std::pair<PairScale, OutputScale>> sumScales(const OperatorCall& call) {
    const int bits = sumBits(call.output().type);
    return call.code() == BuiltinOperator::Sub ? sumScales<float>(call, bits)
                                               : sumScales<double>(call, bits);
}

std::span<const KernelEntry> addKernels() { return kKernels; }

}  // namespace thimble::interp
