#include "core/patches/patch_steps.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <numeric>
#include <optional>
#include <tuple>
#include <utility>

#include "core/model/names.h"
#include "core/model/tensor_type.h"
#include "core/ops/operator_rules.h"
#include "core/patches/channel_steps.h"

namespace thimble::patches {

namespace {

std::size_t at(std::int32_t index) { return static_cast<std::size_t>(index); }
bool has(const std::vector<std::int32_t>& list, std::int32_t t) {
    return std::ranges::find(list, t) != list.end();
}

class Builder {
public:
    Builder(const Model& model, const PatchRules& rules, const PatchPlan& plan)
        : m_model(model), m_subgraph(model.subgraphs[0]), m_rules(rules), m_plan(plan) {
        m_steps.plan = plan;
    }

    Result<PatchSteps> build() {
        THIMBLE_CHECK(checkPlan());
        THIMBLE_CHECK(checkSegment());
        const Tensor& result = tensor(m_result);
        const Region whole = wholeOf(result);
        m_steps.result = addTensor({.source = m_result, .isWhole = true, .region = whole});
        const auto bands = cut(whole.rows.last, m_plan.rows, alignedRows(result));
        const auto columns = cut(whole.columns.last, m_plan.columns, 1);
        std::vector<std::int32_t> joined;
        for (const Extent band : bands) {
            std::vector<std::int32_t> parts;
            for (const Extent column : columns) {
                THIMBLE_TRY(const std::int32_t part, makePatch({band, column}));
                parts.push_back(part);
                ++m_patch;
            }
            joined.push_back(parts.size() == 1 ? parts[0] : joinColumns(parts, band, whole));
        }
        if (joined.size() == 1)  // columns only: the last join makes the result itself
            m_steps.steps.back().output = m_steps.result;
        else
            m_steps.steps.push_back({.kind = PatchStep::Kind::Join,
                                     .axis = 1,
                                     .inputs = joined,
                                     .output = m_steps.result});
        return std::move(m_steps);
    }

private:
    [[nodiscard]] const Tensor& tensor(std::int32_t t) const { return m_subgraph.tensors[at(t)]; }
    [[nodiscard]] const Operator& op(std::int32_t o) const { return m_subgraph.operators[at(o)]; }
    [[nodiscard]] const PatchRule& rule(std::int32_t o) const { return *m_rules[at(o)]; }

    /// Rows after which a part of the tensor ends on a multiple of TFLM's alignment.
    static std::int64_t alignedRows(const Tensor& result) {
        constexpr std::int64_t kAlignment = 16;
        const std::int64_t row = std::int64_t{result.shape[2]} * result.shape[3] *
                                 tflmElementBytes(result.type).value_or(1);
        return kAlignment / std::gcd(kAlignment, row);
    }

    [[nodiscard]] Result<void> checkPlan() const {
        const auto count = static_cast<std::int64_t>(m_subgraph.operators.size());
        const auto [first, last] = m_plan.operators;
        if (m_model.subgraphs.size() != 1)
            return fail(ErrorCode::Unsupported, "models that call subgraphs are not cut");
        if (first < 0 || last <= first || last > count)
            return fail(ErrorCode::InvalidArgument,
                        fmt::format("operators {} to {} of {}", first, last, count));
        if (m_plan.rows < 1 || m_plan.columns < 1 || m_plan.channels != 1 ||
            m_plan.rows > kMostPatches || m_plan.columns > kMostPatches ||
            std::int64_t{m_plan.rows} * m_plan.columns < 2)
            return fail(ErrorCode::InvalidArgument,
                        fmt::format("{} times {} patches", m_plan.rows, m_plan.columns));
        return {};
    }

