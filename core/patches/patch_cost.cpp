#include "core/patches/patch_cost.h"

#include <algorithm>
#include <map>
#include <utility>

#include "core/model/tensor_type.h"
#include "core/ops/operator_rules.h"
#include "core/tflm/in_place.h"

namespace thimble::patches {

namespace {

constexpr Bytes kAlignment = 16;

/// What TFLM keeps for an operator of its own records, with those of the tensors it brings along.
constexpr Bytes kRecords = 48;
constexpr Bytes kTailOfSlice = kRecords + 24;
constexpr Bytes kTailOfPad = kRecords + 72;
constexpr Bytes kTailOfJoin = kRecords + 40;

std::size_t at(std::int32_t index) { return static_cast<std::size_t>(index); }

/// The segment's input of which the last slice is read furthest back, and where in the result it
/// would have to begin, so that no part is written on rows that are still read.
struct Consumed {
    std::int32_t input = -1;
    Bytes offset = 0;
};

/// Whether the parts lie in what they are joined to one behind the other.
bool isOneAfterTheOther(const Model& model, const PatchSteps& segment, const PatchStep& join) {
    if (!segment.plan.ofChannels()) return join.axis == 1;
    const std::vector<std::int32_t> shape = shapeOf(model, segment.tensors[at(join.output)]);
    return std::all_of(shape.begin(), shape.begin() + join.axis,
                       [](std::int32_t size) { return size == 1; });
}

Bytes rowBytes(const Model& model, const PatchTensor& tensor) {
    const std::vector<std::int32_t>& shape = model.subgraphs[0].tensors[at(tensor.source)].shape;
    return std::int64_t{shape[2]} * shape[3] *
           tflmElementBytes(model.subgraphs[0].tensors[at(tensor.source)].type).value_or(1);
}

Consumed consumedBy(const Model& model, const PatchSteps& segment) {
    Consumed result;
    std::int64_t rowsWritten = 0;  // of the result, by complete parts
    const std::int32_t joined = segment.tensors[at(segment.result)].source;
    const Bytes ofResult = rowBytes(model, segment.tensors[at(segment.result)]);
    for (const PatchStep& step : segment.steps) {
        const PatchTensor& made = segment.tensors[at(step.output)];
        for (const std::int32_t t : step.inputs) {
            if (t < 0 || !segment.tensors[at(t)].isWhole || t == segment.result) continue;
            const PatchTensor& input = segment.tensors[at(t)];
            if (input.region.empty()) continue;  // no image: weights and the like
            if (step.kind != PatchStep::Kind::Slice) return {};
            if (result.input >= 0 && result.input != t) return {};
            result.input = t;
            result.offset =
                std::max(result.offset,
                         rowsWritten * ofResult - made.region.rows.first * rowBytes(model, input));
        }
        if (made.source == joined && !made.isWhole)
            rowsWritten = std::max(rowsWritten, made.region.rows.last);
    }
    result.offset = alignUp(std::max<Bytes>(result.offset, 0), kAlignment);
    return result;
}

}  // namespace

PatchCosts::PatchCosts(const Model& model, const tflm::DeviceMemory& device,
                       const tflm::TargetInfo& target)
    : m_model(model), m_device(device) {
    const Subgraph& subgraph = model.subgraphs[0];
    const std::size_t count = subgraph.operators.size();
    m_scratch.resize(count);
    m_live.resize(subgraph.tensors.size());
    m_mayTakeOver.resize(count);
    std::vector<Bytes> alive(count + 1);  // by scope: the inputs arrive, then one per operator
    for (const tflm::PlannedBuffer& buffer : device.buffers) {
        if (buffer.isScratch())
            m_scratch[at(buffer.op)] += buffer.plannedBytes;
        else
            m_live[at(buffer.tensor)] = buffer.scopes;
        for (std::int32_t s = std::max(buffer.scopes.first, 0); s < buffer.scopes.last; ++s)
            alive[at(s)] += buffer.plannedBytes;
    }
    std::map<std::pair<std::int32_t, Bytes>, Bytes> saved;
    for (const tflm::InPlacePair& pair : device.mayShare) {
        Bytes& most = saved[{pair.op, pair.offset}];
        for (const tflm::PlannedBuffer& buffer : device.buffers)
            if (buffer.tensor == pair.input) most = std::max(most, buffer.plannedBytes);
    }
    for (const auto& [where, bytes] : saved) alive[at(where.first) + 1] -= bytes;
    for (std::size_t o = 0; o < count; ++o) {
        const Operator& op = subgraph.operators[o];
        m_operators.push_back({alive[o + 1], operatorMacs(model, subgraph, op), kRecords});
        for (std::size_t p = 0; p < op.inputs.size(); ++p)
            if (tflm::inPlaceOffset(model, subgraph, op, p, target.target) == Bytes{0})
                m_mayTakeOver[o] = true;
    }
    for (const tflm::AllocationEvent& event : device.script)
        if (event.kind == tflm::AllocationEvent::Kind::Persistent && event.op >= 0)
            m_operators[at(event.op)].tail += alignUp(event.bytes, event.alignment);
}

RunCost PatchCosts::ofSegment(const PatchSteps& steps, bool consumesInput) const {
    RunCost cost{.load = std::min(loadOf(steps, Room::Apart), loadOf(steps, Room::Result))};
    if (consumesInput) cost.load = std::min(cost.load, loadOf(steps, Room::ResultOnInput));
    for (const PatchStep& step : steps.steps) {
        cost.macs += stepMacs(m_model, steps, step);
        switch (step.kind) {
            case PatchStep::Kind::Slice: cost.tail += kTailOfSlice; break;
            case PatchStep::Kind::Pad: cost.tail += kTailOfPad; break;
            case PatchStep::Kind::Run: cost.tail += tailOf(step); break;
            case PatchStep::Kind::Join: cost.tail += kTailOfJoin; break;
        }
    }
    return cost;
}

Bytes PatchCosts::tailOf(const PatchStep& step) const {
    const Bytes all = ofOperator(step.op).tail;
    if (step.channels.empty()) return all;
    // Multipliers and shifts are for each channel.
    const Subgraph& subgraph = m_model.subgraphs[0];
    const std::int32_t output = subgraph.operators[at(step.op)].outputs[0];
    return kRecords +
           (all - kRecords) * step.channels.length() / subgraph.tensors[at(output)].shape.back();
}

Bytes PatchCosts::loadOf(const PatchSteps& segment, Room room) const {
    const auto& steps = segment.steps;
    const std::size_t count = steps.size();
    struct Part {
        Bytes bytes = 0;
        LiveRange live{static_cast<std::int32_t>(1) << 30, 0};
    };
    std::vector<Part> parts(segment.tensors.size());
    const auto use = [&](std::int32_t t, std::size_t step) {
        if (t < 0) return;
        LiveRange& live = parts[at(t)].live;
        live.first = std::min(live.first, static_cast<std::int32_t>(step));
        live.last = static_cast<std::int32_t>(step) + 1;
    };
    for (std::size_t s = 0; s < count; ++s) {
        for (const std::int32_t t : steps[s].inputs) use(t, s);
        use(steps[s].output, s);
    }

    // What is there before, and what stays behind.
    const HalfOpen<std::int32_t> scopes{segment.plan.operators.first + 1,
                                        segment.plan.operators.last + 1};
    Bytes background = 0;
    std::vector<bool> isBelow(m_live.size());
    for (std::size_t t = 0; t < segment.tensors.size(); ++t) {
        const PatchTensor& tensor = segment.tensors[t];
        if (tensor.isWhole && m_live[at(tensor.source)].empty()) continue;  // a constant
        Bytes bytes =
            tflmElementBytes(m_model.subgraphs[0].tensors[at(tensor.source)].type).value_or(1);
        for (const std::int32_t size : shapeOf(m_model, tensor)) bytes *= size;
        parts[t].bytes = alignUp(bytes, kAlignment);
        if (!tensor.isWhole || static_cast<std::int32_t>(t) == segment.result) continue;
        isBelow[at(tensor.source)] = true;
        parts[t].live.first = 0;
        if (m_live[at(tensor.source)].last > scopes.last)
            parts[t].live.last = static_cast<std::int32_t>(count);
    }
    for (const tflm::PlannedBuffer& buffer : m_device.buffers)
        if (!buffer.isScratch() && !isBelow[at(buffer.tensor)] &&
            buffer.scopes.first < scopes.first && buffer.scopes.last >= scopes.last)
            background += buffer.plannedBytes;

    const Consumed consumed =
        room == Room::ResultOnInput ? consumedBy(m_model, segment) : Consumed{};

    // Parts that are joined row by row, or channel by channel of one pixel, lie in the result's
    // room from the first of them on.
    for (std::size_t s = 0; room != Room::Apart && s < count; ++s) {
        if (steps[s].kind != PatchStep::Kind::Join ||
            !isOneAfterTheOther(m_model, segment, steps[s]))
            continue;
        Bytes offset = 0;
        Part& joined = parts[at(steps[s].output)];
        for (const std::int32_t t : steps[s].inputs) {
            Part& part = parts[at(t)];
            if (offset % kAlignment == 0) {
                joined.live.first = std::min(joined.live.first, part.live.first);
                offset += part.bytes;
                part.bytes = 0;
            } else {
                offset += part.bytes;
            }
        }
    }
    if (consumed.input >= 0) {
        Part& input = parts[at(consumed.input)];
        Part& result = parts[at(segment.result)];
        if (input.live.last < static_cast<std::int32_t>(count)) {
            result.bytes = std::max(result.bytes, consumed.offset + input.bytes);
            result.live.first = 0;
            input.bytes = 0;
        }
    }
    std::vector<Bytes> change(count + 1);
    for (const Part& part : parts) {
        if (part.live.last <= part.live.first) continue;
        change[at(part.live.first)] += part.bytes;
        change[at(part.live.last)] -= part.bytes;
    }
    Bytes alive = background;
    Bytes most = 0;
    for (std::size_t s = 0; s < count; ++s) {
        alive += change[s];
        Bytes here = alive;
        if (steps[s].kind == PatchStep::Kind::Run) {
            here += m_scratch[at(steps[s].op)];
            const Part& out = parts[at(steps[s].output)];
            const bool takesOver =
                m_mayTakeOver[at(steps[s].op)] &&
                std::ranges::any_of(steps[s].inputs, [&](std::int32_t t) {
                    return t >= 0 && parts[at(t)].bytes == out.bytes &&
                           parts[at(t)].live.last == static_cast<std::int32_t>(s) + 1;
                });
            if (takesOver) here -= out.bytes;
        }
        most = std::max(most, here);
    }
    return most;
}

}  // namespace thimble::patches
