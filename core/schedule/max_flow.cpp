#include "core/schedule/max_flow.h"

#include <algorithm>

namespace thimble {

namespace {
std::size_t at(std::int32_t position) { return static_cast<std::size_t>(position); }
}  // namespace

std::int32_t MaxFlow::addNode() {
    m_edgesOf.emplace_back();
    return static_cast<std::int32_t>(m_edgesOf.size() - 1);
}

void MaxFlow::addEdge(std::int32_t from, std::int32_t to, Bytes capacity) {
    m_edgesOf[at(from)].push_back(static_cast<std::int32_t>(m_edges.size()));
    m_edges.push_back({to, capacity});
    m_edgesOf[at(to)].push_back(static_cast<std::int32_t>(m_edges.size()));
    m_edges.push_back({from, 0});
}

std::vector<std::int32_t> MaxFlow::distances() const {
    std::vector<std::int32_t> distance(m_edgesOf.size(), -1);
    std::vector<std::int32_t> queue{kSink};
    distance[at(kSink)] = 0;
    for (std::size_t i = 0; i < queue.size(); ++i)
        for (const std::int32_t e : m_edgesOf[at(queue[i])]) {
            const std::int32_t from = m_edges[at(e)].to;
            if (m_edges[at(e) ^ 1U].left == 0 || distance[at(from)] >= 0) continue;
            distance[at(from)] = distance[at(queue[i])] + 1;
            queue.push_back(from);
        }
    return distance;
}

Bytes MaxFlow::push(std::int32_t node, Bytes amount, const std::vector<std::int32_t>& distance,
                    std::vector<std::size_t>& nextEdge) {
    if (node == kSink) return amount;
    for (std::size_t& i = nextEdge[at(node)]; i < m_edgesOf[at(node)].size(); ++i) {
        const std::size_t e = at(m_edgesOf[at(node)][i]);
        if (m_edges[e].left == 0 || distance[at(m_edges[e].to)] != distance[at(node)] - 1) continue;
        const Bytes pushed =
            push(m_edges[e].to, std::min(amount, m_edges[e].left), distance, nextEdge);
        if (pushed == 0) continue;
        m_edges[e].left -= pushed;
        m_edges[e ^ 1U].left += pushed;
        return pushed;
    }
    return 0;
}

std::vector<bool> MaxFlow::sourceSide() {
    for (;;) {
        const std::vector<std::int32_t> distance = distances();
        if (distance[at(kSource)] < 0) {
            std::vector<bool> side;
            side.reserve(distance.size());
            for (const std::int32_t d : distance) side.push_back(d < 0);
            return side;
        }
        std::vector<std::size_t> nextEdge(m_edgesOf.size(), 0);
        while (push(kSource, kUnlimited, distance, nextEdge) > 0) {
        }
    }
}

}  // namespace thimble
