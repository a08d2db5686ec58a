#include "core/patches/apply_patches.h"

#include <fmt/format.h>

#include <algorithm>
#include <cstring>
#include <map>
#include <numeric>
#include <utility>
#include <vector>

#include "core/base/assert.h"
#include "core/model/drop_orphans.h"
#include "core/patches/channel_rule.h"
#include "core/prune/slice_tensor.h"
#include "core/tflite/option_names.h"
#include "core/tflm/offline_plan.h"

namespace thimble::patches {

namespace {

std::size_t at(std::int32_t index) { return static_cast<std::size_t>(index); }

class Writer {
public:
    explicit Writer(const Model& model)
        : m_original(model), m_from(model.subgraphs[0]), m_model(tflm::withoutOfflinePlan(model)) {
        m_model.subgraphs[0].operators.clear();
    }

    Model write(std::span<const PatchSteps> segments) {
        std::int32_t o = 0;
        for (const PatchSteps& segment : segments) {
            for (; o < segment.plan.operators.first; ++o) keep(o);
            addSegment(segment);
            o = segment.plan.operators.last;
        }
        for (; at(o) < m_from.operators.size(); ++o) keep(o);
        return dropOrphanTensors(m_model);
    }

private:
    [[nodiscard]] Subgraph& to() { return m_model.subgraphs[0]; }
    void keep(std::int32_t o) { to().operators.push_back(m_from.operators[at(o)]); }

    void addSegment(const PatchSteps& segment) {
        m_segment = &segment;
        m_tensors.assign(segment.tensors.size(), -1);
        for (std::size_t t = 0; t < segment.tensors.size(); ++t)
            if (segment.tensors[t].isWhole) m_tensors[t] = segment.tensors[t].source;
        for (const PatchStep& step : segment.steps) {
            switch (step.kind) {
                case PatchStep::Kind::Slice: addSlice(step); break;
                case PatchStep::Kind::Pad: addPad(step); break;
                case PatchStep::Kind::Run: addRun(step); break;
                case PatchStep::Kind::Join: addJoin(step); break;
            }
        }
    }

    [[nodiscard]] const PatchTensor& part(std::int32_t t) const {
        return m_segment->tensors[at(t)];
    }

    /// The tensor in the new model; made when it is first named.
    std::int32_t tensor(std::int32_t t, const char* suffix = "") {
        std::int32_t& number = m_tensors[at(t)];
        if (number >= 0) return number;
        Tensor made = m_from.tensors[at(part(t).source)];
        made.shape = shapeOf(m_model, part(t));
        made.shapeSignature.clear();
        made.name += fmt::format("/{}_{}{}", part(t).channels.empty() ? "patch" : "channels",
                                 part(t).patch, suffix);
        number = static_cast<std::int32_t>(to().tensors.size());
        to().tensors.push_back(std::move(made));
        return number;
    }

    void addSlice(const PatchStep& step) {
        const PatchTensor& all = part(step.inputs[0]);
        const PatchTensor& made = part(step.output);
        const std::vector<std::int32_t> size = shapeOf(m_model, made);
        std::vector<std::int32_t> begin(size.size());
        if (!made.region.empty()) {
            begin[1] = static_cast<std::int32_t>(made.region.rows.first - all.region.rows.first);
            begin[2] =
                static_cast<std::int32_t>(made.region.columns.first - all.region.columns.first);
        }
        begin.back() += static_cast<std::int32_t>(made.channels.first - all.channels.first);
        const auto rank = static_cast<std::int32_t>(size.size());
        add(BuiltinOperator::Slice, "SliceOptions", {},
            {tensor(step.inputs[0]), constant(begin, {rank}), constant(size, {rank})},
            tensor(step.output, "/slice"));
    }

    void addPad(const PatchStep& step) {
        const Region& inner = part(step.inputs[0]).region;
        const Region& outer = part(step.output).region;
        const auto edge = [](std::int64_t from, std::int64_t to) {
            return static_cast<std::int32_t>(to - from);
        };
        add(BuiltinOperator::Pad, "PadOptions", {},
            {tensor(step.inputs[0]), constant({0, 0, edge(outer.rows.first, inner.rows.first),
                                               edge(inner.rows.last, outer.rows.last),
                                               edge(outer.columns.first, inner.columns.first),
                                               edge(inner.columns.last, outer.columns.last), 0, 0},
                                              {4, 2})},
            tensor(step.output, "/pad"));
    }

    void addRun(const PatchStep& step) {
        constexpr std::int64_t kValid = 1;
        Operator op = m_from.operators[at(step.op)];
        for (std::size_t p = 0; p < op.inputs.size(); ++p)
            op.inputs[p] = step.inputs[p] < 0 ? -1 : tensor(step.inputs[p]);
        op.outputs = {tensor(step.output)};
        if (!step.channels.empty()) {
            const auto rule = channelRule(m_original, at(step.op));
            THIMBLE_ASSERT(rule.has_value());  // the step was made of it
            for (const auto& [position, axis] : rule->constants)
                op.inputs[position] = someOf(op.inputs[position], axis, step.channels);
        }
        if (step.isValid) setPadding(op.options, kValid);
        to().operators.push_back(std::move(op));
    }

