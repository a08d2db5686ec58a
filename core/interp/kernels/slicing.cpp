// SLICE and STRIDED_SLICE take a part of a tensor; DYNAMIC_UPDATE_SLICE replaces one.

#include <algorithm>
#include <array>
#include <cstring>
#include <optional>
#include <utility>
#include <vector>

#include "core/interp/kernels/families.h"
#include "core/interp/kernels/movement.h"
#include "core/interp/kernels/strided_copy.h"

namespace thimble::interp {

namespace {

using Integers = std::vector<std::int64_t>;

/// A dense target for axes that so far have a source only.
void makeTargetDense(StridedCopy& copy) {
    std::int64_t stride = 1;
    for (std::size_t i = copy.axes.size(); i-- > 0;) {
        copy.axes[i].to = stride;
        stride *= copy.axes[i].count;
    }
}

/// The part of `input` at `begin`, as large as `output`; nothing where it leaves the input or
/// `size` says something else.
std::optional<StridedCopy> sliceCopy(const TensorInfo& input, const TensorInfo& output,
                                     const Integers& begin, const Integers& size) {
    const std::size_t rank = input.shape.size();
    if (begin.size() != rank || size.size() != rank || output.shape.size() != rank) return {};
    const std::vector<std::int64_t> strides = denseStrides(input.shape);
    StridedCopy copy;
    for (std::size_t i = 0; i < rank; ++i) {
        const std::int64_t count = output.shape[i];
        if (begin[i] < 0 || begin[i] > input.shape[i] - count) return {};
        if (size[i] != count && !(size[i] == -1 && begin[i] + count == input.shape[i])) return {};
        copy.fromStart += begin[i] * strides[i];
        copy.axes.push_back({count, strides[i], 0});
    }
    if (output.elements > 0) makeTargetDense(copy);
    return copy;
}

struct SliceMasks {
    std::int64_t begin = 0, end = 0, ellipsis = 0, newAxis = 0, shrink = 0;
    bool endFromBegin = false;  ///< the option `offset`
};

constexpr std::size_t kMostEntries = 32;  // bits of a mask

bool has(std::int64_t mask, std::size_t entry) { return (mask >> entry & 1) != 0; }

/// Entry `e` of the specification for a dimension of `size`: appends its loop and moves the start.
///   source   TFLite lite/kernels/internal/strided_slice_logic.h
bool addStridedAxis(StridedCopy& copy, const SliceMasks& masks, std::size_t e, std::int64_t begin,
                    std::int64_t end, std::int64_t step, std::int64_t size, std::int64_t stride) {
    constexpr std::int64_t kMost = std::int64_t{1} << 31;
    begin = std::clamp(begin, -kMost, kMost);
    end = std::clamp(end, -kMost, kMost);
    step = std::clamp(step, -kMost, kMost);
    if (step == 0) return false;
    const bool forward = step > 0;
    const std::int64_t low = forward ? 0 : -1, high = forward ? size : size - 1;
    const auto bound = [&](std::int64_t stated) {
        return std::clamp(stated < 0 ? stated + size : stated, low, high);
    };
    const std::int64_t first = has(masks.begin, e) ? (forward ? low : high) : bound(begin);
    copy.fromStart += first * stride;
    if (has(masks.shrink, e)) return first >= 0 && first < size;
    if (masks.endFromBegin) end += first;
    const std::int64_t last = has(masks.end, e) ? (forward ? high : low) : bound(end);
    const std::int64_t extent = forward ? last - first : first - last;
    const std::int64_t pace = forward ? step : -step;
    const std::int64_t count = extent <= 0 ? 0 : (extent + pace - 1) / pace;
    copy.axes.push_back({count, count > 1 ? step * stride : 0, 0});
    return true;
}

/// The part that NumPy's input[begin:end:step, ...] is; nothing where it is not as large as
/// `output`.
std::optional<StridedCopy> stridedSliceCopy(const TensorInfo& input, const TensorInfo& output,
                                            const SliceMasks& masks, const Integers& begin,
                                            const Integers& end, const Integers& step) {
    const std::size_t entries = begin.size();
    if (end.size() != entries || step.size() != entries || entries > kMostEntries) return {};
    const std::vector<std::int64_t> strides = denseStrides(input.shape);
    std::size_t consuming = 0;
    for (std::size_t e = 0; e < entries; ++e)
        if (!has(masks.ellipsis, e) && !has(masks.newAxis, e)) ++consuming;
    StridedCopy copy;
    std::size_t axis = 0;
    const auto whole = [&] {
        copy.axes.push_back({input.shape[axis], strides[axis], 0});
        ++axis;
    };
    for (std::size_t e = 0; e < entries; ++e) {
        if (has(masks.ellipsis, e)) {
            while (axis + consuming < input.shape.size()) whole();
        } else if (!has(masks.newAxis, e)) {
            if (axis >= input.shape.size() ||
                !addStridedAxis(copy, masks, e, begin[e], end[e], step[e], input.shape[axis],
                                strides[axis]))
                return {};
            ++axis;
            --consuming;
        }
    }
    while (axis < input.shape.size()) whole();

    std::size_t elements = 1;
    for (const StridedAxis& a : copy.axes) elements *= static_cast<std::size_t>(a.count);
    if (elements != output.elements) return {};
    if (elements > 0) makeTargetDense(copy);
    return copy;
}

/// The copy that `find` makes of the integers in inputs 1 to `last`: found once where all are
/// constant, else at every run.
template <typename Find>
Result<Step> partStep(OperatorCall& call, std::size_t last, Find find) {
    const TensorInfo &input = call.input(0), &output = call.output();
    THIMBLE_CHECK(call.requireSameType(input, output));
    THIMBLE_TRY(const std::size_t width, elementBytes(call, input));
    const Error outside =
        call.fail("the part is not inside its input, or not of its output's shape").value();
    std::vector<IntegerOperand> operands;
    std::vector<Integers> values;
    for (std::size_t i = 1; i <= last; ++i) {
        THIMBLE_TRY(const IntegerOperand operand, IntegerOperand::of(call, i));
        operands.push_back(operand);
        if (call.input(i).isConstant) values.push_back(call.constantIntegers(i));
    }
    const auto checked = [input, output, width, outside,
                          find](const std::vector<Integers>& numbers) -> Result<StridedCopy> {
        std::optional<StridedCopy> copy = find(input, output, numbers);
        if (!copy || !staysInside(*copy, input.elements, output.elements))
            return tl::unexpected<Error>(outside);
        copy->width = width;
        return simplified(*copy);
    };
    const Slot from = call.inputSlot(0), to = call.outputSlot();
    if (values.size() == last) {
        THIMBLE_TRY(StridedCopy copy, checked(values));
        return [from, to, copy = std::move(copy)](Frame& frame) -> Result<bool> {
            run(copy, frame.bytes(from).data(), frame.writable(to).data());
            return true;
        };
    }
    return [from, to, operands = std::move(operands), checked](Frame& frame) -> Result<bool> {
        std::vector<Integers> now;
        for (const IntegerOperand& operand : operands) now.push_back(operand.values(frame));
        THIMBLE_TRY(const StridedCopy copy, checked(now));
        run(copy, frame.bytes(from).data(), frame.writable(to).data());
        return true;
    };
}

Result<Step> prepareSlice(OperatorCall& call) {
    THIMBLE_CHECK(call.requireOperands(3));
    return partStep(call, 2,
                    [](const TensorInfo& input, const TensorInfo& output,
                       const std::vector<Integers>& numbers) {
                        return sliceCopy(input, output, numbers[0], numbers[1]);
                    });
}

Result<Step> prepareStridedSlice(OperatorCall& call) {
    THIMBLE_CHECK(call.requireOperands(4));
    SliceMasks masks{call.option("begin_mask"),       call.option("end_mask"),
                     call.option("ellipsis_mask"),    call.option("new_axis_mask"),
                     call.option("shrink_axis_mask"), call.flag("offset")};
    return partStep(call, 3,
                    [masks](const TensorInfo& input, const TensorInfo& output,
                            const std::vector<Integers>& numbers) {
                        return stridedSliceCopy(input, output, masks, numbers[0], numbers[1],
                                                numbers[2]);
                    });
}

/// The input with a part replaced by the update, which starts where the third input says, moved
/// inside where it would not fit.
Result<Step> prepareDynamicUpdateSlice(OperatorCall& call) {
    THIMBLE_CHECK(call.requireOperands(3));
    const TensorInfo &input = call.input(0), &update = call.input(1), &output = call.output();
    THIMBLE_CHECK(call.requireSameType(input, output));
    THIMBLE_CHECK(call.requireSameType(update, output));
    THIMBLE_CHECK(call.requireSameShape(input, output));
    THIMBLE_TRY(const std::size_t width, elementBytes(call, input));
    THIMBLE_TRY(const IntegerOperand starts, IntegerOperand::of(call, 2));
    const std::size_t rank = input.shape.size();
    if (update.shape.size() != rank || starts.size() != rank)
        return call.fail("the update and its start have other dimensions than the input");
    const std::vector<std::int64_t> strides = denseStrides(input.shape);
    const std::vector<std::int64_t> updateStrides = denseStrides(update.shape);
    StridedCopy copy{width, 0, 0, {}};
    std::vector<std::int64_t> room;
    for (std::size_t i = 0; i < rank; ++i) {
        room.push_back(std::int64_t{input.shape[i]} - update.shape[i]);
        if (room[i] < 0) return call.fail("the update is larger than the input");
        copy.axes.push_back({update.shape[i], updateStrides[i], strides[i]});
    }
    return [from = call.inputSlot(0), part = call.inputSlot(1), to = call.outputSlot(),
            copy = simplified(copy), starts, strides, room, width](Frame& frame) -> Result<bool> {
        const std::span<std::byte> out = frame.writable(to);
        if (from != to) std::ranges::copy(frame.bytes(from), out.begin());
        StridedCopy moved = copy;
        for (std::size_t i = 0; i < strides.size(); ++i)
            moved.toStart += std::clamp<std::int64_t>(starts.at(frame, i), 0, room[i]) *
                             strides[i] * static_cast<std::int64_t>(width);
        run(moved, frame.bytes(part).data(), out.data());
        return true;
    };
}

constexpr std::array kKernels = {
    KernelEntry{BuiltinOperator::DynamicUpdateSlice, prepareDynamicUpdateSlice},
    KernelEntry{BuiltinOperator::Slice, prepareSlice},
    KernelEntry{BuiltinOperator::StridedSlice, prepareStridedSlice},
};

}  // namespace

std::span<const KernelEntry> slicingKernels() { return kKernels; }

}  // namespace thimble::interp
