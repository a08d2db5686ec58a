#include "core/schedule/beam_order.h"

#include <algorithm>
#include <tuple>
#include <utility>
#include <vector>

#include "core/base/assert.h"
#include "core/schedule/run_state.h"
#include "core/schedule/search_graph.h"

namespace thimble {

namespace {

struct Kept {
    RunState state;
    Bytes peak = 0;
};

/// One operator more than one of the kept.
struct Extension {
    Bytes peak = 0;
    Bytes alive = 0;
    std::size_t from = 0;
    std::int32_t op = 0;
    [[nodiscard]] auto key() const { return std::tuple(peak, alive, op, from); }
};

std::vector<Extension> extensions(const std::vector<Kept>& beam) {
    std::vector<Extension> result;
    for (std::size_t from = 0; from < beam.size(); ++from)
        for (const std::int32_t op : beam[from].state.ready()) {
            const StepCost cost = beam[from].state.cost(op);
            result.push_back({std::max(beam[from].peak, cost.during), cost.after, from, op});
        }
    std::ranges::sort(result, {}, &Extension::key);
    return result;
}

}  // namespace

Schedule beamOrder(const OrderProblem& problem, std::size_t width) {
    THIMBLE_ASSERT(width > 0);
    const SearchGraph graph = searchGraph(problem);
    std::vector<Kept> beam{{RunState(graph), 0}};
    for (std::size_t step = 0; step < graph.operators.size(); ++step) {
        std::vector<Kept> next;
        for (const Extension& best : extensions(beam)) {
            if (next.size() == width) break;
            Kept kept = beam[best.from];
            kept.state.run(best.op);
            kept.peak = best.peak;
            const bool known = std::ranges::any_of(next, [&](const Kept& other) {
                return other.state.hash() == kept.state.hash() &&
                       other.state.set() == kept.state.set();
            });
            if (!known) next.push_back(std::move(kept));
        }
        beam = std::move(next);
    }
    return scheduleOf(problem, beam.front().state.steps());
}

}  // namespace thimble