    [[nodiscard]] Result<void> checkSegment() {
        const auto [first, last] = m_plan.operators;
        m_producer.assign(m_subgraph.tensors.size(), -1);
        for (std::int32_t o = first; o < last; ++o) {
            if (!m_rules[at(o)]) return tl::unexpected(m_rules[at(o)].error());
            m_producer[at(op(o).outputs[0])] = o;
        }
        m_result = op(last - 1).outputs[0];
        std::vector<bool> isRead(m_subgraph.tensors.size());
        for (std::size_t o = 0; o < m_subgraph.operators.size(); ++o) {
            const bool isInside = m_plan.operators.contains(static_cast<std::int32_t>(o));
            for (const std::int32_t t : m_subgraph.operators[o].inputs) {
                if (t < 0) continue;
                isRead[at(t)] = true;
                if (!isInside && m_producer[at(t)] >= 0 && t != m_result)
                    return fail(ErrorCode::Unsupported,
                                tensorLabel(m_model, 0, at(t)) + " is needed outside its segment");
                if (isInside && t == m_result)
                    return fail(ErrorCode::Unsupported, "a segment that reads its own result");
            }
        }
        for (std::int32_t o = first; o < last; ++o) {
            const std::int32_t t = op(o).outputs[0];
            if (t == m_result) continue;
            if (has(m_subgraph.outputs, t) || has(m_subgraph.inputs, t) || !isRead[at(t)])
                return fail(ErrorCode::Unsupported,
                            tensorLabel(m_model, 0, at(t)) + " is needed outside its segment");
            THIMBLE_CHECK(checkWholeOperands(o));
        }
        THIMBLE_CHECK(checkWholeOperands(last - 1));
        const Region whole = wholeOf(tensor(m_result));
        if (whole.rows.last < m_plan.rows || whole.columns.last < m_plan.columns)
            return fail(ErrorCode::InvalidArgument,
                        fmt::format("{} times {} patches of {}", m_plan.rows, m_plan.columns,
                                    shapeText(tensor(m_result).shape)));
        return {};
    }

    /// What is not cut has to be there as a whole.
    [[nodiscard]] Result<void> checkWholeOperands(std::int32_t o) const {
        for (std::size_t p = 0; p < op(o).inputs.size(); ++p) {
            const std::int32_t t = op(o).inputs[p];
            const bool isCut = std::ranges::find(rule(o).images, p) != rule(o).images.end();
            if (t >= 0 && !isCut && m_producer[at(t)] >= 0)
                return fail(ErrorCode::Unsupported,
                            operatorLabel(m_model, 0, at(o)) + " needs an operand as a whole");
        }
        return {};
    }

    std::int32_t addTensor(const PatchTensor& added) {
        m_steps.tensors.push_back(added);
        return static_cast<std::int32_t>(m_steps.tensors.size()) - 1;
    }

    std::int32_t joinColumns(const std::vector<std::int32_t>& parts, Extent band,
                             const Region& whole) {
        const std::int32_t joined = addTensor({.source = m_result,
                                               .isWhole = false,
                                               .region = {band, whole.columns},
                                               .patch = m_patch - 1});
        m_steps.steps.push_back(
            {.kind = PatchStep::Kind::Join, .axis = 2, .inputs = parts, .output = joined});
        return joined;
    }

    /// A tensor that an operator of the segment asks a part of, and which: not one that PAD makes.
    struct Request {
        std::int32_t source = 0;
        Region region;
    };
    [[nodiscard]] Request throughPads(Request request) const {
        for (;;) {
            const std::int32_t o = m_producer[at(request.source)];
            if (o < 0 || rule(o).kind != PatchRule::Kind::Pad) return request;
            const auto move = [](Extent extent, std::int64_t by) {
                return Extent{extent.first - by, extent.last - by};
            };
            request = {op(o).inputs[0],
                       {move(request.region.rows, rule(o).top),
                        move(request.region.columns, rule(o).left)}};
        }
    }
    [[nodiscard]] Request request(std::int32_t o, std::size_t position,
                                  const Region& output) const {
        const PatchRule& how = rule(o);
        const bool isWindow = how.kind == PatchRule::Kind::Window;
        const Region region =
            isWindow ? Region{how.rows.inputOf(output.rows), how.columns.inputOf(output.columns)}
                     : output;
        return throughPads({op(o).inputs[position], region});
    }

    Result<std::int32_t> makePatch(const Region& part) {
        m_needed.clear();
        m_made.clear();
        m_parts.clear();
        const Request last = throughPads({m_result, part});
        need(last);
        for (std::int32_t o = m_plan.operators.last - 1; o >= m_plan.operators.first; --o) {
            if (rule(o).kind == PatchRule::Kind::Pad) continue;
            const auto output = m_needed.find(op(o).outputs[0]);
            if (output == m_needed.end()) continue;
            for (const std::size_t position : rule(o).images)
                need(request(o, position, output->second));
        }
        for (std::int32_t o = m_plan.operators.first; o < m_plan.operators.last; ++o)
            if (rule(o).kind != PatchRule::Kind::Pad) THIMBLE_CHECK(run(o));
        return fetch(last);
    }

