// FILL, ZEROS_LIKE, SHAPE, BROADCAST_TO and BROADCAST_ARGS: tensors out of a shape.

#include <algorithm>
#include <array>
#include <cstring>

#include "core/interp/kernels/families.h"
#include "core/interp/kernels/movement.h"
#include "core/interp/kernels/strided_copy.h"

namespace thimble::interp {

namespace {

/// The output has the shape that input `position` holds: now, where it is constant, else checked by
/// the returned function at every run.
struct WantedShape {
    IntegerOperand operand;
    std::vector<std::int32_t> shape;
    Error differs;

    [[nodiscard]] Result<void> check(const Frame& frame) const {
        if (std::ranges::equal(operand.values(frame), shape)) return {};
        return tl::unexpected<Error>(differs);
    }
};

Result<WantedShape> wantedShape(const OperatorCall& call, std::size_t position) {
    THIMBLE_TRY(const IntegerOperand operand, IntegerOperand::of(call, position));
    const auto& shape = call.output().shape;
    if (operand.size() != shape.size() ||
        (call.input(position).isConstant &&
         !std::ranges::equal(call.constantIntegers(position), shape)))
        return call.fail("its output has another shape than it asks for");
    return WantedShape{operand, shape,
                       call.fail("it asks for another shape than its output has").value()};
}

/// The first input is the shape, the second what to fill it with.
Result<Step> prepareFill(OperatorCall& call) {
    THIMBLE_CHECK(call.requireOperands(2));
    const TensorInfo& value = call.input(1);
    THIMBLE_CHECK(call.requireSameType(value, call.output()));
    THIMBLE_TRY(const std::size_t width, elementBytes(call, value));
    if (value.elements != 1) return call.fail("the value to fill with is not one");
    THIMBLE_TRY(const WantedShape wanted, wantedShape(call, 0));
    return [from = call.inputSlot(1), to = call.outputSlot(), width,
            wanted](Frame& frame) -> Result<bool> {
        THIMBLE_CHECK(wanted.check(frame));
        const std::byte* element = frame.bytes(from).data();
        const std::span<std::byte> out = frame.writable(to);
        for (std::size_t at = 0; at < out.size(); at += width)
            std::memcpy(out.data() + at, element, width);
        return true;
    };
}

/// Zero is the stored zero, whatever the zero point.
Result<Step> prepareZerosLike(OperatorCall& call) {
    THIMBLE_CHECK(call.requireOperands(1));
    THIMBLE_CHECK(call.requireSameType(call.input(0), call.output()));
    THIMBLE_CHECK(call.requireSameElements(call.input(0), call.output()));
    return [to = call.outputSlot()](Frame& frame) -> Result<bool> {
        std::ranges::fill(frame.writable(to), std::byte{0});
        return true;
    };
}

template <typename T>
Step shapeStep(const OperatorCall& call) {
    const auto& shape = call.input(0).shape;
    return [to = call.out<T>(),
            values = std::vector<T>(shape.begin(), shape.end())](Frame& frame) -> Result<bool> {
        std::ranges::copy(values, to.of(frame).begin());
        return true;
    };
}

Result<Step> prepareShape(OperatorCall& call) {
    THIMBLE_CHECK(call.requireOperands(1));
    if (call.output().elements != call.input(0).shape.size())
        return call.fail("its output has not one element per dimension");
    switch (call.output().type) {
        case TensorType::Int32: return shapeStep<std::int32_t>(call);
        case TensorType::Int64: return shapeStep<std::int64_t>(call);
        default: return call.failType(call.output());
    }
}

Result<Step> prepareBroadcastTo(OperatorCall& call) {
    THIMBLE_CHECK(call.requireOperands(2));
    const TensorInfo &input = call.input(0), &output = call.output();
    THIMBLE_TRY(const WantedShape wanted, wantedShape(call, 1));
    if (input.shape.size() > output.shape.size())
        return call.fail("its output has fewer dimensions than its input");
    const auto from = denseStrides(input.shape), to = denseStrides(output.shape);
    const std::size_t leading = to.size() - from.size();
    StridedCopy copy;
    for (std::size_t i = 0; i < to.size(); ++i) {
        const bool repeated = i < leading || input.shape[i - leading] == 1;
        if (!repeated && input.shape[i - leading] != output.shape[i])
            return call.fail("its input does not stretch to its output");
        copy.axes.push_back({output.shape[i], repeated ? 0 : from[i - leading], to[i]});
    }
    THIMBLE_TRY(const Step step, stridedStep(call, 0, copy));
    return [wanted, step](Frame& frame) -> Result<bool> {
        THIMBLE_CHECK(wanted.check(frame));
        return step(frame);
    };
}

/// The shape to which two shapes stretch: aligned at the end, 1 fits any size.
template <typename T>
Step broadcastArgsStep(const OperatorCall& call) {
    const Error differ = call.fail("its shapes do not stretch to one").value();
    return [a = call.in<T>(0), b = call.in<T>(1), to = call.out<T>(),
            differ](Frame& frame) -> Result<bool> {
        const auto fromEnd = [](std::span<const T> shape, std::size_t i) {
            return i < shape.size() ? shape[shape.size() - 1 - i] : T{1};
        };
        const std::span<T> out = to.of(frame);
        for (std::size_t i = 0; i < out.size(); ++i) {
            const T x = fromEnd(a.of(frame), i), y = fromEnd(b.of(frame), i);
            if (x != 1 && y != 1 && x != y) return tl::unexpected<Error>(differ);
            out[out.size() - 1 - i] = x == 1 ? y : x;
        }
        return true;
    };
}

Result<Step> prepareBroadcastArgs(OperatorCall& call) {
    THIMBLE_CHECK(call.requireOperands(2));
    THIMBLE_CHECK(call.requireSameType(call.input(0), call.output()));
    THIMBLE_CHECK(call.requireSameType(call.input(1), call.output()));
    if (call.output().elements != std::max(call.input(0).elements, call.input(1).elements))
        return call.fail("its output is not as long as the longer of its inputs");
    switch (call.output().type) {
        case TensorType::Int32: return broadcastArgsStep<std::int32_t>(call);
        case TensorType::Int64: return broadcastArgsStep<std::int64_t>(call);
        default: return call.failType(call.output());
    }
}

constexpr std::array kKernels = {
    KernelEntry{BuiltinOperator::BroadcastArgs, prepareBroadcastArgs},
    KernelEntry{BuiltinOperator::BroadcastTo, prepareBroadcastTo},
    KernelEntry{BuiltinOperator::Fill, prepareFill},
    KernelEntry{BuiltinOperator::Shape, prepareShape},
    KernelEntry{BuiltinOperator::ZerosLike, prepareZerosLike},
};

}  // namespace

std::span<const KernelEntry> generatorKernels() { return kKernels; }

}  // namespace thimble::interp
