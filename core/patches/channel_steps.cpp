#include "core/patches/channel_steps.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <utility>
#include <vector>

#include "core/model/names.h"
#include "core/model/tensor_type.h"
#include "core/patches/channel_rule.h"

namespace thimble::patches {

namespace {

std::size_t at(std::int32_t index) { return static_cast<std::size_t>(index); }
bool has(const std::vector<std::int32_t>& list, std::int32_t t) {
    return std::ranges::find(list, t) != list.end();
}

class Builder {
public:
    Builder(const Model& model, const PatchPlan& plan)
        : m_model(model), m_subgraph(model.subgraphs[0]) {
        m_steps.plan = plan;
    }

    Result<PatchSteps> build() {
        THIMBLE_CHECK(checkPlan());
        THIMBLE_CHECK(readRules());
        THIMBLE_CHECK(checkSegment());
        const std::vector<std::int32_t>& shape = tensor(result()).shape;
        m_steps.result = wholeTensor(result());
        PatchStep join{.kind = PatchStep::Kind::Join,
                       .axis = static_cast<std::int32_t>(shape.size()) - 1,
                       .output = m_steps.result};
        for (const Extent channels : slices(tensor(result()))) {
            makeSlice(channels);
            join.inputs.push_back(m_made.at(result()));
            ++m_slice;
        }
        m_steps.steps.push_back(std::move(join));
        return std::move(m_steps);
    }

private:
    [[nodiscard]] const Tensor& tensor(std::int32_t t) const { return m_subgraph.tensors[at(t)]; }
    [[nodiscard]] const Operator& op(std::int32_t o) const { return m_subgraph.operators[at(o)]; }
    [[nodiscard]] const ChannelRule& rule(std::int32_t o) const {
        return m_rules[at(o - m_steps.plan.operators.first)];
    }
    [[nodiscard]] std::int32_t result() const {
        return op(m_steps.plan.operators.last - 1).outputs[0];
    }

    /// On multiples of four channels, for kernels that take four at a time; of one pixel so that
    /// slices lie where they belong, for nothing.
    [[nodiscard]] std::vector<Extent> slices(const Tensor& whole) const {
        constexpr Bytes kAlignment = 16;
        std::int64_t pixels = 1;
        for (const std::int32_t size : whole.shape) pixels *= size;
        pixels /= whole.shape.back();
        const std::int64_t step =
            pixels == 1 ? kAlignment / tflmElementBytes(whole.type).value_or(1) : 4;
        return cut(whole.shape.back(), m_steps.plan.channels, step);
    }

    [[nodiscard]] Result<void> checkPlan() const {
        const auto& [operators, rows, columns, channels] = m_steps.plan;
        if (m_model.subgraphs.size() != 1)
            return fail(ErrorCode::Unsupported, "models that call subgraphs are not cut");
        if (operators.first < 0 || operators.empty() ||
            std::cmp_greater(operators.last, m_subgraph.operators.size()))
            return fail(ErrorCode::InvalidArgument,
                        fmt::format("operators {} to {} of {}", operators.first, operators.last,
                                    m_subgraph.operators.size()));
        if (rows != 1 || columns != 1 || channels > kMostPatches)
            return fail(ErrorCode::InvalidArgument,
                        fmt::format("{} times {} patches in {} slices of channels", rows, columns,
                                    channels));
        return {};
    }

    [[nodiscard]] Result<void> readRules() {
        const auto [first, last] = m_steps.plan.operators;
        for (std::int32_t o = first; o < last; ++o) {
            THIMBLE_TRY(ChannelRule made, channelRule(m_model, at(o)));
            m_rules.push_back(std::move(made));
        }
        if (!rule(first).makes)
            return fail(ErrorCode::Unsupported, operatorLabel(m_model, 0, at(first)) +
                                                    " makes no channels of all of its input");
        return {};
    }

