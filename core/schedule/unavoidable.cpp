#include "core/schedule/unavoidable.h"

#include <algorithm>
#include <bit>

namespace thimble {

namespace {

constexpr std::size_t kMostOperators = std::size_t{1} << 16U;
constexpr std::size_t kBlock = 64;  // operators looked at together, a bit each

std::size_t at(std::int32_t position) { return static_cast<std::size_t>(position); }

/// For 64 operators at a time, those at [first, first + 64) of the order: from which others can
/// they be reached, and which can they reach? Each counts as reaching itself.
class Reach {
public:
    Reach(const SearchGraph& graph, std::span<const std::int32_t> order)
        : m_graph(graph), m_order(order), m_from(order.size()), m_to(order.size()) {}

    void look(std::size_t first) {
        const std::size_t count = m_order.size();
        const auto own = [&](std::size_t i) {
            return i >= first && i < first + kBlock ? std::uint64_t{1} << (i - first) : 0;
        };
        for (std::size_t i = 0; i < count; ++i) {
            std::uint64_t bits = own(i);
            for (const std::int32_t o : m_graph.operators[at(m_order[i])].before)
                bits |= m_from[at(o)];
            m_from[at(m_order[i])] = bits;
        }
        for (std::size_t i = count; i-- > 0;) {
            std::uint64_t bits = own(i);
            for (const std::int32_t o : m_graph.operators[at(m_order[i])].after)
                bits |= m_to[at(o)];
            m_to[at(m_order[i])] = bits;
        }
    }
    /// Those of the 64 that are ancestors of `op`.
    [[nodiscard]] std::uint64_t ancestors(std::int32_t op) const { return m_from[at(op)]; }
    [[nodiscard]] std::uint64_t descendants(std::int32_t op) const { return m_to[at(op)]; }

private:
    const SearchGraph& m_graph;
    std::span<const std::int32_t> m_order;
    std::vector<std::uint64_t> m_from, m_to;
};

/// Those of the 64 during which the tensor is alive whatever the order.
std::uint64_t outlived(const SearchTensor& tensor, const Reach& reach) {
    std::uint64_t made = tensor.aliveBefore ? ~std::uint64_t{0} : 0;
    std::uint64_t wanted = tensor.aliveAfter ? ~std::uint64_t{0} : 0;
    for (const std::int32_t op : tensor.touchers) {
        made |= reach.descendants(op);
        wanted |= reach.ancestors(op);
    }
    return made & wanted;
}

Bytes touchedBytes(const SearchGraph& graph, const SearchOperator& op) {
    Bytes bytes = graph.carriedBytes + op.scratchBytes;
    for (const std::int32_t t : op.tensors) bytes += graph.tensors[at(t)].bytes;
    return bytes;
}

}  // namespace

Unavoidable findUnavoidable(const SearchGraph& graph, std::span<const std::int32_t> order) {
    const std::size_t count = order.size();
    Unavoidable result;
    if (count > kMostOperators) {
        for (const SearchOperator& op : graph.operators)
            result.peakBytes = std::max(result.peakBytes, touchedBytes(graph, op));
        return result;
    }
    Reach reach(graph, order);
    // Of each operator: its descendants less its ancestors, itself in both.
    std::vector<std::int64_t> surplus(count, 0);
    for (std::size_t first = 0; first < count; first += kBlock) {
        reach.look(first);
        const std::size_t block = std::min(kBlock, count - first);
        std::vector<Bytes> alive(block);
        for (std::size_t i = 0; i < block; ++i)
            alive[i] = graph.carriedBytes + graph.operators[at(order[first + i])].scratchBytes;
        for (const SearchTensor& tensor : graph.tensors)
            for (std::uint64_t during = outlived(tensor, reach); during != 0; during &= during - 1)
                if (const auto i = static_cast<std::size_t>(std::countr_zero(during)); i < block)
                    alive[i] += tensor.bytes;
        result.peakBytes = std::max(result.peakBytes, std::ranges::max(alive));
        for (std::size_t i = 0; i < count; ++i)
            surplus[i] += std::popcount(reach.descendants(order[i])) -
                          std::popcount(reach.ancestors(order[i]));
    }
    // The first p operators of the order precede all others when they have p (n - p) descendants
    // outside: those inside cancel with the ancestors, which are all inside.
    std::int64_t outside = 0;
    for (std::size_t p = 1; p < count; ++p) {
        outside += surplus[p - 1];
        if (outside == static_cast<std::int64_t>(p) * static_cast<std::int64_t>(count - p))
            result.cuts.push_back(p);
    }
    return result;
}

}  // namespace thimble