    void need(const Request& request) {
        const Region inside = intersection(request.region, wholeOf(tensor(request.source)));
        Region& all = m_needed[request.source];
        all = hull(all, inside);
    }

    Result<void> run(std::int32_t o) {
        const std::int32_t written = op(o).outputs[0];
        const auto needed = m_needed.find(written);
        if (needed == m_needed.end() || needed->second.empty())
            return fail(ErrorCode::Unsupported,
                        operatorLabel(m_model, 0, at(o)) + " makes nothing that a patch needs");
        PatchStep step{.kind = PatchStep::Kind::Run, .op = o};
        const PatchRule& how = rule(o);
        for (std::size_t p = 0; p < op(o).inputs.size(); ++p) {
            const std::int32_t t = op(o).inputs[p];
            if (std::ranges::find(how.images, p) == how.images.end()) {
                step.inputs.push_back(t < 0 ? -1 : wholeTensor(t));
                continue;
            }
            THIMBLE_TRY(const Request asked, how.kind == PatchRule::Kind::Window
                                                 ? askOfWindow(o, needed->second, step)
                                                 : request(o, p, needed->second));
            THIMBLE_TRY(const std::int32_t part, fetch(asked));
            step.inputs.push_back(part);
        }
        step.output = addTensor(
            {.source = written, .isWhole = false, .region = needed->second, .patch = m_patch});
        m_made[written] = step.output;
        m_steps.steps.push_back(std::move(step));
        return {};
    }

    /// What the operator is to read, and whether it is VALID then. What a convolution would skip it
    /// may as well read as zero points; a pool may not, but it reads those of the model's own PAD.
    Result<Request> askOfWindow(std::int32_t o, const Region& output, PatchStep& step) const {
        const PatchRule& how = rule(o);
        Request asked = request(o, 0, output);
        const Region direct = {how.rows.inputOf(output.rows), how.columns.inputOf(output.columns)};
        const auto move = [](Extent extent, Extent from, Extent to) {
            return Extent{extent.first + to.first - from.first,
                          extent.last + to.first - from.first};
        };
        Region inside = intersection(asked.region, wholeOf(tensor(asked.source)));
        if (!how.mayPad) {
            const Region seen = intersection(direct, wholeOf(tensor(op(o).inputs[0])));
            inside = {move(seen.rows, direct.rows, asked.region.rows),
                      move(seen.columns, direct.columns, asked.region.columns)};
        }
        step.isValid = !samePaddingFits(o, inside, asked.region, output);
        if (!step.isValid)
            asked.region = inside;
        else if (!how.mayPad && inside != asked.region)
            return fail(ErrorCode::Unsupported,
                        operatorLabel(m_model, 0, at(o)) +
                            ": its padding cannot be written as PAD for a part");
        return asked;
    }

    /// Whether SAME padding of the part adds exactly what lies outside. Where nothing does, VALID
    /// says so more clearly.
    [[nodiscard]] bool samePaddingFits(std::int32_t o, const Region& inside, const Region& asked,
                                       const Region& output) const {
        constexpr std::int64_t kSame = 0;
        if (inside == asked || inside.empty() || op(o).options.integer("padding") != kSame)
            return false;
        const auto fits = [](const WindowStep& step, Extent in, Extent all, Extent out) {
            const std::int64_t positions = (in.length() + step.stride - 1) / step.stride;
            const std::int64_t added =
                std::max<std::int64_t>((positions - 1) * step.stride + step.reach - in.length(), 0);
            return positions == out.length() && added / 2 == in.first - all.first;
        };
        return fits(rule(o).rows, inside.rows, asked.rows, output.rows) &&
               fits(rule(o).columns, inside.columns, asked.columns, output.columns);
    }

    std::int32_t wholeTensor(std::int32_t t) {
        const auto [known, isNew] = m_wholes.try_emplace(t, 0);
        if (isNew)
            known->second = addTensor({.source = t, .isWhole = true, .region = wholeOf(tensor(t))});
        return known->second;
    }

