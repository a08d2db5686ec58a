#include "core/diagram/diagram.h"

#include <algorithm>
#include <map>
#include <utility>

namespace thimble::diagram {

namespace {

std::size_t at(std::int32_t index) { return static_cast<std::size_t>(index); }

/// The rows of one subgraph.
struct Rows {
    const Report& report;
    std::uint32_t subgraph;

    [[nodiscard]] std::size_t countOf(const std::vector<std::size_t>& first,
                                      std::size_t all) const {
        return (subgraph + 1 < first.size() ? first[subgraph + 1] : all) - first[subgraph];
    }
    [[nodiscard]] std::int32_t operators() const {
        return static_cast<std::int32_t>(countOf(report.firstOperator, report.operators.size()));
    }
    [[nodiscard]] std::int32_t tensors() const {
        return static_cast<std::int32_t>(countOf(report.firstTensor, report.tensors.size()));
    }
    [[nodiscard]] const OperatorRow& op(std::int32_t o) const {
        return report.operatorRow(subgraph, o);
    }
    [[nodiscard]] const TensorRow& tensor(std::int32_t t) const {
        return report.tensorRow(subgraph, t);
    }
    /// What the operator reads of what is computed, each once.
    [[nodiscard]] std::vector<std::int32_t> readsOf(std::int32_t o) const {
        std::vector<std::int32_t> reads;
        for (const std::int32_t t : op(o).inputs) {
            if (t < 0 || std::ranges::count(reads, t) > 0) continue;
            const TensorRow& row = tensor(t);
            if (row.role == TensorRole::Activation && (row.producer || row.isInput))
                reads.push_back(t);
        }
        return reads;
    }
};

/// The operator whose chain this one goes on with; -1: it begins one.
std::int32_t before(const Rows& rows, std::int32_t o, const std::vector<std::int32_t>& groups) {
    const std::vector<std::int32_t> reads = rows.readsOf(o);
    if (reads.size() != 1) return -1;
    const TensorRow& tensor = rows.tensor(reads[0]);
    if (!tensor.producer || tensor.isInput || tensor.isOutput || tensor.consumers.size() != 1)
        return -1;
    const auto producer = static_cast<std::int32_t>(indexOf(*tensor.producer));
    if (producer >= o || rows.op(producer).outputs.size() != 1) return -1;
    if (!groups.empty() && groups[at(producer)] != groups[at(o)]) return -1;
    return producer;
}

/// By operator the first of its chain; -1: of none.
std::vector<std::int32_t> chainsOf(const Rows& rows, const std::vector<std::int32_t>& groups) {
    std::vector<std::int32_t> first(at(rows.operators()));
    std::vector<std::size_t> length(first.size(), 0);
    for (std::int32_t o = 0; o < rows.operators(); ++o) {
        const std::int32_t previous = before(rows, o, groups);
        first[at(o)] = previous < 0 ? o : first[at(previous)];
        ++length[at(first[at(o)])];
    }
    for (std::int32_t& f : first)
        if (length[at(f)] < kShortestChain) f = -1;
    return first;
}

}  // namespace

Diagram makeDiagram(const Report& report, std::uint32_t subgraph, const DiagramOptions& options) {
    Diagram diagram{.subgraph = subgraph};
    if (subgraph >= report.firstOperator.size()) return diagram;
    const Rows rows{report, subgraph};
    const auto add = [&](Node node) {
        diagram.nodes.push_back(std::move(node));
        return static_cast<std::int32_t>(diagram.nodes.size()) - 1;
    };
    std::map<std::int32_t, std::int32_t> inputs;
    for (std::int32_t t = 0; t < rows.tensors(); ++t)
        if (rows.tensor(t).isInput) inputs[t] = add({Node::Kind::Input, {}, t});

    const std::vector<std::int32_t> chains = chainsOf(rows, options.groups);
    for (std::int32_t o = 0; o < rows.operators(); ++o) {
        const std::int32_t chain = chains[at(o)];
        const bool isFolded = chain >= 0 && options.foldChains != options.otherwise.contains(chain);
        if (isFolded && chain != o) {
            const std::int32_t node = diagram.nodeOf[at(chain)];
            diagram.nodes[at(node)].operators.push_back(o);
            diagram.nodeOf.push_back(node);
            continue;
        }
        const Node::Kind kind = isFolded ? Node::Kind::Chain : Node::Kind::Operator;
        diagram.nodeOf.push_back(add({kind, {o}, -1, chain}));
    }
    const auto nodeThatWrites = [&](std::int32_t t) {
        const TensorRow& tensor = rows.tensor(t);
        if (const auto input = inputs.find(t); input != inputs.end()) return input->second;
        return tensor.producer ? diagram.nodeOf[indexOf(*tensor.producer)] : -1;
    };
    for (std::int32_t o = 0; o < rows.operators(); ++o)
        for (const std::int32_t t : rows.readsOf(o)) {
            const std::int32_t from = nodeThatWrites(t);
            const std::int32_t to = diagram.nodeOf[at(o)];
            if (from >= 0 && from != to) diagram.edges.push_back({t, from, to});
        }
    for (std::int32_t t = 0; t < rows.tensors(); ++t) {
        if (!rows.tensor(t).isOutput) continue;
        const std::int32_t from = nodeThatWrites(t);
        const std::int32_t to = add({Node::Kind::Output, {}, t});
        if (from >= 0) diagram.edges.push_back({t, from, to});
    }
    return diagram;
}

}  // namespace thimble::diagram
