#include "core/report/called_steps.h"

namespace thimble {

std::vector<CalledSteps> calledSteps(const Report& report) {
    std::vector<CalledSteps> runs;
    for (std::size_t s = 0; s < report.steps.size(); ++s) {
        const auto step = static_cast<std::int32_t>(s);
        const std::uint32_t subgraph = report.steps[s].subgraph;
        if (subgraph == 0) continue;
        const bool goesOn =
            !runs.empty() && runs.back().subgraph == subgraph && runs.back().steps.last == step;
        if (goesOn)
            ++runs.back().steps.last;
        else
            runs.push_back({subgraph, {step, step + 1}});
    }
    return runs;
}

}  // namespace thimble
