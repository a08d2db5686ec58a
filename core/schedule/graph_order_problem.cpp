#include <algorithm>
#include <iterator>
#include <optional>

#include "core/schedule/hidden_order.h"
#include "core/schedule/order_problem.h"

namespace thimble {

namespace {

/// Operators that must keep their order among themselves: each waits for the one before it.
class Queue {
public:
    void join(OrderProblem& problem, std::int32_t op) {
        if (m_last && *m_last != op) problem.after.push_back({*m_last, op});
        m_last = op;
    }

private:
    std::optional<std::int32_t> m_last;
};

/// Who touches a tensor, in the order of the file; an operator that does both reads first.
struct Touch {
    std::int32_t op = 0;
    bool writes = false;
};

std::vector<std::vector<Touch>> touches(const SubgraphGraph& graph) {
    std::vector<std::vector<Touch>> result(graph.tensors.size());
    for (std::size_t o = 0; o < graph.operators.size(); ++o) {
        const auto id = static_cast<std::int32_t>(o);
        for (const std::int32_t t : graph.operators[o].inputs)
            if (t >= 0) result[static_cast<std::size_t>(t)].push_back({id, false});
        for (const std::int32_t t : graph.operators[o].outputs)
            if (t >= 0) result[static_cast<std::size_t>(t)].push_back({id, true});
    }
    return result;
}

/// The tensor with its first writer; where nothing writes it, it begins with its first reader, as
/// in `liveRanges`. What is written twice or read too early keeps all its operators in order.
void addTensor(const GraphTensor& tensor, std::int32_t id, const std::vector<Touch>& touched,
               OrderProblem& problem) {
    const auto op = [&](const Touch& touch) -> OrderOperator& {
        return problem.operators[static_cast<std::size_t>(touch.op)];
    };
    const auto writer =
        tensor.isInput ? touched.end() : std::ranges::find(touched, true, &Touch::writes);
    const bool unwritten = writer == touched.end();
    const auto begin = unwritten && !tensor.isInput ? touched.begin() : writer;
    bool keepOrder = tensor.role == TensorRole::Variable;
    if (tensor.role != TensorRole::Constant) {
        for (auto touch = touched.begin(); touch != touched.end(); ++touch) {
            if (touch == begin) {
                op(*touch).outputs.push_back(id);
                continue;
            }
            const bool early = begin != touched.end() && touch->op <= begin->op;
            keepOrder |= touch->writes || (early && !unwritten);
            if (!touch->writes && !early) op(*touch).inputs.push_back(id);
        }
    }
    if (tensor.isInput || (touched.empty() && tensor.isOutput)) problem.inputs.push_back(id);
    Queue queue;
    if (keepOrder)
        for (const Touch& touch : touched) queue.join(problem, touch.op);
}

}  // namespace

OrderProblem orderProblem(const SubgraphGraph& graph) {
    OrderProblem problem;
    problem.operators.resize(graph.operators.size());
    problem.outputs = graph.outputs;
    const std::vector<std::vector<Touch>> touched = touches(graph);
    for (std::size_t t = 0; t < graph.tensors.size(); ++t) {
        const GraphTensor& tensor = graph.tensors[t];
        problem.bytes.push_back(tensor.role == TensorRole::Activation ? tensor.bytes : 0);
        addTensor(tensor, static_cast<std::int32_t>(t), touched[t], problem);
    }
    std::ranges::move(hiddenOrder(graph), std::back_inserter(problem.after));
    return problem;
}

}  // namespace thimble
