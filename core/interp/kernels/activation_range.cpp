#include "core/interp/kernels/activation_range.h"

#include <fmt/format.h>

#include <cmath>
#include <limits>

#include "core/model/names.h"

namespace thimble::interp {

namespace {

constexpr std::int64_t kNone = 0;
constexpr std::int64_t kRelu = 1;
constexpr std::int64_t kReluN1To1 = 2;
constexpr std::int64_t kRelu6 = 3;

template <typename T>
IntegerRange allOf() {
    return {std::numeric_limits<T>::min(), std::numeric_limits<T>::max()};
}

bool known(std::int64_t activation) { return activation >= kNone && activation <= kRelu6; }

tl::unexpected<Error> failActivation(const OperatorCall& call, std::int64_t activation) {
    return call.fail(fmt::format("there is no kernel with fused activation {}", activation));
}

}  // namespace

IntegerRange valuesOf(TensorType type) {
    switch (type) {
        case TensorType::Int4: return {-8, 7};
        case TensorType::Int8: return allOf<std::int8_t>();
        case TensorType::UInt8: return allOf<std::uint8_t>();
        case TensorType::Int16: return allOf<std::int16_t>();
        case TensorType::Int32: return allOf<std::int32_t>();
        default: return {};
    }
}

Result<void> requireAffine(const OperatorCall& call, const TensorInfo& tensor) {
    THIMBLE_CHECK(call.requireQuantized(tensor));
    const IntegerRange all = valuesOf(tensor.type);
    if (tensor.zeroPoint >= all.lowest && tensor.zeroPoint <= all.highest) return {};
    return call.fail(fmt::format("zero point {} is no value of {}", tensor.zeroPoint,
                                 tensorTypeName(tensor.type)));
}

std::int32_t nearestQuantized(const TensorInfo& tensor, float real) {
    const IntegerRange all = valuesOf(tensor.type);
    // Divided and rounded as float, as TFLM does.
    const double steps = std::round(real / tensor.scale);
    return static_cast<std::int32_t>(std::clamp(tensor.zeroPoint + steps,
                                                static_cast<double>(all.lowest),
                                                static_cast<double>(all.highest)));
}

Result<IntegerRange> activationRange(const OperatorCall& call, const TensorInfo& output,
                                     std::int64_t activation) {
    const IntegerRange range = valuesOf(output.type);
    if (range.highest == 0 || output.type == TensorType::Int32) return call.failType(output);
    THIMBLE_CHECK(requireAffine(call, output));
    if (!known(activation)) return failActivation(call, activation);
    const auto quantized = [&](float real) { return nearestQuantized(output, real); };
    if (activation == kRelu) return IntegerRange{quantized(0), range.highest};
    if (activation == kRelu6) return IntegerRange{quantized(0), quantized(6)};
    if (activation == kReluN1To1) return IntegerRange{quantized(-1), quantized(1)};
    return range;
}

Result<FloatRange> floatActivationRange(const OperatorCall& call, std::int64_t activation) {
    constexpr float kLargest = std::numeric_limits<float>::max();
    if (!known(activation)) return failActivation(call, activation);
    if (activation == kRelu) return FloatRange{0, kLargest};
    if (activation == kRelu6) return FloatRange{0, 6};
    if (activation == kReluN1To1) return FloatRange{-1, 1};
    return FloatRange{-kLargest, kLargest};
}

}  // namespace thimble::interp
