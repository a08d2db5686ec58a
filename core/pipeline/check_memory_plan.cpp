#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cstring>
#include <map>
#include <optional>

#include "core/graph/graph.h"
#include "core/model/check_model.h"
#include "core/model/names.h"
#include "core/model/tensor_type.h"
#include "core/pipeline/plan_memory.h"
#include "core/schedule/schedule.h"
#include "core/tflm/in_place.h"

namespace thimble {

namespace {

/// A tensor as an operator meets it: orphans are gone, so its position says nothing.
using Meaning = std::map<std::int32_t, std::int32_t>;

class Comparison {
public:
    Comparison(const Model& before, const Model& after, std::size_t s,
               std::vector<std::string>& faults)
        : m_before(before), m_after(after), m_s(s), m_faults(faults) {}

    void run(const std::vector<OperatorId>& order) {
        const Subgraph& from = m_before.subgraphs[m_s];
        const Subgraph& to = m_after.subgraphs[m_s];
        if (order.size() != from.operators.size() || order.size() != to.operators.size()) {
            m_faults.push_back(fmt::format("subgraph {} has another number of operators", m_s));
            return;
        }
        std::vector<bool> ran(order.size());
        for (std::size_t step = 0; step < order.size(); ++step) {
            const std::size_t o = indexOf(order[step]);
            if (o >= ran.size() || ran[o]) {
                m_faults.push_back(
                    fmt::format("step {} of subgraph {} runs operator #{} again", step, m_s, o));
                return;
            }
            ran[o] = true;
            compareOperators(from.operators[o], to.operators[step], o);
        }
        compareLists(from.inputs, to.inputs, fmt::format("inputs of subgraph {}", m_s));
        compareLists(from.outputs, to.outputs, fmt::format("outputs of subgraph {}", m_s));
    }

private:
    void compareOperators(Operator from, Operator to, std::size_t o) {
        const std::string label = operatorLabel(m_before, m_s, o);
        compareLists(from.inputs, to.inputs, "inputs of " + label);
        compareLists(from.outputs, to.outputs, "outputs of " + label);
        compareLists(from.intermediates, to.intermediates, "intermediates of " + label);
        for (auto* op : {&from, &to}) {
            op->inputs.clear();
            op->outputs.clear();
            op->intermediates.clear();
        }
        if (from != to) m_faults.push_back(label + " has other options");
    }

    void compareLists(const std::vector<std::int32_t>& from, const std::vector<std::int32_t>& to,
                      const std::string& what) {
        bool same = from.size() == to.size();
        for (std::size_t i = 0; same && i < from.size(); ++i) same = areSame(from[i], to[i]);
        if (!same) m_faults.push_back("other " + what);
    }

    bool areSame(std::int32_t from, std::int32_t to) {
        if (from < 0 || to < 0) return from < 0 && to < 0;
        const auto [known, isNew] = m_meaning.try_emplace(from, to);
        if (!isNew) return known->second == to;
        const Tensor& a = m_before.subgraphs[m_s].tensors[static_cast<std::size_t>(from)];
        const Tensor& b = m_after.subgraphs[m_s].tensors[static_cast<std::size_t>(to)];
        return a.name == b.name && a.type == b.type && a.shape == b.shape &&
               a.isVariable == b.isVariable &&
               a.quantization.has_value() == b.quantization.has_value() &&
               m_before.buffers[a.buffer].data == m_after.buffers[b.buffer].data;
    }