    [[nodiscard]] Result<void> checkSegment() const {
        const auto segment = m_steps.plan.operators;
        const std::int32_t channels = tensor(result()).shape.back();
        if (channels < m_steps.plan.channels)
            return fail(ErrorCode::InvalidArgument,
                        fmt::format("{} slices of {} channels", m_steps.plan.channels, channels));
        std::vector<bool> isMade(m_subgraph.tensors.size());
        for (std::int32_t o = segment.first; o < segment.last; ++o) {
            if (tensor(op(o).outputs[0]).shape.back() != channels)
                return fail(ErrorCode::Unsupported,
                            operatorLabel(m_model, 0, at(o)) + " makes other channels");
            for (std::size_t p = 0; p < op(o).inputs.size(); ++p)
                if (const std::int32_t t = op(o).inputs[p];
                    t >= 0 && isMade[at(t)] &&
                    std::ranges::find(rule(o).passed, p) == rule(o).passed.end())
                    return fail(ErrorCode::Unsupported,
                                operatorLabel(m_model, 0, at(o)) + " needs all channels");
            isMade[at(op(o).outputs[0])] = true;
        }
        std::vector<bool> isRead(m_subgraph.tensors.size());
        for (std::size_t o = 0; o < m_subgraph.operators.size(); ++o) {
            const bool isInside = segment.contains(static_cast<std::int32_t>(o));
            for (const std::int32_t t : m_subgraph.operators[o].inputs) {
                if (t < 0 || !isMade[at(t)]) continue;
                isRead[at(t)] = true;
                if (isInside == (t == result())) return neededElsewhere(t);
            }
        }
        for (std::int32_t o = segment.first; o < segment.last; ++o) {
            const std::int32_t t = op(o).outputs[0];
            if (t != result() && (has(m_subgraph.outputs, t) || !isRead[at(t)]))
                return neededElsewhere(t);
            if (has(m_subgraph.inputs, t)) return neededElsewhere(t);
        }
        return {};
    }
    [[nodiscard]] tl::unexpected<Error> neededElsewhere(std::int32_t t) const {
        return fail(ErrorCode::Unsupported, tensorLabel(m_model, 0, at(t)) +
                                                " is needed outside its segment, or its result is "
                                                "needed within");
    }

    std::int32_t addTensor(const PatchTensor& added) {
        m_steps.tensors.push_back(added);
        return static_cast<std::int32_t>(m_steps.tensors.size()) - 1;
    }
    std::int32_t wholeTensor(std::int32_t t) {
        const auto [known, isNew] = m_wholes.try_emplace(t, 0);
        if (isNew)
            known->second = addTensor({.source = t, .isWhole = true, .region = wholeOf(tensor(t))});
        return known->second;
    }
    std::int32_t addSlice(std::int32_t t, Extent channels) {
        m_made[t] = addTensor({.source = t,
                               .isWhole = false,
                               .region = wholeOf(tensor(t)),
                               .channels = channels,
                               .patch = m_slice});
        return m_made[t];
    }

    void makeSlice(Extent channels) {
        m_made.clear();
        const auto segment = m_steps.plan.operators;
        for (std::int32_t o = segment.first; o < segment.last; ++o) {
            PatchStep step{.kind = PatchStep::Kind::Run, .op = o, .channels = channels};
            for (std::size_t p = 0; p < op(o).inputs.size(); ++p) {
                const std::int32_t t = op(o).inputs[p];
                if (t < 0)
                    step.inputs.push_back(-1);
                else if (std::ranges::find(rule(o).passed, p) == rule(o).passed.end())
                    step.inputs.push_back(wholeTensor(t));
                else
                    step.inputs.push_back(sliceOf(t, channels));
            }
            step.output = addSlice(op(o).outputs[0], channels);
            m_steps.steps.push_back(std::move(step));
        }
    }

    /// Made by the segment, or cut out of what there was before it.
    std::int32_t sliceOf(std::int32_t t, Extent channels) {
        if (const auto made = m_made.find(t); made != m_made.end()) return made->second;
        const std::int32_t from = wholeTensor(t);
        const std::int32_t slice = addSlice(t, channels);
        m_steps.steps.push_back(
            {.kind = PatchStep::Kind::Slice, .inputs = {from}, .output = slice});
        return slice;
    }

    const Model& m_model;
    const Subgraph& m_subgraph;
    std::vector<ChannelRule> m_rules;  ///< by operator of the segment
    PatchSteps m_steps;
    std::map<std::int32_t, std::int32_t> m_wholes;  ///< by tensor
    std::int32_t m_slice = 0;                       ///< of this slice:
    std::map<std::int32_t, std::int32_t> m_made;    ///< by tensor
};

}  // namespace

Result<PatchSteps> channelSteps(const Model& model, const PatchPlan& plan) {
    return Builder(model, plan).build();
}

}  // namespace thimble::patches
