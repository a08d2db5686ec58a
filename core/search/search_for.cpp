#include "core/search/search_for.h"

#include <algorithm>
#include <cstdint>
#include <memory>
#include <utility>

#include "core/search/kept_results.h"
#include "core/search/screen.h"

namespace thimble::search {

namespace {

/// Some of the first population is drawn, whatever else there is.
std::size_t roomForStart(const SearchOrder& order) {
    return static_cast<std::size_t>(std::max<std::int64_t>(order.options.population * 9 / 10, 1));
}

}  // namespace

Result<SearchAnswer> searchFor(const Problem& problem, const SearchOrder& order, Workers& workers,
                               const Control& control) {
    const AlgorithmInfo* info = findAlgorithm(order.algorithm);
    if (info == nullptr)
        return fail(ErrorCode::InvalidArgument, "no algorithm '" + order.algorithm + "'");
    std::vector<Genome> start = order.start;
    if (!order.cold)
        for (Genome& genome : usualStart(problem, roomForStart(order), control.stop))
            start.push_back(std::move(genome));
    // What was stopped before its start was known is another search.
    const bool stopped = control.stop.stop_requested();
    std::unique_ptr<Checkpoint> checkpoint;
    std::unique_ptr<ResultCache> cache;
    if (!order.checkpoint.empty() && !stopped) {
        THIMBLE_TRY(checkpoint,
                    Checkpoint::open(order.checkpoint,
                                     settingsText(problem, order.algorithm, order.options, start),
                                     problem.space));
    }
    if (!order.cache.empty()) {
        THIMBLE_TRY(cache, ResultCache::open(order.cache));
    }
    KeptResults memory(problem, std::move(checkpoint), std::move(cache));
    const Scale scale = scaleOf(problem);
    RunLimits limits = order.limits;
    const bool hasStart = order.algorithm == "evolution" || order.algorithm == "nsga2";
    limits.started = hasStart ? static_cast<std::int64_t>(start.size()) : 0;
    const auto screen = std::make_shared<Screen>(problem);
    const std::unique_ptr<Algorithm> algorithm = info->make(
        {.space = problem.space,
         .scale = scale,
         .start = std::move(start),
         .options = order.options,
         .mayFit = [screen](const Genome& genome) { return screen->mayFit(genome); },
         .descend = [&problem, stop = control.stop](
                        const Genome& genome) { return descended(problem, genome, stop); }});
    return runSearch(*algorithm, scale, limits, workers, memory, control);
}

}  // namespace thimble::search
