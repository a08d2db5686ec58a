#include <fmt/format.h>

#include <algorithm>

#include "core/schedule/schedule.h"

namespace thimble {

namespace {

bool contains(const std::vector<std::int32_t>& list, std::int32_t value) {
    return std::ranges::find(list, value) != list.end();
}

/// Steps during which a tensor exists and is still needed, both ends included.
struct Life {
    std::size_t first = 0;
    std::size_t last = 0;
    bool alive = false;
};

Life lifeOf(const OrderProblem& problem, const std::vector<std::int32_t>& order,
            std::int32_t tensor) {
    Life life;
    bool exists = contains(problem.inputs, tensor);
    for (std::size_t step = 0; step < order.size(); ++step) {
        const OrderOperator& op = problem.operators[static_cast<std::size_t>(order[step])];
        const bool writes = contains(op.outputs, tensor);
        if (writes) life.first = step;
        exists |= writes;
        if (!exists || !(writes || contains(op.inputs, tensor))) continue;
        life.last = step;
        life.alive = true;
    }
    if (exists && contains(problem.outputs, tensor)) life = {life.first, order.size(), true};
    return life;
}

}  // namespace

std::vector<std::string> checkSchedule(const OrderProblem& problem, const Schedule& schedule) {
    const std::vector<std::int32_t>& order = schedule.order;
    const std::size_t count = problem.operators.size();
    if (order.size() != count)
        return {fmt::format("{} steps for {} operators", order.size(), count)};
    std::vector<std::size_t> stepOf(count, count);
    for (std::size_t step = 0; step < count; ++step) {
        const auto op = static_cast<std::size_t>(order[step]);
        if (order[step] < 0 || op >= count)
            return {fmt::format("there is no operator {}", order[step])};
        if (stepOf[op] != count) return {fmt::format("operator {} runs twice", op)};
        stepOf[op] = step;
    }

    std::vector<std::string> faults;
    for (std::size_t writer = 0; writer < count; ++writer)
        for (std::size_t reader = 0; reader < count; ++reader)
            for (const std::int32_t tensor : problem.operators[writer].outputs)
                if (stepOf[reader] <= stepOf[writer] &&
                    contains(problem.operators[reader].inputs, tensor))
                    faults.push_back(fmt::format("operator {} reads tensor {} before {} writes it",
                                                 reader, tensor, writer));
    for (const auto& [first, second] : problem.after)
        if (stepOf[static_cast<std::size_t>(second)] <= stepOf[static_cast<std::size_t>(first)])
            faults.push_back(fmt::format("operator {} must run after {}", second, first));

    if (schedule.workingSetBytes.size() != count)
        faults.push_back(
            fmt::format("{} working sets for {} steps", schedule.workingSetBytes.size(), count));
    std::vector<Life> lives;
    for (std::size_t t = 0; t < problem.bytes.size(); ++t)
        lives.push_back(lifeOf(problem, order, static_cast<std::int32_t>(t)));
    Bytes peak = 0;
    for (std::size_t step = 0; step < count; ++step) {
        Bytes alive = problem.operators[static_cast<std::size_t>(order[step])].scratchBytes;
        for (std::size_t t = 0; t < lives.size(); ++t)
            if (lives[t].alive && lives[t].first <= step && step <= lives[t].last)
                alive += problem.bytes[t];
        peak = std::max(peak, alive);
        if (schedule.workingSetBytes.size() == count && schedule.workingSetBytes[step] != alive)
            faults.push_back(fmt::format("step {} holds {} bytes, not {}", step, alive,
                                         schedule.workingSetBytes[step]));
    }
    if (peak != schedule.peakBytes)
        faults.push_back(fmt::format("the peak is {} bytes, not {}", peak, schedule.peakBytes));
    return faults;
}

}  // namespace thimble
