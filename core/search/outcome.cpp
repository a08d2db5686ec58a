#include "core/search/outcome.h"

#include <algorithm>
#include <limits>

namespace thimble::search {

namespace {

constexpr double kUnknown = std::numeric_limits<double>::infinity();

double costOf(const Outcome& outcome, Objective objective, bool isErrorScore) {
    switch (objective) {
        case Objective::Score:
            if (!outcome.score) return kUnknown;
            return isErrorScore ? *outcome.score : 1 - *outcome.score;
        case Objective::Arena: return static_cast<double>(outcome.arenaBytes);
        case Objective::Flash: return static_cast<double>(outcome.flashBytes);
        case Objective::Macs: return static_cast<double>(outcome.macs);
        case Objective::Latency: return outcome.latencyMs.value_or(kUnknown);
        case Objective::Energy: return outcome.energyUj.value_or(kUnknown);
    }
    return kUnknown;
}

}  // namespace

std::optional<Objective> findObjective(std::string_view name) {
    const auto found = std::ranges::find(kObjectives, name, &ObjectiveInfo::name);
    if (found == kObjectives.end()) return std::nullopt;
    return found->objective;
}

std::vector<double> costsOf(const Outcome& outcome, const Scale& scale) {
    std::vector<double> costs;
    for (const Objective objective : scale.objectives)
        costs.push_back(outcome.refused.empty() ? costOf(outcome, objective, scale.isErrorScore)
                                                : kUnknown);
    return costs;
}

double fitnessOf(std::span<const double> costs, std::span<const double> bounds,
                 std::span<const double> weights) {
    constexpr double kCap = 10;
    double worst = 0;
    for (std::size_t i = 0; i < costs.size(); ++i)
        worst = std::max(worst, std::min(costs[i] / bounds[i], kCap) / weights[i]);
    return -worst;
}

}  // namespace thimble::search
