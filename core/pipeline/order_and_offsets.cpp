#include "core/pipeline/order_and_offsets.h"

#include <algorithm>
#include <array>

#include "core/base/interval.h"
#include "core/pipeline/layout_sweep.h"

namespace thimble {

namespace {

/// The graphs as they are, or from the end.
struct Direction {
    bool isBackwards;
    SearchGraph head, workingSet;
};

/// Each buffer as low as what lies below it allows.
std::vector<Bytes> lowestOffsets(const LayoutSweep& sweep) {
    const std::vector<Bytes>& bytes = sweep.bytes();
    std::vector<Bytes> offsets(bytes.size(), 0);
    for (bool changed = true; changed;) {
        changed = false;
        for (const Layout& layout : sweep.layouts())
            for (std::size_t i = 1; i < layout.buffers.size(); ++i) {
                const auto below = static_cast<std::size_t>(layout.buffers[i - 1]);
                Bytes& offset = offsets[static_cast<std::size_t>(layout.buffers[i])];
                if (offset >= offsets[below] + bytes[below]) continue;
                offset = offsets[below] + bytes[below];
                changed = true;
            }
    }
    return offsets;
}

/// How high an operator's scratch reaches in the first gap that has room for it.
Bytes topOfScratch(const Layout& layout, Bytes scratch, const std::vector<Bytes>& offsets,
                   const std::vector<Bytes>& bytes) {
    Bytes start = 0;
    for (const std::int32_t buffer : layout.buffers) {
        const auto b = static_cast<std::size_t>(buffer);
        if (offsets[b] - start >= scratch) break;
        start = offsets[b] + bytes[b];
    }
    return start + scratch;
}

OrderAndOffsets answerOf(const LayoutSweep& sweep, const Direction& direction,
                         std::size_t tensors) {
    OrderAndOffsets answer;
    answer.order = sweep.order();
    if (direction.isBackwards) std::ranges::reverse(answer.order);
    answer.offsets.assign(tensors, OrderAndOffsets::kNowhere);
    const std::vector<Bytes> offsets = lowestOffsets(sweep);
    const std::size_t placed = direction.head.tensors.size();
    for (std::size_t b = 0; b < placed; ++b) {
        answer.heightBytes = std::max(answer.heightBytes, offsets[b] + sweep.bytes()[b]);
        answer.offsets[static_cast<std::size_t>(direction.head.tensors[b].origin)] = offsets[b];
    }
    for (std::size_t step = 0; step < sweep.order().size(); ++step) {
        const auto op = static_cast<std::size_t>(sweep.order()[step]);
        if (const Bytes scratch = sweep.bytes()[placed + op]; scratch > 0)
            answer.heightBytes =
                std::max(answer.heightBytes,
                         topOfScratch(sweep.layouts()[step], scratch, offsets, sweep.bytes()));
    }
    return answer;
}

class Rounds {
public:
    Rounds(const LayoutQuestion& question, const SearchLimits& limits, const SearchControl& control)
        : m_question(question), m_control(control), m_limit(limits.nodes), m_left(limits.nodes) {
        const SearchGraph head = searchGraph(question.head);
        const SearchGraph workingSet = searchGraph(question.workingSet);
        m_directions[0] = {true, backwards(head), backwards(workingSet)};
        m_directions[1] = {false, head, workingSet};
        m_result.lowerBound = question.lowerBoundBytes;
        m_height = question.lowerThanBytes;
        // What is alive all the time and never touched is no buffer of any step.
        m_isPlaceable = head.carriedBytes == 0;
    }

    SearchResult<OrderAndOffsets> run() {
        constexpr std::int64_t kFirstNodes = 8'000;
        constexpr std::int64_t kPatience = 4;
        std::int64_t nodes = kFirstNodes;
        for (m_isCut = true; m_isCut && m_isPlaceable && !isDone();) {
            m_isCut = false;
            for (const Direction& direction : m_directions) round(direction, nodes);
            nodes = nodes > m_limit / kPatience ? m_limit : nodes * kPatience;
        }
        if (m_control.stop.stop_requested())
            m_result.reason = StopReason::Cancelled;
        else if (m_height > m_result.lowerBound)
            m_result.reason = StopReason::Limit;
        m_result.nodes = m_limit - m_left;
        return std::move(m_result);
    }

private:
    [[nodiscard]] bool isDone() const {
        return m_height <= m_result.lowerBound || m_left <= 0 || m_control.stop.stop_requested();
    }
    /// The best there can be, something between, and a little better than what there is. The
    /// lower, the sooner it is known where nothing fits.
    void round(const Direction& direction, std::int64_t nodes) {
        Bytes inVain = -1;
        const auto tryWhile = [&](auto nextHeight) {
            for (Bytes height = nextHeight(); height > inVain; height = nextHeight())
                if (!tryHeight(direction, height, nodes)) inVain = height;
        };
        const Bytes lowest = m_result.lowerBound;
        if (!tryHeight(direction, lowest, nodes)) inVain = lowest;
        tryWhile([this] {
            const Bytes half = (m_height - m_result.lowerBound) / 2;
            return m_result.lowerBound + half / m_question.alignment * m_question.alignment;
        });
        tryWhile([this] { return m_height - m_question.alignment; });
    }

    /// Whether it is worth going on in this way.
    bool tryHeight(const Direction& direction, Bytes height, std::int64_t nodes) {
        if (isDone()) return false;
        nodes = std::min(nodes, m_left);
        m_left -= nodes;
        const BoundedGraph head{direction.head, height};
        const BoundedGraph workingSet{direction.workingSet, m_question.peakBytes};
        LayoutSweep sweep(head, workingSet);
        const SweepEnd end = sweep.run(nodes, m_control.stop);
        m_left += std::max<std::int64_t>(nodes, 0);
        m_isCut = m_isCut || end == SweepEnd::OutOfNodes;
        if (end == SweepEnd::Impossible)
            m_result.lowerBound = std::min(m_height, height + m_question.alignment);
        if (end == SweepEnd::Reached) {
            OrderAndOffsets answer = answerOf(sweep, direction, m_question.head.bytes.size());
            if (answer.heightBytes >= m_height) return false;  // because of scratch
            m_height = answer.heightBytes;
            m_result.best = std::move(answer);
        }
        if (m_control.progress)
            m_control.progress({m_limit - m_left, m_height, m_result.lowerBound});
        return end != SweepEnd::OutOfNodes;
    }

    const LayoutQuestion& m_question;
    const SearchControl& m_control;
    std::int64_t m_limit, m_left;
    std::array<Direction, 2> m_directions;
    SearchResult<OrderAndOffsets> m_result;
    Bytes m_height = 0;
    bool m_isPlaceable = true;
    bool m_isCut = false;  ///< a sweep ended for want of nodes
};

}  // namespace

SearchResult<OrderAndOffsets> findOrderAndOffsets(const LayoutQuestion& question,
                                                  const SearchLimits& limits,
                                                  const SearchControl& control) {
    return Rounds(question, limits, control).run();
}

}  // namespace thimble
