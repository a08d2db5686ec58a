#pragma once

#include <array>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string_view>
#include <vector>

#include "core/search/genome.h"
#include "core/search/outcome.h"

namespace thimble::search {

struct AlgorithmOptions {
    std::uint64_t seed = 1;
    std::int64_t population = 100;  ///< evolution and NSGA-II; as uNAS has it
    std::int64_t sample = 25;       ///< evolution: parents to choose from; as uNAS has it
    /// Evolution: so many evaluations can be under way at once. What it proposes depends on it.
    std::int64_t window = 16;
    friend bool operator==(const AlgorithmOptions&, const AlgorithmOptions&) = default;
};

/// What algorithms are told of the problem.
struct Setup {
    Space space;
    Scale scale;
    std::vector<Genome> start;  ///< evaluated first, in this order; not by the control
    AlgorithmOptions options;
    /// Sizes alone, in microseconds: false for what cannot fit. Nothing: everything may.
    std::function<bool(const Genome&)> mayFit;
    /// A little less where memory is short; nothing: no less is possible. For the descent.
    std::function<std::optional<Genome>(const Genome&)> descend;
};

/// A genome to be evaluated, and how many were passed over because their sizes cannot fit.
struct Proposal {
    Genome genome;
    std::int64_t discarded = 0;
    friend bool operator==(const Proposal&, const Proposal&) = default;
};

/// Proposes genomes, and learns what became of them. Proposal k depends on the seed, on the
/// proposals before it and on the results before needs(k), not on when anything was ready: any
/// number of workers gives the same search.
class Algorithm {
public:
    Algorithm() = default;
    virtual ~Algorithm() = default;
    Algorithm(const Algorithm&) = delete;
    Algorithm& operator=(const Algorithm&) = delete;
    Algorithm(Algorithm&&) = delete;
    Algorithm& operator=(Algorithm&&) = delete;

    /// So many results must have been learned, and no more. Never falls, at most `index`.
    [[nodiscard]] virtual std::int64_t needs(std::int64_t index) const = 0;
    /// Nothing: the search has come to its end.
    [[nodiscard]] virtual std::optional<Proposal> propose(std::int64_t index) = 0;
    /// That genome has been proposed: by propose, or by an earlier run of the same search.
    virtual void adopt(const Genome& genome) = 0;
    /// In order of the index.
    virtual void learn(const Evaluated& evaluated) = 0;
};

/// Aging evolution: the oldest of a population dies; the child of a parent, changed a little, takes
/// its place. The parent is the fittest of a sample, each time by other weights (fitnessOf). What
/// is beyond the limits has the same fitness, at the cap; of such parents the one that is less
/// beyond is taken.
///   source   Real et al., "Regularized evolution for image classifier architecture search",
///            arXiv 1802.01548; Liberis, Dudziak and Lane, "uNAS", arXiv 2010.14246
[[nodiscard]] std::unique_ptr<Algorithm> agingEvolution(Setup setup);

/// NSGA-II, generation by generation: tournaments by rank and crowding, children of two parents,
/// and the best half of parents and children lives on. What is beyond the limits ranks behind all
/// else.
///   source   Deb, Pratap, Agarwal and Meyarivan, 2002, doi:10.1109/4235.996017
[[nodiscard]] std::unique_ptr<Algorithm> nsga2(Setup setup);

/// Bottleneck descent: channels go where memory is short and they cost least, all is planned again,
/// and so on; one line for each form and resolution, in turns. Draws nothing.
[[nodiscard]] std::unique_ptr<Algorithm> bottleneckDescent(Setup setup);

/// The control: each genome is drawn for itself.
[[nodiscard]] std::unique_ptr<Algorithm> randomSearch(Setup setup);

struct AlgorithmInfo {
    std::string_view name;
    std::string_view description;
    std::unique_ptr<Algorithm> (*make)(Setup setup);
};
inline constexpr std::array<AlgorithmInfo, 4> kAlgorithms = {{
    {"evolution", "aging evolution with randomly weighted costs, as uNAS does it", agingEvolution},
    {"nsga2", "NSGA-II", nsga2},
    {"descent", "prune at the peak, plan again, repeat", bottleneckDescent},
    {"random", "the control: draws, and learns nothing", randomSearch},
}};
/// Null for a name that is not in the table.
[[nodiscard]] const AlgorithmInfo* findAlgorithm(std::string_view name);

}  // namespace thimble::search
