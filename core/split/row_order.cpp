#include "core/split/row_order.h"

#include "core/base/assert.h"

namespace thimble::split {

namespace {

std::size_t at(std::int32_t index) { return static_cast<std::size_t>(index); }

class Order {
public:
    explicit Order(const RowGraph& graph)
        : m_graph(graph), m_made(graph.tensors.size()), m_maker(graph.tensors.size(), -1) {
        for (std::size_t t = 0; t < graph.tensors.size(); ++t) {
            const RowTensor& tensor = graph.tensors[t];
            m_made[t] = tensor.isInput && !tensor.isStreamed ? tensor.rows : 0;
        }
    }

    void run(const Segment& segment) {
        for (std::int32_t o = segment.first; o < segment.end; ++o)
            for (const std::int32_t t : m_graph.operators[at(o)].outputs) {
                m_maker[at(t)] = o;
                m_made[at(t)] = 0;  // of a stripe, once more
            }
        // What others read, and the application; what nobody reads is made, too.
        std::vector<bool> isInner(m_graph.tensors.size());
        for (std::int32_t o = segment.first; o < segment.end; ++o)
            for (const std::int32_t t : m_graph.operators[at(o)].inputs) isInner[at(t)] = true;
        for (std::size_t o = at(segment.end); o < m_graph.operators.size(); ++o)
            for (const std::int32_t t : m_graph.operators[o].inputs) isInner[at(t)] = false;
        m_byRows = segment.byRows;
        for (std::int32_t o = segment.first; o < segment.end; ++o) {
            const RowOperator& op = m_graph.operators[at(o)];
            // Nobody can ask for it.
            if (op.outputs.empty()) runWhole(o);
            for (const std::int32_t t : op.outputs)
                if (!isInner[at(t)] || m_graph.tensors[at(t)].isOutput)
                    pull(t, m_graph.tensors[at(t)].rows);
        }
        for (std::int32_t o = segment.first; o < segment.end; ++o)
            for (const std::int32_t t : m_graph.operators[at(o)].outputs) {
                m_maker[at(t)] = -1;
                m_made[at(t)] = m_graph.tensors[at(t)].rows;
            }
    }

    [[nodiscard]] std::vector<RowTask> take() { return std::move(m_tasks); }

private:
    void runWhole(std::int32_t o) {
        const RowOperator& op = m_graph.operators[at(o)];
        for (const std::int32_t t : op.inputs) pull(t, m_graph.tensors[at(t)].rows);
        m_tasks.push_back({o, RowTask::kWhole});
        for (const std::int32_t t : op.outputs) m_made[at(t)] = m_graph.tensors[at(t)].rows;
    }

    /// Rows of the tensor up to `end` are made.
    void pull(std::int32_t t, std::int32_t end) {
        if (m_made[at(t)] >= end) return;
        const std::int32_t o = m_maker[at(t)];
        if (o < 0) {
            THIMBLE_ASSERT(m_graph.tensors[at(t)].isInput);
            while (m_made[at(t)] < end) m_tasks.push_back({-1 - t, m_made[at(t)]++});
            return;
        }
        const RowOperator& op = m_graph.operators[at(o)];
        if (!m_byRows || op.rule == RowRule::None) return runWhole(o);
        if (op.rule == RowRule::Sum) {
            const std::int32_t rows = m_graph.tensors[at(op.inputs[0])].rows;
            for (std::int32_t row = 0; row < rows; ++row) {
                pull(op.inputs[0], row + 1);
                m_tasks.push_back({o, row});
            }
            m_made[at(t)] = 1;
            return;
        }
        while (m_made[at(t)] < end) {
            const std::int32_t row = m_made[at(t)];
            for (std::size_t i = 0; i < op.inputs.size(); ++i)
                pull(op.inputs[i], rowsNeeded(m_graph, op, i, row).end);
            m_tasks.push_back({o, row});
            m_made[at(t)] = row + 1;
        }
    }

    const RowGraph& m_graph;
    std::vector<std::int32_t> m_made;   ///< rows, by tensor
    std::vector<std::int32_t> m_maker;  ///< within the segment, by tensor; -1: elsewhere
    std::vector<RowTask> m_tasks;
    bool m_byRows = false;
};

}  // namespace

std::vector<RowTask> orderRows(const RowGraph& graph, const std::vector<Segment>& segments) {
    Order order(graph);
    for (const Segment& segment : segments) order.run(segment);
    return order.take();
}

}  // namespace thimble::split
