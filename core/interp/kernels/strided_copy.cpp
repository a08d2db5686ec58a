#include "core/interp/kernels/strided_copy.h"

#include <algorithm>
#include <cstring>

#include "core/interp/kernels/movement.h"

namespace thimble::interp {

namespace {

/// A width that the compiler knows makes the copy a single instruction.
template <std::size_t Width>
void runLine(const StridedAxis& axis, const std::byte* from, std::byte* to) {
    for (std::int64_t i = 0; i < axis.count; ++i)
        std::memcpy(to + i * axis.to, from + i * axis.from, Width);
}

void runLine(const StridedAxis& axis, std::size_t width, const std::byte* from, std::byte* to) {
    switch (width) {
        case 1: return runLine<1>(axis, from, to);
        case 2: return runLine<2>(axis, from, to);
        case 4: return runLine<4>(axis, from, to);
        case 8: return runLine<8>(axis, from, to);
        default:
            for (std::int64_t i = 0; i < axis.count; ++i)
                std::memmove(to + i * axis.to, from + i * axis.from, width);
    }
}

void runAxes(std::span<const StridedAxis> axes, std::size_t width, const std::byte* from,
             std::byte* to) {
    if (axes.empty()) {
        std::memmove(to, from, width);
        return;
    }
    const StridedAxis& axis = axes.front();
    if (axes.size() == 1) return runLine(axis, width, from, to);
    for (std::int64_t i = 0; i < axis.count; ++i)
        runAxes(axes.subspan(1), width, from + i * axis.from, to + i * axis.to);
}

bool isEmpty(const StridedCopy& copy) {
    return std::ranges::any_of(copy.axes, [](const StridedAxis& a) { return a.count == 0; });
}

}  // namespace

std::vector<std::int64_t> denseStrides(std::span<const std::int32_t> shape) {
    std::vector<std::int64_t> strides(shape.size());
    // A dimension of 0 could stand beside others whose product overflows.
    if (std::ranges::find(shape, 0) != shape.end()) return strides;
    std::int64_t stride = 1;
    for (std::size_t i = shape.size(); i-- > 0;) {
        strides[i] = stride;
        stride *= shape[i];
    }
    return strides;
}

bool staysInside(const StridedCopy& copy, std::size_t from, std::size_t to) {
    if (isEmpty(copy)) return true;
    // Sums of products below 2^62 may overflow: stop at the first that leaves the tensor by far.
    constexpr std::int64_t kFar = std::int64_t{1} << 40;
    const auto inside = [&copy](std::int64_t start, std::int64_t StridedAxis::*stride,
                                std::size_t elements) {
        std::int64_t first = start, last = start;
        for (const StridedAxis& axis : copy.axes) {
            const std::int64_t way = (axis.count - 1) * (axis.*stride);
            (way < 0 ? first : last) += way;
            if (first < -kFar || last > kFar) return false;
        }
        return first >= 0 && last < static_cast<std::int64_t>(elements);
    };
    return inside(copy.fromStart, &StridedAxis::from, from) &&
           inside(copy.toStart, &StridedAxis::to, to);
}

StridedCopy simplified(const StridedCopy& copy) {
    const auto width = static_cast<std::int64_t>(copy.width);
    StridedCopy result{copy.width, copy.fromStart * width, copy.toStart * width, {}};
    if (isEmpty(copy)) {
        result.axes = {{0, 0, 0}};
        return result;
    }
    for (const StridedAxis& axis : copy.axes) {
        if (axis.count == 1) continue;
        const StridedAxis inner{axis.count, axis.from * width, axis.to * width};
        if (!result.axes.empty() && result.axes.back().from == inner.from * inner.count &&
            result.axes.back().to == inner.to * inner.count)
            result.axes.back() = {result.axes.back().count * inner.count, inner.from, inner.to};
        else
            result.axes.push_back(inner);
    }
    if (!result.axes.empty() && result.axes.back().from == width &&
        result.axes.back().to == width) {
        result.width *= static_cast<std::size_t>(result.axes.back().count);
        result.axes.pop_back();
    }
    return result;
}

void run(const StridedCopy& simplified, const std::byte* from, std::byte* to) {
    if (isEmpty(simplified) || simplified.width == 0) return;
    runAxes(simplified.axes, simplified.width, from + simplified.fromStart,
            to + simplified.toStart);
}

Result<Step> stridedStep(const OperatorCall& call, std::size_t position, StridedCopy copy) {
    const TensorInfo& input = call.input(position);
    const TensorInfo& output = call.output();
    THIMBLE_CHECK(call.requireSameType(input, output));
    THIMBLE_TRY(copy.width, elementBytes(call, input));
    if (!staysInside(copy, input.elements, output.elements))
        return call.fail("it reaches outside of its operands");
    return [from = call.inputSlot(position), to = call.outputSlot(),
            copy = simplified(copy)](Frame& frame) -> Result<bool> {
        run(copy, frame.bytes(from).data(), frame.writable(to).data());
        return true;
    };
}

}  // namespace thimble::interp
