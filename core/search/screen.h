#pragma once

#include <cstdint>
#include <optional>
#include <stop_token>
#include <vector>

#include "core/prune/predict_sizes.h"
#include "core/search/problem.h"

namespace thimble::search {

/// The first stage: sizes alone, in microseconds, without a model or a plan. One thread at a time.
class Screen {
public:
    /// The problem must outlive it.
    explicit Screen(const Problem& problem);

    /// False: the genome cannot be within the limits, whatever the plan. Sound, not complete:
    /// MACs are exact; weights are a part of the flash; TFLM's arena holds at least the inputs and
    /// outputs of each operator, and a C project's at least its largest tensor that is whole
    /// whatever happens: an input that is not handed over row by row, and each output.
    [[nodiscard]] bool mayFit(const Genome& genome);

private:
    const Problem* m_problem;
    std::vector<prune::SizePredictor> m_sizes;  ///< by resolution
};

/// The same genome with fewer channels where the working set has its peak, and where they cost
/// least, so that the peak is 3 % lower; where that cannot be, with 3 % fewer MACs. Sizes alone.
/// Nothing: nothing is left to take, or stopped.
[[nodiscard]] std::optional<Genome> lessAtPeak(const Problem& problem, const Genome& genome,
                                               const std::stop_token& stop = {});

/// The next step of the descent: lessAtPeak; by rows, where the working set says little, a part of
/// the channels of that group which lowers the arena most for what it costs, by the plan of each.
[[nodiscard]] std::optional<Genome> descended(const Problem& problem, const Genome& genome,
                                              const std::stop_token& stop = {});

}  // namespace thimble::search
