#include "core/schedule/run_state.h"

#include "core/base/splitmix.h"

namespace thimble {

namespace {
constexpr std::size_t kWordBits = 64;

std::size_t at(std::int32_t position) { return static_cast<std::size_t>(position); }
}  // namespace

RunState::RunState(const SearchGraph& graph)
    : m_graph(&graph),
      m_alive(graph.carriedBytes),
      m_placeInReady(graph.operators.size(), 0),
      m_touched(graph.tensors.size(), 0),
      m_set((graph.operators.size() + kWordBits - 1) / kWordBits, 0) {
    for (const SearchTensor& tensor : graph.tensors)
        if (tensor.aliveBefore) m_alive += tensor.bytes;
    SplitMix keys(1);
    for (std::size_t o = 0; o < graph.operators.size(); ++o) {
        m_key.push_back(keys.next());
        m_waitsFor.push_back(static_cast<std::int32_t>(graph.operators[o].before.size()));
        if (m_waitsFor.back() > 0) continue;
        m_placeInReady[o] = m_ready.size();
        m_ready.push_back(static_cast<std::int32_t>(o));
    }
}

StepCost RunState::cost(std::int32_t op) const {
    const SearchOperator& o = m_graph->operators[at(op)];
    StepCost cost{m_alive + o.scratchBytes, m_alive};
    for (const std::int32_t t : o.tensors) {
        const SearchTensor& tensor = m_graph->tensors[at(t)];
        const auto touched = static_cast<std::size_t>(m_touched[at(t)]);
        if (touched == 0 && !tensor.aliveBefore) {
            cost.during += tensor.bytes;
            cost.after += tensor.bytes;
        }
        if (touched + 1 == tensor.touchers.size() && !tensor.aliveAfter) cost.after -= tensor.bytes;
    }
    return cost;
}

void RunState::flip(std::int32_t op) {
    m_set[at(op) / kWordBits] ^= std::uint64_t{1} << (at(op) % kWordBits);
    m_hash ^= m_key[at(op)];
}

void RunState::run(std::int32_t op) {
    const SearchOperator& o = m_graph->operators[at(op)];
    m_alive = cost(op).after;
    for (const std::int32_t t : o.tensors) ++m_touched[at(t)];
    const std::size_t place = m_placeInReady[at(op)];
    m_ready[place] = m_ready.back();
    m_placeInReady[at(m_ready[place])] = place;
    m_placeInReady[at(op)] = place;
    m_ready.pop_back();
    for (const std::int32_t next : o.after) {
        if (--m_waitsFor[at(next)] > 0) continue;
        m_placeInReady[at(next)] = m_ready.size();
        m_ready.push_back(next);
    }
    m_steps.push_back(op);
    flip(op);
}

void RunState::undoLast() {
    const std::int32_t op = m_steps.back();
    const SearchOperator& o = m_graph->operators[at(op)];
    m_steps.pop_back();
    flip(op);
    for (const std::int32_t next : o.after)
        if (m_waitsFor[at(next)]++ == 0) m_ready.pop_back();
    const std::size_t place = m_placeInReady[at(op)];
    if (place == m_ready.size()) {
        m_ready.push_back(op);
    } else {
        m_placeInReady[at(m_ready[place])] = m_ready.size();
        m_ready.push_back(m_ready[place]);
        m_ready[place] = op;
    }
    for (const std::int32_t t : o.tensors) --m_touched[at(t)];
    // What running it changed, the other way round.
    m_alive += m_alive - cost(op).after;
}

}  // namespace thimble
