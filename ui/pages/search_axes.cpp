#include "ui/pages/search_axes.h"

#include <QCoreApplication>
#include <cstdint>

namespace thimble::ui {

namespace {

struct Texts {
    Q_DECLARE_TR_FUNCTIONS(thimble::ui::SearchAxes)
};

constexpr double kKib = 1024;

std::optional<double> real(const std::optional<std::int64_t>& count) {
    return count ? std::optional(static_cast<double>(*count)) : std::nullopt;
}

std::optional<double> onAxis(const std::optional<double>& value, search::Objective objective) {
    return value ? std::optional(*value / axisOf(objective).unit) : std::nullopt;
}

}  // namespace

CostAxis axisOf(search::Objective objective) {
    switch (objective) {
        case search::Objective::Arena: return {Texts::tr("arena, KiB"), kKib};
        case search::Objective::Flash: return {Texts::tr("flash, KiB"), kKib};
        case search::Objective::Macs: return {Texts::tr("MACs, millions"), 1e6};
        case search::Objective::Latency: return {Texts::tr("time, ms (estimate)"), 1};
        case search::Objective::Energy: return {Texts::tr("energy, µJ (estimate)"), 1};
        case search::Objective::Score: break;
    }
    return {};
}

std::optional<double> costOnAxis(const search::Outcome& outcome, search::Objective objective) {
    const auto cost = [&]() -> std::optional<double> {
        switch (objective) {
            case search::Objective::Arena: return real(outcome.arenaBytes);
            case search::Objective::Flash: return real(outcome.flashBytes);
            case search::Objective::Macs: return real(outcome.macs);
            case search::Objective::Latency: return outcome.latencyMs;
            case search::Objective::Energy: return outcome.energyUj;
            case search::Objective::Score: break;
        }
        return std::nullopt;
    };
    return onAxis(cost(), objective);
}

std::optional<double> limitOnAxis(const search::Limits& limits, search::Objective objective) {
    const auto limit = [&]() -> std::optional<double> {
        switch (objective) {
            case search::Objective::Arena: return real(limits.ramBytes);
            case search::Objective::Flash: return real(limits.flashBytes);
            case search::Objective::Macs: return real(limits.macs);
            case search::Objective::Latency: return limits.latencyMs;
            case search::Objective::Energy: return limits.energyUj;
            case search::Objective::Score: break;
        }
        return std::nullopt;
    };
    return onAxis(limit(), objective);
}

}  // namespace thimble::ui
