#pragma once

#include <cstddef>
#include <vector>

#include "core/base/interval.h"
#include "core/base/units.h"
#include "core/graph/graph.h"

namespace thimble {

/// For each tensor of the subgraph the operators during which its bytes must stay intact, in the
/// order of the file: from the operator that writes it to the last that reads it; inputs from the
/// first operator on, outputs to the end. Empty for what takes no run-time bytes (constants,
/// variables, handles), for inputs that nothing reads, and for what nothing writes or reads.
[[nodiscard]] std::vector<LiveRange> liveRanges(const SubgraphGraph& graph);

/// Tensor bytes live during each operator: unaligned; inputs and outputs counted; weights,
/// variables, handles and scratch not. The measure of arXiv 1910.05110.
struct WorkingSet {
    std::vector<Bytes> perOperator;
    Bytes peakBytes = 0;
    std::ptrdiff_t peakOperator = -1;  ///< the first that reaches the peak; -1 without operators

    friend bool operator==(const WorkingSet&, const WorkingSet&) = default;
};
[[nodiscard]] WorkingSet workingSet(const SubgraphGraph& graph, const std::vector<LiveRange>& live);

}  // namespace thimble