    /// The part, cut out of what there is and with padding around it.
    Result<std::int32_t> fetch(const Request& asked) {
        const auto made = m_made.find(asked.source);
        const std::int32_t from = made != m_made.end() ? made->second : wholeTensor(asked.source);
        const Region inside = intersection(asked.region, m_steps.tensors[at(from)].region);
        if (inside.empty())
            return fail(ErrorCode::Unsupported, "a part of " +
                                                    tensorLabel(m_model, 0, at(asked.source)) +
                                                    " that is nothing but padding");
        std::int32_t part = from;
        if (inside != m_steps.tensors[at(from)].region)
            part = derived(PatchStep::Kind::Slice, from, inside);
        if (inside != asked.region) {
            if (!padsExactly(tensor(asked.source)))
                return fail(ErrorCode::Unsupported, tensorLabel(m_model, 0, at(asked.source)) +
                                                        " cannot be padded with its zero point");
            part = derived(PatchStep::Kind::Pad, part, asked.region);
        }
        return part;
    }

    static bool padsExactly(const Tensor& tensor) {
        return tensor.type == TensorType::Int8 || tensor.type == TensorType::Int16 ||
               tensor.type == TensorType::Float32;
    }

    /// Made once per patch, however many read it.
    std::int32_t derived(PatchStep::Kind kind, std::int32_t from, const Region& region) {
        const PatchTensor made{.source = m_steps.tensors[at(from)].source,
                               .isWhole = false,
                               .region = region,
                               .patch = m_patch};
        const auto key = std::tuple(made.source, region.rows.first, region.rows.last,
                                    region.columns.first, region.columns.last);
        const auto [known, isNew] = m_parts.try_emplace(key, 0);
        if (isNew) {
            known->second = addTensor(made);
            m_steps.steps.push_back({.kind = kind, .inputs = {from}, .output = known->second});
        }
        return known->second;
    }

    const Model& m_model;
    const Subgraph& m_subgraph;
    const PatchRules& m_rules;
    PatchPlan m_plan;
    PatchSteps m_steps;
    std::int32_t m_result = 0;
    std::vector<std::int32_t> m_producer;           ///< by tensor; -1: outside the segment
    std::map<std::int32_t, std::int32_t> m_wholes;  ///< by tensor
    std::int32_t m_patch = 0;                       ///< of this patch:
    std::map<std::int32_t, Region> m_needed;        ///< by tensor
    std::map<std::int32_t, std::int32_t> m_made;    ///< by tensor
    std::map<std::tuple<std::int32_t, std::int64_t, std::int64_t, std::int64_t, std::int64_t>,
             std::int32_t>
        m_parts;  ///< slices and padded ones
};

}  // namespace

std::vector<Extent> cut(std::int64_t size, std::int64_t parts, std::int64_t step) {
    if (size / step < parts) step = 1;
    std::vector<Extent> extents;
    std::int64_t first = 0;
    for (std::int64_t i = 1; i <= parts; ++i) {
        const std::int64_t last = i == parts ? size : size * i / parts / step * step;
        extents.push_back({first, last});
        first = last;
    }
    return extents;
}

std::vector<std::int32_t> shapeOf(const Model& model, const PatchTensor& tensor) {
    std::vector<std::int32_t> shape = model.subgraphs[0].tensors[at(tensor.source)].shape;
    if (tensor.isWhole) return shape;
    if (!tensor.channels.empty())
        shape.back() = static_cast<std::int32_t>(tensor.channels.length());
    if (tensor.region.empty()) return shape;
    shape[1] = static_cast<std::int32_t>(tensor.region.rows.length());
    shape[2] = static_cast<std::int32_t>(tensor.region.columns.length());
    return shape;
}

Macs stepMacs(const Model& model, const PatchSteps& steps, const PatchStep& step) {
    if (step.kind != PatchStep::Kind::Run) return 0;
    const Operator& op = model.subgraphs[0].operators[at(step.op)];
    const Macs all = operatorMacs(model, model.subgraphs[0], op);
    const std::vector<std::int32_t>& whole = model.subgraphs[0].tensors[at(op.outputs[0])].shape;
    const std::vector<std::int32_t> part = shapeOf(model, steps.tensors[at(step.output)]);
    // Exact: all positions of a convolution cost the same, and so do all channels.
    if (!step.channels.empty()) return all / whole.back() * part.back();
    return all / (std::int64_t{whole[1]} * whole[2]) * part[1] * part[2];
}

PatchRules patchRules(const Model& model) {
    PatchRules rules;
    for (std::size_t o = 0; o < model.subgraphs[0].operators.size(); ++o)
        rules.push_back(patchRule(model, o));
    return rules;
}

Result<PatchSteps> patchSteps(const Model& model, const PatchRules& rules, const PatchPlan& plan) {
    if (plan.ofChannels()) return channelSteps(model, plan);
    return Builder(model, rules, plan).build();
}

}  // namespace thimble::patches
