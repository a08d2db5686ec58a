#pragma once

#include <algorithm>
#include <cstdint>

#include "core/base/search.h"

namespace thimble {

/// Counts nodes against the limit, asks whether to stop, and tells of progress now and then.
class SearchBudget {
public:
    SearchBudget(const SearchLimits& limits, const SearchControl& control)
        : m_limit(limits.nodes), m_control(control) {}

    /// False when the search has to end; nothing is counted then.
    bool spend(std::int64_t nodes = 1) {
        if (m_stopped || m_control.stop.stop_requested()) {
            m_stopped = true;
            return false;
        }
        if (nodes > m_limit - m_nodes) {
            m_exhausted = true;
            return false;
        }
        m_nodes += nodes;
        if (m_nodes >= m_nextReport) tell();
        return true;
    }
    void found(Bytes best, Bytes bound) {
        if (best == m_best && bound == m_bound) return;
        m_best = best;
        m_bound = bound;
        tell();
    }
    [[nodiscard]] bool ended() const { return m_stopped || m_exhausted; }
    [[nodiscard]] StopReason reason() const {
        return m_stopped ? StopReason::Cancelled : StopReason::Limit;
    }
    [[nodiscard]] std::int64_t nodes() const { return m_nodes; }
    /// What may still be spent.
    [[nodiscard]] SearchLimits rest(std::uint64_t seed) const {
        return {std::max<std::int64_t>(m_limit - m_nodes, 0), seed};
    }

private:
    void tell() {
        constexpr std::int64_t kBetweenReports = 1 << 14;
        m_nextReport = m_nodes + kBetweenReports;
        if (m_control.progress) m_control.progress({m_nodes, m_best, m_bound});
    }

    std::int64_t m_limit;
    const SearchControl& m_control;
    std::int64_t m_nodes = 0;
    std::int64_t m_nextReport = 0;
    Bytes m_best = 0;
    Bytes m_bound = 0;
    bool m_stopped = false;
    bool m_exhausted = false;
};

}  // namespace thimble
