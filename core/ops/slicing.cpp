// SLICE, STRIDED_SLICE and their kin: a part of a tensor.

#include <algorithm>
#include <array>
#include <functional>

#include "core/ops/operator_rule.h"

namespace thimble::ops {

namespace {

/// Begin and size per dimension; a size of -1 reaches to the end.
ShapeList slice(const Operands& in) {
    const auto input = in.shape(0), begin = in.values(1);
    auto size = in.values(2);
    if (!input || !begin || !size || begin->size() != input->size() ||
        size->size() != input->size())
        return {};
    for (std::size_t i = 0; i < input->size(); ++i) {
        const std::int64_t available = (*input)[i] - (*begin)[i];
        if ((*size)[i] == -1) (*size)[i] = available;
        if ((*begin)[i] < 0 || (*size)[i] > available) return {};
    }
    return oneOutput(std::move(*size));
}

/// One entry of a strided slice's specification.
struct Stride {
    std::int64_t begin, end, step;
    bool beginOpen, endOpen;
    bool fromBegin;  ///< `end` counts from `begin`
};

/// Elements that remain of a dimension of `size`; as in NumPy, bounds outside it are moved in.
///   source   TFLite lite/kernels/internal/strided_slice_logic.h
std::int64_t lengthOf(const Stride& stride, std::int64_t size) {
    const bool forward = stride.step > 0;
    const std::int64_t low = forward ? 0 : -1, high = forward ? size : size - 1;
    const auto bound = [&](std::int64_t stated) {
        return std::clamp(stated < 0 ? stated + size : stated, low, high);
    };
    std::int64_t extent = stride.end;
    if (!stride.fromBegin) {
        const std::int64_t first = stride.beginOpen ? (forward ? low : high) : bound(stride.begin);
        const std::int64_t last = stride.endOpen ? (forward ? high : low) : bound(stride.end);
        extent = last - first;
    }
    if (!forward) extent = -extent;
    return std::max<std::int64_t>(divideUp(extent, forward ? stride.step : -stride.step), 0);
}

/// Begin, end and stride per entry of a specification, NumPy's x[a:b:c, ..., newaxis, 3]. The masks
/// have a bit per entry. Dimensions without an entry remain whole.
ShapeList stridedSlice(const Operands& in) {
    const auto input = in.shape(0), begin = in.values(1), end = in.values(2), step = in.values(3);
    if (!input || !begin || !end || !step || begin->size() > kLargestRank ||
        begin->size() != end->size() || begin->size() != step->size())
        return {};
    const auto masked = [&in](std::string_view mask, std::size_t entry) {
        return (in.option(mask) >> entry & 1) != 0;
    };
    const auto isEllipsis = [&](std::size_t entry) { return masked("ellipsis_mask", entry); };
    const auto isNewAxis = [&](std::size_t entry) {
        return masked("new_axis_mask", entry) && !isEllipsis(entry);
    };
    std::size_t consuming = 0;  // entries from here on that stand for one dimension each
    for (std::size_t entry = 0; entry < begin->size(); ++entry)
        if (!isEllipsis(entry) && !isNewAxis(entry)) ++consuming;

    Dims output;
    std::size_t axis = 0;
    for (std::size_t entry = 0; entry < begin->size(); ++entry) {
        if (isEllipsis(entry)) {
            while (axis + consuming < input->size()) output.push_back((*input)[axis++]);
        } else if (isNewAxis(entry)) {
            output.push_back(1);
        } else {
            const std::int64_t stepSize = (*step)[entry];
            if (axis >= input->size() || stepSize == 0) return {};
            if (!masked("shrink_axis_mask", entry))
                output.push_back(
                    lengthOf({(*begin)[entry], (*end)[entry], stepSize, masked("begin_mask", entry),
                              masked("end_mask", entry), in.flag("offset")},
                             (*input)[axis]));
            ++axis;
            --consuming;
        }
    }
    output.insert(output.end(), input->begin() + static_cast<std::ptrdiff_t>(axis), input->end());
    return oneOutput(std::move(output));
}

/// The sizes are options; where to begin is known at run time.
ShapeList stablehloDynamicSlice(const Operands& in) {
    const auto input = in.shape(0);
    Dims sizes = in.options("slice_sizes");
    if (!input || sizes.size() != input->size() ||
        !std::ranges::equal(sizes, *input, std::ranges::less_equal{}))
        return {};
    return oneOutput(std::move(sizes));
}

ShapeList stablehloSlice(const Operands& in) {
    const auto input = in.shape(0);
    const Dims start = in.options("start_indices"), limit = in.options("limit_indices"),
               step = in.options("strides");
    if (!input || start.size() != input->size() || limit.size() != start.size() ||
        step.size() != start.size())
        return {};
    Dims output;
    for (std::size_t i = 0; i < input->size(); ++i) {
        if (start[i] < 0 || limit[i] < start[i] || limit[i] > (*input)[i] || step[i] < 1) return {};
        output.push_back(divideUp(limit[i] - start[i], step[i]));
    }
    return oneOutput(std::move(output));
}

using enum BuiltinOperator;
constexpr auto kDataMovement = OperatorFamily::DataMovement;

constexpr auto kRules = std::to_array<OperatorRule>({
    {DynamicUpdateSlice, kDataMovement, sameAsInput},
    {Slice, kDataMovement, slice},
    {StablehloDynamicSlice, kDataMovement, stablehloDynamicSlice},
    {StablehloDynamicUpdateSlice, kDataMovement, sameAsInput},
    {StablehloSlice, kDataMovement, stablehloSlice},
    {StridedSlice, kDataMovement, stridedSlice},
});

}  // namespace

std::span<const OperatorRule> slicingRules() { return kRules; }

}  // namespace thimble::ops
