#include "core/prune/steering.h"

#include <algorithm>

#include "core/ops/dims.h"

namespace thimble::prune {

namespace {

using ops::Dims;

/// One operator with what stays of its axes.
struct Steering {
    const Subgraph& subgraph;
    ops::Operands in;
    const KeptBefore& kept;

    [[nodiscard]] std::int32_t size(Axis axis) const {
        return subgraph.tensors[static_cast<std::size_t>(axis.tensor)]
            .shape[static_cast<std::size_t>(axis.axis)];
    }
    [[nodiscard]] std::int64_t all(Axis axis) const { return kept(axis, size(axis)); }
    [[nodiscard]] std::int32_t input(std::size_t p) const { return in.op().inputs[p]; }
    [[nodiscard]] std::int32_t output() const { return in.op().outputs[0]; }
};

/// The output's shape; what is left to the operator (-1) remains so.
Dims shapeOfOutput(const Steering& s, Dims shape) {
    for (std::size_t a = 0; a < shape.size(); ++a)
        if (shape[a] >= 0) shape[a] = s.all({s.output(), static_cast<std::int32_t>(a)});
    return shape;
}

Dims paddings(const Steering& s, Dims values) {
    for (std::size_t a = 0; 2 * a < values.size(); ++a) {
        const Axis from{s.input(0), static_cast<std::int32_t>(a)};
        const Axis to{s.output(), from.axis};
        const auto before = static_cast<std::int32_t>(values[2 * a]);
        values[2 * a] = s.kept(to, before);
        values[2 * a + 1] = s.all(to) - s.kept(to, before + s.size(from));
    }
    return values;
}

Dims begins(const Steering& s, Dims values) {
    for (std::size_t a = 0; a < values.size(); ++a)
        values[a] = s.kept({s.input(0), static_cast<std::int32_t>(a)},
                           static_cast<std::int32_t>(values[a]));
    return values;
}

Dims pieces(const Steering& s, Dims values) {
    const auto axis = ops::axisAmong(
        s.subgraph.tensors[static_cast<std::size_t>(s.input(0))].shape.size(), *s.in.value(2));
    for (std::size_t p = 0; p < values.size(); ++p)
        if (values[p] >= 0)
            values[p] = s.all({s.in.op().outputs[p], static_cast<std::int32_t>(*axis)});
    return values;
}

Dims bounds(const Steering& s, Dims values, bool ends) {
    const auto ranges = stridedRanges(s.in);
    for (std::size_t a = 0; a < ranges->size(); ++a) {
        const StridedRange& range = (*ranges)[a];
        const Axis axis{s.input(0), static_cast<std::int32_t>(a)};
        if (!range.entry || range.step != 1 || range.isDropped || s.all(axis) == s.size(axis))
            continue;
        values[*range.entry] = s.kept(axis, ends ? range.end : range.begin);
    }
    return values;
}

}  // namespace

std::vector<SteeredInput> steeredInputs(const Model& model, const Operator& op,
                                        const KeptBefore& kept) {
    using enum BuiltinOperator;
    const Steering s{model.subgraphs[0], {model, model.subgraphs[0], op}, kept};
    std::vector<SteeredInput> result;
    const auto change = [&](std::size_t position, const auto& value) {
        const auto values = s.in.values(position);
        if (!values) return;
        Dims changed = value(*values);
        if (changed != *values) result.push_back({position, std::move(changed)});
    };
    switch (model.operatorCodes[op.opcode].builtin) {
        case Reshape:
            if (!s.in.shape(1, 1)) break;
            [[fallthrough]];
        case BroadcastTo: change(1, [&](Dims v) { return shapeOfOutput(s, std::move(v)); }); break;
        case TransposeConv:
            change(0, [&](Dims v) { return shapeOfOutput(s, std::move(v)); });
            break;
        case Pad:
        case Padv2: change(1, [&](Dims v) { return paddings(s, std::move(v)); }); break;
        case SplitV: change(1, [&](Dims v) { return pieces(s, std::move(v)); }); break;
        case Slice:
            change(1, [&](Dims v) { return begins(s, std::move(v)); });
            change(2, [&](Dims v) { return shapeOfOutput(s, std::move(v)); });
            break;
        case StridedSlice:
            if (!stridedRanges(s.in)) break;
            change(1, [&](Dims v) { return bounds(s, std::move(v), false); });
            change(2, [&](Dims v) { return bounds(s, std::move(v), true); });
            break;
        default: break;
    }
    return result;
}

void steerOptions(const Model& model, const Operator& op, const KeptBefore& kept,
                  Operator& changed) {
    const Steering s{model.subgraphs[0], {model, model.subgraphs[0], op}, kept};
    const BuiltinOperator code = model.operatorCodes[op.opcode].builtin;
    for (OptionField& field : changed.options.fields) {
        auto* list = std::get_if<std::vector<std::int64_t>>(&field.value);
        auto* number = std::get_if<std::int64_t>(&field.value);
        if (code == BuiltinOperator::Reshape && field.name == "new_shape" && list != nullptr &&
            list->size() ==
                model.subgraphs[0].tensors[static_cast<std::size_t>(s.output())].shape.size())
            *list = shapeOfOutput(s, *list);
        if (code == BuiltinOperator::DepthwiseConv2d && field.name == "depth_multiplier" &&
            number != nullptr) {
            const Axis from{s.input(0), 3}, to{s.output(), 3};
            if (*number == s.size(to) / s.size(from)) *number = s.all(to) / s.all(from);
        }
    }
}

std::optional<std::vector<StridedRange>> stridedRanges(const ops::Operands& in) {
    const auto input = in.shape(0), begin = in.values(1), end = in.values(2), step = in.values(3);
    if (!input || !begin || !end || !step || begin->size() > input->size() ||
        end->size() != begin->size() || step->size() != begin->size())
        return {};
    if (in.option("ellipsis_mask") != 0 || in.option("new_axis_mask") != 0 || in.flag("offset"))
        return {};
    std::vector<StridedRange> ranges;
    for (std::size_t a = 0; a < input->size(); ++a) {
        const std::int64_t size = (*input)[a];
        StridedRange range{0, static_cast<std::int32_t>(size)};
        if (a < begin->size()) {
            const auto masked = [&](std::string_view mask) {
                return (in.option(mask) >> a & 1) != 0;
            };
            const auto bound = [&](std::int64_t stated) {
                return static_cast<std::int32_t>(
                    std::clamp<std::int64_t>(stated < 0 ? stated + size : stated, 0, size));
            };
            range.entry = a;
            range.step = static_cast<std::int32_t>((*step)[a]);
            range.isDropped = masked("shrink_axis_mask");
            if (!masked("begin_mask")) range.begin = bound((*begin)[a]);
            if (!masked("end_mask")) range.end = bound((*end)[a]);
            if (range.end < range.begin) range.end = range.begin;
        }
        ranges.push_back(range);
    }
    return ranges;
}

}  // namespace thimble::prune
