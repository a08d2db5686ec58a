#include <algorithm>

#include "core/schedule/part_search.h"
#include "core/schedule/run_state.h"

namespace thimble {

namespace {

constexpr std::int64_t kMostTrials = 4'000'000;  // steps, over all moves that are tried

/// May `order[from]` run right now, before those in front of it, without any of them going over the
/// budget? Leaves the state as it was.
bool canMoveForward(RunState& state, const std::vector<std::int32_t>& order, std::size_t from,
                    Bytes budget, std::int64_t& trials) {
    const std::size_t done = state.steps().size();
    bool fits = state.cost(order[from]).during <= budget;
    state.run(order[from]);
    for (std::size_t step = done; fits && step < from; ++step) {
        fits = state.cost(order[step]).during <= budget;
        if (fits) state.run(order[step]);
    }
    trials += static_cast<std::int64_t>(state.steps().size() - done);
    state.undoTo(done);
    return fits;
}

}  // namespace

std::vector<std::int32_t> sortWithin(const SearchGraph& graph, std::vector<std::int32_t> order,
                                     Bytes budget, const std::vector<std::int32_t>& rank) {
    RunState state(graph);
    const auto rankOf = [&](std::int32_t op) { return rank[static_cast<std::size_t>(op)]; };
    std::int64_t trials = 0;
    for (std::size_t step = 0; step < order.size() && trials < kMostTrials; ++step) {
        std::vector<std::int32_t> wanted;
        for (const std::int32_t op : state.ready())
            if (rankOf(op) < rankOf(order[step])) wanted.push_back(op);
        std::ranges::sort(wanted, {}, rankOf);
        for (const std::int32_t op : wanted) {
            const auto next = order.begin() + static_cast<std::ptrdiff_t>(step);
            const auto found = std::find(next, order.end(), op);
            const auto from = static_cast<std::size_t>(found - order.begin());
            if (!canMoveForward(state, order, from, budget, trials)) continue;
            std::rotate(next, found, found + 1);
            break;
        }
        state.run(order[step]);
    }
    return order;
}

}  // namespace thimble
