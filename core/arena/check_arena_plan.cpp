#include <fmt/format.h>

#include "core/arena/arena_plan.h"

namespace thimble {

std::vector<std::string> checkArenaPlan(const ArenaProblem& problem, const ArenaPlan& plan) {
    if (plan.offsets.size() != problem.buffers.size())
        return {
            fmt::format("{} offsets for {} buffers", plan.offsets.size(), problem.buffers.size())};
    std::vector<std::string> faults;
    const auto place = [&](std::size_t i) {
        return ByteRange{plan.offsets[i], plan.offsets[i] + problem.buffers[i].bytes};
    };
    for (std::size_t i = 0; i < problem.buffers.size(); ++i) {
        const ArenaBuffer& a = problem.buffers[i];
        if (place(i).first < 0 || place(i).last > plan.arenaBytes)
            faults.push_back(fmt::format("buffer {} leaves the arena", i));
        if (a.fixedOffset && place(i).first != *a.fixedOffset)
            faults.push_back(fmt::format("buffer {} is not where it was fixed", i));
        for (std::size_t k = 0; k < i; ++k)
            if (a.live.overlaps(problem.buffers[k].live) && place(i).overlaps(place(k)))
                faults.push_back(fmt::format("buffers {} and {} overlap", k, i));
    }
    return faults;
}

}  // namespace thimble
