// PAD, PADV2 and MIRROR_PAD: a tensor inside a larger one.

#include <algorithm>
#include <array>
#include <cstring>
#include <limits>
#include <utility>
#include <vector>

#include "core/interp/kernels/families.h"
#include "core/interp/kernels/movement.h"
#include "core/interp/kernels/strided_copy.h"

namespace thimble::interp {

namespace {

/// Elements before and after, per dimension.
using Edges = std::vector<std::int64_t>;

Result<Edges> edgesOf(const OperatorCall& call) {
    THIMBLE_CHECK(call.requireSameType(call.input(0), call.output()));
    THIMBLE_TRY(Edges edges, requireConstantIntegers(call, 1));
    THIMBLE_CHECK(requireFittingShapes(call));
    const auto& input = call.input(0).shape;
    const auto& output = call.output().shape;
    if (edges.size() != 2 * input.size() || output.size() != input.size())
        return call.fail("it has not two paddings per dimension");
    for (std::size_t i = 0; i < input.size(); ++i)
        if (edges[2 * i] < 0 || edges[2 * i + 1] < 0 || edges[2 * i] > output[i] ||
            edges[2 * i] + input[i] + edges[2 * i + 1] != output[i])
            return call.fail("its paddings are negative, or do not make up its output");
    return edges;
}

/// The input to its place in the output.
Result<StridedCopy> insideCopy(const OperatorCall& call, const Edges& edges) {
    const TensorInfo &input = call.input(0), &output = call.output();
    const auto from = denseStrides(input.shape), to = denseStrides(output.shape);
    StridedCopy copy;
    THIMBLE_TRY(copy.width, elementBytes(call, input));
    for (std::size_t i = 0; i < from.size(); ++i) {
        copy.toStart += edges[2 * i] * to[i];
        copy.axes.push_back({input.shape[i], from[i], to[i]});
    }
    if (!staysInside(copy, input.elements, output.elements))
        return call.fail("it reaches outside of its operands");
    return copy;
}

/// What PAD fills with, as an element's bytes. Only 8-bit tensors are filled with their zero point.
///   source   TFLM micro/kernels/pad.cc; UINT8 as in TFLite
Result<std::array<std::byte, 16>> paddingElement(const OperatorCall& call) {
    const TensorInfo& output = call.output();
    std::array<std::byte, 16> element{};
    const bool isSigned = output.type == TensorType::Int8;
    if (!isSigned && output.type != TensorType::UInt8) return element;
    const int lowest = isSigned ? std::numeric_limits<std::int8_t>::min() : 0;
    if (output.zeroPoint < lowest || output.zeroPoint > lowest + 255)
        return call.fail("its zero point is no value of its type");
    element[0] = static_cast<std::byte>(output.zeroPoint);
    return element;
}

/// PADV2's value takes part as stored, so it must mean the same.
Result<void> checkValue(const OperatorCall& call) {
    const TensorInfo &value = call.input(2), &output = call.output();
    THIMBLE_CHECK(call.requireSameType(value, output));
    if (value.elements != 1) return call.fail("the value to pad with is not one");
    const bool bytes = output.type == TensorType::Int8 || output.type == TensorType::UInt8;
    if (bytes && (value.scale != output.scale || value.zeroPoint != output.zeroPoint))
        return call.fail("the value to pad with has another scale than the output");
    return {};
}

void fill(std::span<std::byte> to, const std::byte* element, std::size_t width) {
    if (width == 1)
        std::ranges::fill(to, *element);
    else
        for (std::size_t at = 0; at < to.size(); at += width)
            std::memcpy(to.data() + at, element, width);
}

Result<Step> preparePad(OperatorCall& call) {
    THIMBLE_CHECK(call.requireOperands(2));
    THIMBLE_TRY(const Edges edges, edgesOf(call));
    THIMBLE_TRY(const StridedCopy copy, insideCopy(call, edges));
    THIMBLE_TRY(const auto element, paddingElement(call));
    const bool hasValue = call.has(2);
    if (hasValue) THIMBLE_CHECK(checkValue(call));
    const Slot value = hasValue ? call.inputSlot(2) : 0;
    return [from = call.inputSlot(0), to = call.outputSlot(), value, hasValue, element,
            width = copy.width, copy = simplified(copy)](Frame& frame) -> Result<bool> {
        const std::span<std::byte> out = frame.writable(to);
        fill(out, hasValue ? frame.bytes(value).data() : element.data(), width);
        run(copy, frame.bytes(from).data(), out.data());
        return true;
    };
}

/// Fills the edges of one dimension of `output` from what lies beside them, when the inner
/// dimensions have theirs already: `before` elements, then as many as the input has, then the rest.
void addMirrors(std::vector<StridedCopy>& copies, const StridedCopy& inside, const Edges& edges,
                const TensorInfo& output, std::size_t axis, std::int64_t skipped) {
    const auto strides = denseStrides(output.shape);
    const std::int64_t before = edges[2 * axis], after = edges[2 * axis + 1];
    const std::int64_t size = inside.axes[axis].count, stride = strides[axis];
    StridedCopy mirror{inside.width, 0, 0, {}};
    for (std::size_t i = 0; i < strides.size(); ++i) {
        const bool whole = i > axis;
        if (i < axis) mirror.toStart += edges[2 * i] * strides[i];
        mirror.axes.push_back(
            {whole ? output.shape[i] : inside.axes[i].count, strides[i], strides[i]});
    }
    mirror.fromStart = mirror.toStart;
    const auto add = [&](std::int64_t count, std::int64_t from, std::int64_t to) {
        if (count == 0) return;
        StridedCopy copy = mirror;
        copy.fromStart += from * stride;
        copy.toStart += to * stride;
        copy.axes[axis] = {count, -stride, stride};
        copies.push_back(simplified(copy));
    };
    add(before, 2 * before - 1 + skipped, 0);
    add(after, before + size - 1 - skipped, before + size);
}

/// REFLECT leaves out the outermost element, SYMMETRIC repeats it.
Result<Step> prepareMirrorPad(OperatorCall& call) {
    THIMBLE_CHECK(call.requireOperands(2));
    THIMBLE_TRY(const Edges edges, edgesOf(call));
    THIMBLE_TRY(const StridedCopy inside, insideCopy(call, edges));
    const std::int64_t skipped = call.option("mode") == 0 ? 1 : 0;
    const TensorInfo &input = call.input(0), &output = call.output();
    std::vector<StridedCopy> mirrors;
    for (std::size_t axis = input.shape.size(); axis-- > 0;) {
        if (edges[2 * axis] == 0 && edges[2 * axis + 1] == 0) continue;
        if (std::max(edges[2 * axis], edges[2 * axis + 1]) > input.shape[axis] - skipped)
            return call.fail("it mirrors more than there is");
        if (output.elements > 0) addMirrors(mirrors, inside, edges, output, axis, skipped);
    }
    return [from = call.inputSlot(0), to = call.outputSlot(), inside = simplified(inside),
            mirrors = std::move(mirrors)](Frame& frame) -> Result<bool> {
        std::byte* out = frame.writable(to).data();
        run(inside, frame.bytes(from).data(), out);
        for (const StridedCopy& mirror : mirrors) run(mirror, out, out);
        return true;
    };
}

constexpr std::array kKernels = {
    KernelEntry{BuiltinOperator::MirrorPad, prepareMirrorPad},
    KernelEntry{BuiltinOperator::Pad, preparePad},
    KernelEntry{BuiltinOperator::Padv2, preparePad},
};

}  // namespace

std::span<const KernelEntry> paddingKernels() { return kKernels; }

}  // namespace thimble::interp
