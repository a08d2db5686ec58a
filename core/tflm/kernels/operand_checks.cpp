// Sources: TFLM lite/kernels/kernel_util.cc (CalculateActivationRangeQuantized), lite/kernels/
// internal/quantization_util.cc (QuantizeMultiplierSmallerThanOneExp), lite/kernels/internal/
// types.h (MatchingElementsSize), micro/micro_allocator.cc (how params are filled).

#include "core/tflm/kernels/operand_checks.h"

#include <array>
#include <cmath>
#include <iterator>
#include <limits>
#include <vector>

#include "core/model/names.h"

namespace thimble::tflm {

namespace {

std::string typeName(TensorType type) {
    const std::string_view name = tensorTypeName(type);
    return name == "?" ? "type " + std::to_string(static_cast<int>(type)) : std::string(name);
}

std::string listOf(TensorTypes types) {
    std::string text;
    for (const TensorType* type = types.begin(); type != types.end(); ++type) {
        if (type != types.begin()) text += type + 1 == types.end() ? " and " : ", ";
        text += typeName(*type);
    }
    return text;
}

/// "[2, 3]"; a file may list a million dimensions.
std::string shapeOf(const Tensor& tensor) {
    constexpr std::size_t kMost = 8;
    if (tensor.shape.size() <= kMost) return shapeText(tensor.shape);
    return "of " + counted(tensor.shape.size(), "dimension");
}

/// The real value `bound` has an int32 in units of `scale`. Not so for a scale of zero.
bool representable(float bound, float scale) {
    constexpr float kTwoTo31 = 2147483648.0F;
    const float steps = std::round(bound / scale);
    return steps >= -kTwoTo31 && steps <= kTwoTo31;
}

}  // namespace

std::string counted(std::size_t count, std::string_view noun) {
    return std::to_string(count) + " " + std::string(noun) + (count == 1 ? "" : "s");
}

float scaleOf(const Tensor& tensor) {
    return KernelCall::hasAffineQuantization(tensor) ? tensor.quantization->scale.front() : 0.0F;
}

std::int32_t zeroPointOf(const Tensor& tensor) {
    if (!KernelCall::hasAffineQuantization(tensor)) return 0;
    return static_cast<std::int32_t>(tensor.quantization->zeroPoint.front());
}

Bytes int32Bytes(std::int64_t count) {
    return 4 * std::clamp<std::int64_t>(count, 0, std::numeric_limits<Bytes>::max() / 4);
}

bool sameShapeExtended(const Tensor& a, const Tensor& b) {
    const bool aIsLonger = a.shape.size() >= b.shape.size();
    const std::vector<std::int32_t>& longer = aIsLonger ? a.shape : b.shape;
    const std::vector<std::int32_t>& shorter = aIsLonger ? b.shape : a.shape;
    const auto tail = longer.end() - std::ssize(shorter);
    return std::all_of(longer.begin(), tail, [](std::int32_t size) { return size == 1; }) &&
           std::equal(tail, longer.end(), shorter.begin());
}

std::int64_t fusedActivation(const KernelCall& call, std::string_view type) {
    if (call.op.options.type != type) return 0;
    return call.op.options.integer("fused_activation_function");
}

void tempOperands(KernelCall& call, std::size_t inputs) {
    for (std::size_t i = 0; i < inputs; ++i) call.tempInput(i);
    call.tempOutput(0);
}

bool requireCounts(KernelCall& call, std::size_t inputs, std::size_t outputs) {
    if (call.inputCount() == inputs && call.outputCount() == outputs) return true;
    return call.refuse(
        counted(call.inputCount(), "input") + " and " + counted(call.outputCount(), "output"),
        "it takes " + std::to_string(inputs) + " and gives " + std::to_string(outputs));
}

bool requireOneOptional(KernelCall& call, std::size_t mostInputs) {
    const std::size_t inputs = call.inputCount();
    if ((inputs == mostInputs || inputs + 1 == mostInputs) && call.outputCount() == 1) return true;
    return call.refuse(counted(inputs, "input") + " and " + counted(call.outputCount(), "output"),
                       "it takes " + std::to_string(mostInputs - 1) + " or " +
                           std::to_string(mostInputs) + " and gives 1");
}

bool requireExactly(KernelCall& call, std::size_t inputs, std::size_t outputs) {
    return requireCounts(call, inputs, outputs) && requireOperands(call, inputs, outputs);
}

bool requireInput(KernelCall& call, std::size_t position) {
    return call.input(position) ||
           call.refuse("no input " + std::to_string(position), "it cannot do without");
}

bool requireInputs(KernelCall& call, std::size_t inputs) {
    for (std::size_t i = 0; i < inputs; ++i)
        if (!requireInput(call, i)) return false;
    return true;
}

bool requireOperands(KernelCall& call, std::size_t inputs, std::size_t outputs) {
    if (!requireInputs(call, inputs)) return false;
    for (std::size_t i = 0; i < outputs; ++i)
        if (!call.output(i))
            return call.refuse(outputs == 1 ? "no output" : "no output " + std::to_string(i),
                               "it cannot do without");
    return true;
}

bool requireType(KernelCall& call, const Tensor& tensor, std::string_view operand,
                 TensorTypes accepted) {
    if (std::find(accepted.begin(), accepted.end(), tensor.type) != accepted.end()) return true;
    return call.refuse(typeName(tensor.type) + " " + std::string(operand),
                       "TFLite Micro has it for " + listOf(accepted) + " only");
}

bool requireSameType(KernelCall& call, const Tensor& a, const Tensor& b) {
    if (a.type == b.type) return true;
    return call.refuse(typeName(a.type) + " and " + typeName(b.type) + " operands",
                       "TFLite Micro wants them of one type");
}

bool requireSameShape(KernelCall& call, const Tensor& a, const Tensor& b) {
    if (a.shape == b.shape) return true;
    return call.refuse("shapes " + shapeOf(a) + " and " + shapeOf(b),
                       "TFLite Micro wants them equal");
}

bool requireSameElements(KernelCall& call, const Tensor& a, const Tensor& b) {
    if (KernelCall::elements(a) == KernelCall::elements(b)) return true;
    return call.refuse("shapes " + shapeOf(a) + " and " + shapeOf(b),
                       "TFLite Micro halts, for they hold different numbers of elements");
}

bool requireRankAtMost(KernelCall& call, const Tensor& tensor, std::size_t rank) {
    if (tensor.shape.size() <= rank) return true;
    return call.refuse("shape " + shapeOf(tensor),
                       "TFLite Micro has it for up to " + counted(rank, "dimension"));
}

bool requireZeroPoint(KernelCall& call, const Tensor& tensor, std::int32_t expected) {
    if (zeroPointOf(tensor) == expected) return true;
    return call.refuse(typeName(tensor.type) + " zero point " + std::to_string(zeroPointOf(tensor)),
                       "TFLite Micro wants " + std::to_string(expected));
}

bool requireFraction(KernelCall& call, double multiplier) {
    // Stored as a 31-bit fraction; what rounds up to 1 is out as well.
    constexpr double kTwoTo31 = 2147483648.0;
    if (multiplier > 0.0 && multiplier < 1.0 &&
        (multiplier < 0.5 || std::round(multiplier * kTwoTo31) < kTwoTo31))
        return true;
    return call.refuse("scales that are missing or out of proportion",
                       "TFLite Micro halts, for a multiplier is not between 0 and 1");
}

bool requireKnownType(KernelCall& call, std::string_view optionsType, std::string_view field) {
    const OptionTable& options = call.op.options;
    const std::int64_t type = options.type == optionsType ? options.integer(field) : 0;
    if (type >= 0 && type <= static_cast<int>(TensorType::Float8E5M2)) return true;
    return call.refuseIn(Phase::Parse, std::string(field) + " " + std::to_string(type),
                         "TFLite Micro does not know that type");
}

bool requireActivationRange(KernelCall& call, const Tensor& output, std::int64_t activation) {
    struct Range {
        std::int64_t activation;
        float low, high;
    };
    constexpr std::array kRanges = {Range{1, 0.0F, 0.0F},   // RELU
                                    Range{2, -1.0F, 1.0F},  // RELU_N1_TO_1
                                    Range{3, 0.0F, 6.0F}};  // RELU6
    const float scale = scaleOf(output);
    for (const Range& range : kRanges)
        if (range.activation == activation &&
            !(representable(range.low, scale) && representable(range.high, scale)))
            return call.refuse("output scale " + std::to_string(scale),
                               "its fused activation has no bounds in that scale");
    return true;
}

}  // namespace thimble::tflm
