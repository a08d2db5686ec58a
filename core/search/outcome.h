#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/units.h"
#include "core/search/genome.h"

namespace thimble::search {

/// What a variant is good for and what it costs.
enum class Objective : std::uint8_t { Score, Arena, Flash, Macs, Latency, Energy };

struct ObjectiveInfo {
    Objective objective;
    std::string_view name;
    std::string_view description;
};
inline constexpr std::array<ObjectiveInfo, 6> kObjectives = {{
    {Objective::Score, "score", "how good the answers are"},
    {Objective::Arena, "arena", "bytes of SRAM for tensors"},
    {Objective::Flash, "flash", "bytes of flash"},
    {Objective::Macs, "macs", "multiply-accumulates"},
    {Objective::Latency, "latency", "estimated time of one inference"},
    {Objective::Energy, "energy", "estimated energy of one inference"},
}};
[[nodiscard]] std::optional<Objective> findObjective(std::string_view name);

/// What became of a variant.
struct Outcome {
    std::string refused;   ///< not empty: it cannot be made, and why; then nothing else counts
    Bytes arenaBytes = 0;  ///< of TFLM with its plan, or of the C project
    Bytes flashBytes = 0;
    Macs macs = 0;
    std::optional<double> latencyMs;  ///< estimates; nothing where nothing is known
    std::optional<double> energyUj;
    double excess = 0;  ///< how far it is beyond the limits, as shares of them; 0: within all
    /// On the samples that a search scores by; nothing: beyond the limits, and not looked at.
    std::optional<double> score;
    [[nodiscard]] bool fits() const { return refused.empty() && excess <= 0; }
    friend bool operator==(const Outcome&, const Outcome&) = default;
};

/// What outcomes are compared by. Everything becomes a cost: less is better.
struct Scale {
    std::vector<Objective> objectives;
    bool isErrorScore = false;   ///< the score is an error already; otherwise a share of 1
    std::vector<double> bounds;  ///< by objective: the cost that is wanted, above 0
    friend bool operator==(const Scale&, const Scale&) = default;
};

/// By objective; what is not known counts as infinite.
[[nodiscard]] std::vector<double> costsOf(const Outcome& outcome, const Scale& scale);

/// The fitness of uNAS, to be as large as possible:
///
///     - max over i of  min(cost i / bound i, 10) / weight i
///
///   weights   above 0, drawn anew for each choice of a parent
///   source    Liberis, Dudziak and Lane, "uNAS", arXiv 2010.14246, section 4
[[nodiscard]] double fitnessOf(std::span<const double> costs, std::span<const double> bounds,
                               std::span<const double> weights);

/// A variant that has been evaluated.
struct Evaluated {
    std::int64_t index = 0;  ///< of the evaluation, from 0 on
    Genome genome;
    Outcome outcome;
    friend bool operator==(const Evaluated&, const Evaluated&) = default;
};

}  // namespace thimble::search
