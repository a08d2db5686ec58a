// Comparisons, logic, and the larger or smaller of two.

#include <algorithm>
#include <array>
#include <functional>

#include "core/interp/kernels/broadcast.h"
#include "core/interp/kernels/families.h"
#include "core/interp/kernels/pair_scale.h"

namespace thimble::interp {

namespace {

/// A truth value as it stands in memory, where any byte but 0 is true.
using Truth = std::uint8_t;

Result<Broadcast> walkPair(const OperatorCall& call) {
    THIMBLE_CHECK(call.requireOperands(2));
    THIMBLE_CHECK(call.requireSameType(call.input(0), call.input(1)));
    return broadcastInputs(call);
}

template <typename T, typename F>
Step comparePlain(const OperatorCall& call, const Broadcast& walk) {
    return broadcastStep<T, T, Truth>(call, walk,
                                      [](T a, T b) { return static_cast<Truth>(F{}(a, b)); });
}

template <typename T, typename F>
Result<Step> compareQuantized(const OperatorCall& call, const Broadcast& walk) {
    const TensorInfo& a = call.input(0);
    const TensorInfo& b = call.input(1);
    PairScale pair{8, a.zeroPoint, b.zeroPoint, {}, {}};
    for (const TensorInfo* input : {&a, &b}) {
        THIMBLE_CHECK(requireAffine(call, *input));
        const Multiplier factor = quantizeMultiplier(static_cast<double>(input->scale));
        if (input->scale >= 1 || factor.shift > 0)
            return call.fail("an input's scale is not below 1");
        (input == &a ? pair.firstFactor : pair.secondFactor) = factor;
    }
    return broadcastStep<T, T, Truth>(call, walk, [pair](T x, T y) {
        return static_cast<Truth>(F{}(pair.first(x), pair.second(y)));
    });
}

template <template <typename> typename Compare>
Result<Step> prepareOrder(OperatorCall& call) {
    THIMBLE_TRY(const Broadcast walk, walkPair(call));
    THIMBLE_CHECK(call.requireType(call.output(), TensorType::Bool));
    switch (call.input(0).type) {
        case TensorType::Float32: return comparePlain<float, Compare<float>>(call, walk);
        case TensorType::Int32:
            return comparePlain<std::int32_t, Compare<std::int32_t>>(call, walk);
        case TensorType::Int64:
            return comparePlain<std::int64_t, Compare<std::int64_t>>(call, walk);
        case TensorType::Int8:
            return compareQuantized<std::int8_t, Compare<std::int32_t>>(call, walk);
        case TensorType::UInt8:
            return compareQuantized<std::uint8_t, Compare<std::int32_t>>(call, walk);
        case TensorType::Int16:
            return compareQuantized<std::int16_t, Compare<std::int32_t>>(call, walk);
        default: return call.failType(call.input(0));
    }
}

/// The same, and truth values too.
template <template <typename> typename Compare>
Result<Step> prepareEquality(OperatorCall& call) {
    THIMBLE_CHECK(call.requireOperands(2));
    if (call.input(0).type != TensorType::Bool) return prepareOrder<Compare>(call);
    THIMBLE_TRY(const Broadcast walk, walkPair(call));
    THIMBLE_CHECK(call.requireType(call.output(), TensorType::Bool));
    return broadcastStep<Truth, Truth, Truth>(call, walk, [](Truth a, Truth b) {
        return static_cast<Truth>(Compare<bool>{}(a != 0, b != 0));
    });
}

template <typename F>
Result<Step> prepareLogic(OperatorCall& call) {
    THIMBLE_TRY(const Broadcast walk, walkPair(call));
    THIMBLE_CHECK(call.requireType(call.input(0), TensorType::Bool));
    THIMBLE_CHECK(call.requireType(call.output(), TensorType::Bool));
    return broadcastStep<Truth, Truth, Truth>(
        call, walk, [](Truth a, Truth b) { return static_cast<Truth>(F{}(a != 0, b != 0)); });
}

Result<Step> prepareNot(OperatorCall& call) {
    THIMBLE_CHECK(call.requireOperands(1));
    THIMBLE_CHECK(call.requireType(call.input(0), TensorType::Bool));
    THIMBLE_CHECK(call.requireType(call.output(), TensorType::Bool));
    THIMBLE_CHECK(call.requireSameElements(call.input(0), call.output()));
    return [in = call.in<Truth>(0), out = call.out<Truth>()](Frame& frame) -> Result<bool> {
        std::ranges::transform(in.of(frame), out.of(frame).begin(),
                               [](Truth x) { return static_cast<Truth>(x == 0); });
        return true;
    };
}

struct Larger {
    template <typename T>
    T operator()(T a, T b) const {
        return a > b ? a : b;
    }
};

struct Smaller {
    template <typename T>
    T operator()(T a, T b) const {
        return a < b ? a : b;
    }
};

template <typename T, typename F>
Step extremeStep(const OperatorCall& call, const Broadcast& walk) {
    return broadcastStep<T, T, T>(call, walk, F{});
}

/// Quantized values are compared as they are: all three operands have one scale.
template <typename F>
Result<Step> prepareExtreme(OperatorCall& call) {
    THIMBLE_TRY(const Broadcast walk, walkPair(call));
    THIMBLE_CHECK(call.requireSameType(call.input(0), call.output()));
    switch (call.output().type) {
        case TensorType::Float32: return extremeStep<float, F>(call, walk);
        case TensorType::Int8: return extremeStep<std::int8_t, F>(call, walk);
        case TensorType::UInt8: return extremeStep<std::uint8_t, F>(call, walk);
        case TensorType::Int16: return extremeStep<std::int16_t, F>(call, walk);
        case TensorType::Int32: return extremeStep<std::int32_t, F>(call, walk);
        case TensorType::Int64: return extremeStep<std::int64_t, F>(call, walk);
        default: return call.failType(call.output());
    }
}

constexpr std::array kKernels = {
    KernelEntry{BuiltinOperator::Equal, prepareEquality<std::equal_to>},
    KernelEntry{BuiltinOperator::Greater, prepareOrder<std::greater>},
    KernelEntry{BuiltinOperator::GreaterEqual, prepareOrder<std::greater_equal>},
    KernelEntry{BuiltinOperator::Less, prepareOrder<std::less>},
    KernelEntry{BuiltinOperator::LessEqual, prepareOrder<std::less_equal>},
    KernelEntry{BuiltinOperator::LogicalAnd, prepareLogic<std::logical_and<bool>>},
    KernelEntry{BuiltinOperator::LogicalNot, prepareNot},
    KernelEntry{BuiltinOperator::LogicalOr, prepareLogic<std::logical_or<bool>>},
    KernelEntry{BuiltinOperator::Maximum, prepareExtreme<Larger>},
    KernelEntry{BuiltinOperator::Minimum, prepareExtreme<Smaller>},
    KernelEntry{BuiltinOperator::NotEqual, prepareEquality<std::not_equal_to>},
};

}  // namespace

std::span<const KernelEntry> compareKernels() { return kKernels; }

}  // namespace thimble::interp
