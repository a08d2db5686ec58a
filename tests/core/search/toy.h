#pragma once

#include <algorithm>
#include <chrono>
#include <cmath>
#include <string>
#include <thread>

#include "core/search/algorithm.h"
#include "core/search/run_search.h"

// A search without a model: what a genome costs is a formula.
namespace thimble::search::test {

inline Space toySpace() { return {.channels = {16, 32, 8, 64}}; }

inline Scale toyScale() {
    return {.objectives = {Objective::Score, Objective::Arena, Objective::Macs},
            .bounds = {0.5, 1448, 4800}};
}

/// The second group is worth most, the last takes most.
inline Outcome toyOutcome(const Genome& genome, Bytes most = 1'000'000) {
    constexpr double kWorth[] = {0.3, 1.5, 0.8, 0.2};
    constexpr Bytes kBytes[] = {20, 5, 9, 14};
    const Space space = toySpace();
    double lost = 0;
    Outcome outcome;
    for (std::size_t g = 0; g < genome.counts.size(); ++g) {
        const double share = 1.0 * genome.counts[g] / space.channels[g];
        lost += kWorth[g] * (1 - share) * (1 - share);
        outcome.arenaBytes += kBytes[g] * genome.counts[g];
        outcome.macs += 40 * genome.counts[g];
    }
    outcome.flashBytes = outcome.macs;
    outcome.excess = std::max<double>(0, static_cast<double>(outcome.arenaBytes - most)) /
                     static_cast<double>(most);
    if (outcome.excess <= 0) outcome.score = std::exp(-lost);
    return outcome;
}

/// Takes a time that depends on the genome in no simple way.
inline Work toyWork(int mostMicroseconds = 0, Bytes most = 1'000'000) {
    return [=](const Task& task) -> Result<std::optional<Outcome>> {
        if (mostMicroseconds > 0) {
            std::uint64_t mixed = 7;
            for (const std::int32_t count : task.genome.counts)
                mixed = SplitMix(mixed * 31 + static_cast<std::uint64_t>(count)).next();
            std::this_thread::sleep_for(
                std::chrono::microseconds(mixed % static_cast<std::uint64_t>(mostMicroseconds)));
        }
        Outcome outcome = toyOutcome(task.genome, most);
        if (task.kind == Task::Kind::Test) outcome.score = *outcome.score * 0.99;
        return outcome;
    };
}

inline Setup toySetup(std::uint64_t seed = 1) {
    Setup setup{.space = toySpace(), .scale = toyScale()};
    setup.options = {.seed = seed, .population = 20, .sample = 5, .window = 6};
    setup.descend = [](const Genome& genome) -> std::optional<Genome> {
        const auto most = std::ranges::max_element(genome.counts);
        if (*most == 1) return std::nullopt;
        Genome less = genome;
        --less.counts[static_cast<std::size_t>(most - genome.counts.begin())];
        return less;
    };
    return setup;
}

inline SearchAnswer toySearch(const std::string& algorithm, unsigned threads,
                              std::int64_t evaluations = 120, std::uint64_t seed = 1,
                              int mostMicroseconds = 0) {
    const auto made = findAlgorithm(algorithm)->make(toySetup(seed));
    const auto workers = threadWorkers(threads, toyWork(mostMicroseconds));
    Memory memory;
    return *runSearch(*made, toyScale(), {.evaluations = evaluations, .finalists = 20}, *workers,
                      memory);
}

}  // namespace thimble::search::test
