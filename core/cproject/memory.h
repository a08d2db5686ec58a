#pragma once

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "core/base/result.h"
#include "core/base/search.h"
#include "core/base/units.h"
#include "core/cproject/emitter.h"
#include "core/interp/program.h"

namespace thimble::cproject {

/// The most that anything in the arena has to lie on: int32, float, and what kernels work in. Bytes
/// may lie anywhere, since kernels read words of them by memcpy.
inline constexpr Bytes kAlignment = 4;

/// What a tensor of the first subgraph has to lie on: the width of its elements, kAlignment at
/// most.
[[nodiscard]] Bytes alignmentOf(const interp::Program& program, std::int32_t tensor);

/// Where everything that lives at run time lies in the one arena of a C project.
struct Memory {
    static constexpr Bytes kNowhere = -1;

    std::vector<std::int32_t> order;  ///< operators of the first subgraph, as they run
    std::vector<Bytes> offsets;       ///< by tensor of it; kNowhere: constant, or nobody's
    std::vector<Bytes> scratch;       ///< by operator; kNowhere: none
    Bytes arenaBytes = 0;
    Bytes lowerBoundBytes = 0;  ///< of this order, with what shares bytes as it does
    Bytes peakBytes = 0;        ///< working set of this order, unaligned, without scratch
    Bytes peakBoundBytes = 0;   ///< no order has a smaller one
    StopReason orderReason = StopReason::Proven;
    /// Outputs on their input's bytes: input and output tensor.
    std::vector<std::pair<std::int32_t, std::int32_t>> shared;
    friend bool operator==(const Memory&, const Memory&) = default;
};

struct MemoryOptions {
    bool reorder = true;
    bool share = true;  ///< outputs may take over inputs' bytes where the kernel allows it
    SearchLimits limits{.nodes = 2'000'000};
};

/// Finds the order and the placement. Heuristic in what shares: equal sizes always, others one by
/// one where that lowers the arena; order and each placement are the exact searches' answers.
[[nodiscard]] Memory planMemory(const interp::Program& program,
                                const std::vector<Emission>& emissions,
                                const MemoryOptions& options, const SearchControl& control);

/// Every way in which running the operators in this order in this memory would read something
/// else than what was written, in words; empty means sound. Follows the bytes through the arena,
/// independent of the searches.
[[nodiscard]] std::vector<std::string> checkMemory(const interp::Program& program,
                                                   const std::vector<Emission>& emissions,
                                                   const Memory& memory);

/// Whether the tensor of the first subgraph takes bytes of the arena.
[[nodiscard]] bool isInArena(const interp::Program& program, std::int32_t tensor);

}  // namespace thimble::cproject