    /// A constant with some of its channels.
    std::int32_t someOf(std::int32_t t, std::size_t axis, Extent channels) {
        const auto [known, isNew] = m_weights.try_emplace(std::pair(t, channels.first), 0);
        if (!isNew) return known->second;
        std::vector<std::int32_t> indices(static_cast<std::size_t>(channels.length()));
        std::iota(indices.begin(), indices.end(), static_cast<std::int32_t>(channels.first));
        prune::KeptAxes kept;
        kept.kept[{t, static_cast<std::int32_t>(axis)}] = std::move(indices);
        const Tensor& whole = m_from.tensors[at(t)];
        Tensor made = prune::sliceTensor(whole, t, kept);
        made.name += fmt::format("/channels_{}", channels.first);
        std::vector<std::byte> bytes =
            prune::sliceData(whole, t, m_model.buffers[whole.buffer].data.bytes(), kept);
        made.buffer = static_cast<std::uint32_t>(m_model.buffers.size());
        m_model.buffers.push_back({Blob(std::move(bytes)), 0, 0});
        known->second = static_cast<std::int32_t>(to().tensors.size());
        to().tensors.push_back(std::move(made));
        return known->second;
    }

    /// The field is the first of all tables of options that have it.
    static void setPadding(OptionTable& options, std::int64_t padding) {
        for (OptionField& field : options.fields)
            if (field.name == "padding") {
                field.value = padding;
                return;
            }
        const OptionTable made = makeOptions(options.type, {{"padding", padding}});
        options.fields.insert(options.fields.begin(), made.fields.begin(), made.fields.end());
    }

    void addJoin(const PatchStep& step) {
        std::vector<std::int32_t> inputs;
        for (const std::int32_t t : step.inputs) inputs.push_back(tensor(t));
        add(BuiltinOperator::Concatenation, "ConcatenationOptions",
            {{"axis", std::int64_t{step.axis}}}, std::move(inputs),
            tensor(step.output, "/columns"));
    }

    void add(BuiltinOperator code, std::string_view type,
             std::initializer_list<std::pair<std::string_view, OptionValue>> options,
             std::vector<std::int32_t> inputs, std::int32_t output) {
        Operator op;
        op.opcode = operatorCode(code, to().tensors[at(output)].type);
        op.inputs = std::move(inputs);
        op.outputs = {output};
        op.options = makeOptions(type, options);
        to().operators.push_back(std::move(op));
    }

    /// TFLM does not look at versions, TFLite does.
    std::uint32_t operatorCode(BuiltinOperator code, TensorType type) {
        std::int32_t version = 1;
        if (type == TensorType::Int8) version = 2;
        if (type == TensorType::Int16) version = code == BuiltinOperator::Slice ? 4 : 3;
        auto& codes = m_model.operatorCodes;
        const auto known = std::ranges::find_if(codes, [&](const OperatorCode& entry) {
            return entry.builtin == code && entry.version >= version;
        });
        if (known != codes.end()) return static_cast<std::uint32_t>(known - codes.begin());
        codes.push_back({.builtin = code,
                         .deprecatedBuiltin = static_cast<std::int8_t>(code),
                         .newBuiltin = code,
                         .customCode = {},
                         .version = version});
        return static_cast<std::uint32_t>(codes.size()) - 1;
    }

    /// One tensor for all that ask for the same numbers.
    std::int32_t constant(const std::vector<std::int32_t>& values,
                          const std::vector<std::int32_t>& shape) {
        const auto [known, isNew] = m_constants.try_emplace(values, 0);
        if (!isNew) return known->second;
        std::vector<std::byte> bytes(values.size() * sizeof(std::int32_t));
        std::memcpy(bytes.data(), values.data(), bytes.size());
        Tensor made;
        made.name = fmt::format("patches/steering_{}", m_constants.size());
        made.type = TensorType::Int32;
        made.shape = shape;
        made.buffer = static_cast<std::uint32_t>(m_model.buffers.size());
        m_model.buffers.push_back({Blob(std::move(bytes)), 0, 0});
        known->second = static_cast<std::int32_t>(to().tensors.size());
        to().tensors.push_back(std::move(made));
        return known->second;
    }

    const Model& m_original;
    const Subgraph& m_from;
    Model m_model;
    const PatchSteps* m_segment = nullptr;
    std::vector<std::int32_t> m_tensors;  ///< by tensor of the segment: in the new model
    std::map<std::vector<std::int32_t>, std::int32_t> m_constants;
    std::map<std::pair<std::int32_t, std::int64_t>, std::int32_t> m_weights;  ///< by first channel
};

}  // namespace

Model applySteps(const Model& model, std::span<const PatchSteps> segments) {
    return Writer(model).write(segments);
}

Result<Model> applyPatches(const Model& model, std::span<const PatchPlan> plans) {
    if (model.subgraphs.empty())
        return fail(ErrorCode::InvalidArgument, "a model without operators");
    const PatchRules rules = patchRules(model);
    std::vector<PatchSteps> segments;
    std::int32_t end = 0;
    for (const PatchPlan& plan : plans) {
        if (plan.operators.first < end)
            return fail(ErrorCode::InvalidArgument, "segments that overlap or are out of order");
        THIMBLE_TRY(PatchSteps steps, patchSteps(model, rules, plan));
        segments.push_back(std::move(steps));
        end = plan.operators.last;
    }
    return applySteps(model, segments);
}

}  // namespace thimble::patches
