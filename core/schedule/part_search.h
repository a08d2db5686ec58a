#pragma once

#include <algorithm>
#include <cstdint>
#include <vector>

#include "core/base/search.h"
#include "core/schedule/search_graph.h"

namespace thimble {

/// What the searches of all parts share: nodes that are left, the stop token, whom to tell.
class SearchMeter {
public:
    SearchMeter(const SearchLimits& limits, const SearchControl& control)
        : m_limits(&limits), m_control(&control) {}

    [[nodiscard]] std::int64_t nodes() const { return m_nodes; }
    [[nodiscard]] std::int64_t nodesLeft() const { return m_limits->nodes - m_nodes; }
    [[nodiscard]] const std::stop_token& stop() const { return m_control->stop; }
    void add(std::int64_t nodes) { m_nodes += nodes; }
    /// What is known of the parts that are not being searched: they count in what is told.
    void setOthers(Bytes peak, Bytes bound) {
        m_otherPeak = peak;
        m_otherBound = bound;
    }
    void tell(Bytes peak, Bytes bound) const {
        if (m_control->progress)
            m_control->progress(
                {m_nodes, std::max(m_otherPeak, peak), std::max(m_otherBound, bound)});
    }

private:
    const SearchLimits* m_limits;
    const SearchControl* m_control;
    std::int64_t m_nodes = 0;
    Bytes m_otherPeak = 0;
    Bytes m_otherBound = 0;
};

/// Operators that run one after another in every order, and the best that is known about them.
struct Part {
    SearchGraph graph;
    std::vector<std::int32_t> order;  ///< positions in `graph`; at first as written
    Bytes writtenPeakBytes = 0;
    Bytes peakBytes = 0;   ///< of `order`
    Bytes boundBytes = 0;  ///< no order has less
};

/// The whole graph cut where every order must pass; `written` keeps the precedence.
[[nodiscard]] std::vector<Part> cutIntoParts(const SearchGraph& graph,
                                             const std::vector<std::int32_t>& written);

/// Keeps the best of the order it has and two, from the front and from the back, that look no
/// further than the next step.
void tryGreedy(Part& part);

enum class Outcome {
    Answered,     ///< peakBytes is lower or boundBytes higher than before
    OutOfNodes,   ///< of its own or of all
    OutOfMemory,  ///< 256 MiB of sets that failed, in each direction
    Cancelled,
};

/// Looks for an order within the budget, from the front and from the back by turns; visits at most
/// `nodes` sets.
[[nodiscard]] Outcome searchWithin(Part& part, Bytes budget, std::int64_t nodes,
                                   SearchMeter& meter);

/// Moves operators of low rank forward, one after another, as far as the budget and the data flow
/// allow while the rest stays as it is.
///   cost     usually the sum of the distances that operators move; bounded: in large graphs with
///            much to sort, what comes last stays as it is
[[nodiscard]] std::vector<std::int32_t> sortWithin(const SearchGraph& graph,
                                                   std::vector<std::int32_t> order, Bytes budget,
                                                   const std::vector<std::int32_t>& rank);

}  // namespace thimble
