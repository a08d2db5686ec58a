#include "core/pipeline/layout_sweep.h"

#include <algorithm>
#include <utility>

namespace thimble {

namespace {

constexpr std::int32_t kNone = -1;
constexpr std::int32_t kStart = -2;  ///< in place of an operator: what is alive before any runs

/// About 256 MiB; the search goes on without remembering more.
constexpr std::size_t kMostDead = 1 << 22;

/// Work on a layout grows with the square of what is in it.
std::int64_t costOf(const Layout& layout) {
    constexpr std::size_t kOfOneNode = 256;
    return 1 + static_cast<std::int64_t>(layout.apart.size() / kOfOneNode);
}

}  // namespace

LayoutSweep::LayoutSweep(const BoundedGraph& first, const BoundedGraph& second)
    : m_graph(first.graph), m_capacity(first.budgetBytes), m_run(first, second) {
    for (const SearchTensor& tensor : m_graph.tensors) m_bytes.push_back(tensor.bytes);
    for (const SearchOperator& op : m_graph.operators) m_bytes.push_back(op.scratchBytes);
    m_stays.resize(m_bytes.size());
}

/// The largest first: it leaves the fewest places to the others.
std::vector<std::int32_t> LayoutSweep::newBuffers(std::int32_t op) const {
    std::vector<std::int32_t> buffers;
    if (op == kStart) {
        for (std::size_t t = 0; t < m_graph.tensors.size(); ++t)
            if (m_graph.tensors[t].aliveBefore) buffers.push_back(static_cast<std::int32_t>(t));
        return buffers;
    }
    for (const std::int32_t t : m_graph.operators[static_cast<std::size_t>(op)].tensors)
        if (m_run.first().touched(t) == 0 &&
            !m_graph.tensors[static_cast<std::size_t>(t)].aliveBefore)
            buffers.push_back(t);
    std::ranges::stable_sort(buffers, std::greater{}, [this](std::int32_t buffer) {
        return m_bytes[static_cast<std::size_t>(buffer)];
    });
    return buffers;
}

/// Those after which the others can still run.
std::vector<std::int32_t> LayoutSweep::operatorsToTry(std::int64_t& nodes) {
    std::vector<std::int32_t> ops = m_run.choices();
    const std::size_t steps = m_run.steps();
    std::erase_if(ops, [&](std::int32_t op) {
        m_run.run(op);
        const bool good = m_run.canFinish(nodes);
        m_run.undoTo(steps);
        return !good;
    });
    return ops;
}

std::vector<std::int32_t> LayoutSweep::placesToTry(const Layout& layout,
                                                   std::int32_t buffer) const {
    std::vector<std::int32_t> places;
    for (std::size_t place = 0; place <= layout.buffers.size(); ++place)
        if (heightWith(layout, place, buffer, m_bytes) <= m_capacity)
            places.push_back(static_cast<std::int32_t>(place));
    return places;
}

bool LayoutSweep::hasRoomForScratch(const Layout& layout, std::int32_t op) const {
    const auto scratch = static_cast<std::int32_t>(m_graph.tensors.size()) + op;
    return m_bytes[static_cast<std::size_t>(scratch)] == 0 || !placesToTry(layout, scratch).empty();
}

Layout LayoutSweep::whatStays(const Layout& during) {
    for (const std::int32_t buffer : during.buffers) {
        const auto b = static_cast<std::size_t>(buffer);
        const SearchTensor& tensor = m_graph.tensors[b];
        const auto touched = static_cast<std::size_t>(m_run.first().touched(buffer));
        m_stays[b] = touched < tensor.touchers.size() || tensor.aliveAfter ? 1 : 0;
    }
    return onlyThose(during, m_stays);
}

/// False where there are no nodes left. Asks nothing where it is known to lead nowhere.
bool LayoutSweep::ask(Layout layout, std::int32_t op, std::size_t placed, std::int64_t& nodes) {
    BoundedRun::Key key = m_run.key();
    key.add(static_cast<std::uint64_t>(op));
    for (const std::int32_t buffer : layout.buffers) key.add(static_cast<std::uint64_t>(buffer));
    for (const Bytes bytes : layout.apart) key.add(static_cast<std::uint64_t>(bytes));
    if (m_dead.contains(key)) return true;
    nodes -= costOf(layout);
    if (nodes < 0) return false;
    std::vector<std::int32_t> answers =
        op == kNone ? operatorsToTry(nodes) : placesToTry(layout, newBuffers(op)[placed]);
    m_questions.push_back({key, m_run.steps(), std::move(layout), op, placed, std::move(answers)});
    return true;
}

/// Takes the next answer to the last question, and asks what comes up then. False where there are
/// no nodes left.
bool LayoutSweep::answer(std::int64_t& nodes) {
    Question& question = m_questions.back();
    m_run.undoTo(question.steps);
    m_path.resize(question.steps);
    const std::int32_t answer = question.answers.back();
    question.answers.pop_back();

    const bool isNext = question.op == kNone;
    const std::int32_t op = isNext ? answer : question.op;
    const std::vector<std::int32_t> buffers = newBuffers(op);
    const std::size_t placed = isNext ? 0 : question.placed + 1;
    Layout layout = isNext ? question.layout
                           : withBuffer(question.layout, static_cast<std::size_t>(answer),
                                        buffers[placed - 1], m_bytes);
    if (placed < buffers.size()) return ask(std::move(layout), op, placed, nodes);
    if (op != kStart) {
        if (!hasRoomForScratch(layout, op)) return true;
        m_run.run(op);
        m_path.push_back(layout);
        layout = whatStays(layout);
    }
    return m_run.complete() || ask(std::move(layout), kNone, 0, nodes);
}

SweepEnd LayoutSweep::run(std::int64_t& nodes, const std::stop_token& stop) {
    const std::int32_t first = newBuffers(kStart).empty() ? kNone : kStart;
    if (!ask({}, first, 0, nodes)) return SweepEnd::OutOfNodes;
    while (!m_run.complete()) {
        while (!m_questions.empty() && m_questions.back().answers.empty()) {
            if (m_dead.size() < kMostDead) m_dead.insert(m_questions.back().key);
            m_questions.pop_back();
        }
        if (m_questions.empty()) return SweepEnd::Impossible;
        if (stop.stop_requested() || !answer(nodes)) return SweepEnd::OutOfNodes;
    }
    return SweepEnd::Reached;
}

}  // namespace thimble