    const Model& m_before;
    const Model& m_after;
    std::size_t m_s;
    std::vector<std::string>& m_faults;
    Meaning m_meaning;
};

/// Whether `first` may be overwritten by `second`: one operator reads the one and writes the other
/// in a way that the target's kernel bears, nobody needs the one after it, and nobody the other
/// before.
bool isTakenOver(const Model& model, const tflm::PlannedBuffer& first,
                 const tflm::PlannedBuffer& second, tflm::Target target) {
    const Subgraph& subgraph = model.subgraphs[first.subgraph];
    const auto has = [](const std::vector<std::int32_t>& list, std::int32_t t) {
        return std::ranges::find(list, t) != list.end();
    };
    if (has(subgraph.outputs, first.tensor) || has(subgraph.inputs, second.tensor)) return false;
    const Operator* taker = nullptr;
    for (const Operator& op : subgraph.operators) {
        const bool reads = has(op.inputs, first.tensor);
        const bool writes = has(op.outputs, second.tensor);
        if (reads && writes && taker == nullptr)
            taker = &op;
        else if (taker != nullptr ? reads || has(op.outputs, first.tensor)
                                  : writes || has(op.inputs, second.tensor))
            return false;
    }
    // Subgraphs that are called more than once are alive again later.
    const LiveRange together{std::max(first.scopes.first, second.scopes.first),
                             std::min(first.scopes.last, second.scopes.last)};
    if (taker == nullptr || together.length() != 1) return false;
    for (std::size_t p = 0; p < taker->inputs.size(); ++p)
        if (taker->inputs[p] == first.tensor &&
            tflm::inPlaceOffset(model, subgraph, *taker, p, target) == first.offset - second.offset)
            return true;
    return false;
}

/// Bytes of its input that SLICE reads, one by one; nothing where that is not known beforehand.
std::optional<std::vector<bool>> bytesRead(const Model& model, const Subgraph& subgraph,
                                           const Operator& op) {
    const Tensor& input = subgraph.tensors[static_cast<std::size_t>(op.inputs[0])];
    const auto bounds = [&](std::size_t position) {
        std::array<std::int32_t, 4> values{};
        const auto t = static_cast<std::size_t>(op.inputs[position]);
        const auto bytes = model.buffers[subgraph.tensors[t].buffer].data.bytes();
        if (subgraph.tensors[t].type != TensorType::Int32 || bytes.size() != sizeof values)
            return std::optional<std::array<std::int32_t, 4>>();
        std::memcpy(values.data(), bytes.data(), sizeof values);
        return std::optional(values);
    };
    if (model.operatorCodes[op.opcode].builtin != BuiltinOperator::Slice || op.inputs.size() != 3 ||
        input.shape.size() != 4 || op.inputs[1] < 0 || op.inputs[2] < 0)
        return {};
    const auto begin = bounds(1), size = bounds(2);
    const auto element = static_cast<std::size_t>(tflmElementBytes(input.type).value_or(0));
    if (!begin || !size || element == 0) return {};
    std::array<std::size_t, 4> first{}, last{}, shape{};
    std::size_t bytes = element;
    for (std::size_t d = 0; d < 4; ++d) {
        if ((*begin)[d] < 0 || (*size)[d] < 1 || (*begin)[d] > input.shape[d] - (*size)[d])
            return {};
        first[d] = static_cast<std::size_t>((*begin)[d]);
        last[d] = first[d] + static_cast<std::size_t>((*size)[d]);
        shape[d] = static_cast<std::size_t>(input.shape[d]);
        bytes *= shape[d];
    }
    std::vector<bool> read(bytes);
    for (std::size_t n = first[0]; n < last[0]; ++n)
        for (std::size_t y = first[1]; y < last[1]; ++y)
            for (std::size_t x = first[2]; x < last[2]; ++x) {
                const std::size_t pixel = (n * shape[1] + y) * shape[2] + x;
                const std::size_t from = (pixel * shape[3] + first[3]) * element;
                const std::size_t to = (pixel * shape[3] + last[3]) * element;
                for (std::size_t b = from; b < to; ++b) read[b] = true;
            }
    return read;
}

/// Whether `later` only writes where nobody reads `first` any more: from the operator that makes it
/// on, whoever reads `first` is a SLICE of other bytes.
bool isReadUp(const Model& model, const tflm::PlannedBuffer& first,
              const tflm::PlannedBuffer& later) {
    const Subgraph& subgraph = model.subgraphs[0];
    const auto has = [](const std::vector<std::int32_t>& list, std::int32_t t) {
        return std::ranges::find(list, t) != list.end();
    };
    if (model.subgraphs.size() != 1 || has(subgraph.outputs, first.tensor) ||
        has(subgraph.inputs, later.tensor))
        return false;
    bool isMade = false;
    for (const Operator& op : subgraph.operators) {
        const bool makes = has(op.outputs, later.tensor);
        isMade = isMade || makes;
        // What writes `first` has to come before.
        if (isMade && has(op.outputs, first.tensor)) return false;
        if (!isMade || !has(op.inputs, first.tensor)) continue;
        const auto read = bytesRead(model, subgraph, op);
        if (!read || op.inputs[0] != first.tensor) return false;
        const ByteRange written = later.place();
        for (std::size_t b = 0; b < read->size(); ++b)
            if ((*read)[b] && written.contains(first.offset + static_cast<Bytes>(b))) return false;
    }
    return isMade;
}

/// Each pair of buffers that are alive together lies apart, or one takes over the other, or what is
/// left of it.
void checkOverlaps(const Model& model, const tflm::DeviceMemory& device, tflm::Target target,
                   std::vector<std::string>& faults) {
    for (std::size_t i = 0; i < device.buffers.size(); ++i)
        for (std::size_t k = 0; k < i; ++k) {
            const tflm::PlannedBuffer& a = device.buffers[k];
            const tflm::PlannedBuffer& b = device.buffers[i];
            if (!a.scopes.overlaps(b.scopes) || !a.place().overlaps(b.place())) continue;
            const bool areTensors = !a.isScratch() && !b.isScratch() && a.subgraph == b.subgraph;
            if (!areTensors ||
                !(isTakenOver(model, a, b, target) || isTakenOver(model, b, a, target) ||
                  isReadUp(model, a, b) || isReadUp(model, b, a)))
                faults.push_back(fmt::format("buffers {} and {} overlap", k, i));
        }
}

/// What the operands do not show: effects keep their order, too.
void checkOrders(const Model& original, const MemoryPlan& plan, std::vector<std::string>& faults) {
    const Graph graph = buildGraph(original);
    for (std::size_t s = 0; s < plan.order.size(); ++s) {
        std::vector<std::int32_t> order;
        for (const OperatorId op : plan.order[s])
            order.push_back(static_cast<std::int32_t>(indexOf(op)));
        const OrderProblem problem = orderProblem(graph.subgraphs[s]);
        for (const std::string& fault : checkSchedule(problem, scheduleOf(problem, order)))
            faults.push_back(fmt::format("subgraph {}: {}", s, fault));
    }
}

}  // namespace

std::vector<std::string> checkMemoryPlan(const Model& original, const MemoryPlan& plan,
                                         const tflm::TargetInfo& target) {
    std::vector<std::string> faults;
    if (const Result<void> sound = checkModel(plan.model); !sound)
        return {"the planned model is not sound: " + sound.error().message};
    if (plan.model.subgraphs.size() != original.subgraphs.size() ||
        plan.order.size() != original.subgraphs.size())
        return {"another number of subgraphs"};
    if (plan.model.operatorCodes != original.operatorCodes) faults.emplace_back("other operators");
    for (std::size_t s = 0; s < plan.order.size(); ++s)
        Comparison(original, plan.model, s, faults).run(plan.order[s]);
    if (!faults.empty()) return faults;  // no permutation, no schedule
    checkOrders(original, plan, faults);

    const auto device = tflm::deviceMemory(plan.model, target);
    if (!device) return {device.error().message};
    if (device->headBytes != plan.after.headBytes)
        faults.push_back(fmt::format("TFLM's head is {} bytes, {} were promised", device->headBytes,
                                     plan.after.headBytes));
    if (!device->hasOfflinePlan && !device->buffers.empty())
        faults.emplace_back("the offsets are missing");
    for (const std::string& fault : device->planFaults) faults.push_back(fault);
    checkOverlaps(plan.model, *device, target.target, faults);
    if (plan.before.accepts && !device->accepts)
        faults.push_back("TFLM refuses the planned model: " + device->reason);
    return faults;
}

}  // namespace thimble
