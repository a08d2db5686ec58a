#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "core/base/ids.h"
#include "core/base/result.h"
#include "core/base/search.h"
#include "core/model/model.h"
#include "core/tflm/device_memory.h"
#include "core/tflm/target.h"

namespace thimble {

enum class OrderChoice { AsWritten, Optimal };
enum class PlacementChoice { Greedy, Exact };

struct PlanOptions {
    OrderChoice order = OrderChoice::Optimal;
    PlacementChoice placement = PlacementChoice::Exact;
    bool inPlace = false;  ///< outputs may take over inputs' bytes (tflm/in_place.h)
    /// For each search for an order; for the placement of an order that has been chosen. Looking
    /// for both together takes a part of it.
    SearchLimits limits{.nodes = 5'000'000};
    friend bool operator==(const PlanOptions&, const PlanOptions&) = default;
};

/// How a part of the plan was found. What no answer can be below is in bytes.
struct Finding {
    StopReason reason = StopReason::Proven;
    Bytes lowerBoundBytes = 0;
    friend bool operator==(const Finding&, const Finding&) = default;
};

/// A model made ready for an unmodified TFLM: its operators in the order that was chosen, an offset
/// for each tensor in OfflineMemoryAllocation, no orphan tensors.
struct MemoryPlan {
    Model model;

    /// Per subgraph: the operators of the model as it was, in the order in which they now run.
    std::vector<std::vector<OperatorId>> order;
    Finding orderFinding;      ///< of the first subgraph's working set
    Finding placementFinding;  ///< of the head in this order

    /// Outputs that lie on their inputs' bytes, in the order of the steps; operators and tensors by
    /// the numbers of the model as it was.
    std::vector<tflm::InPlacePair> inPlace;

    Bytes peakBefore = 0;  ///< working set of the first subgraph, unaligned
    Bytes peakAfter = 0;
    /// The smallest head that any order of the operators could have: aligned, scratch included.
    /// True, though it may not be reachable; weak where outputs may take over inputs' bytes.
    Bytes headBoundOfAnyOrder = 0;
    tflm::DeviceMemory before;  ///< of the model as it was
    tflm::DeviceMemory after;   ///< of the new one

    /// What TFLM's head has above the most bytes alive in one of its scopes, shared ones once.
    [[nodiscard]] Bytes fragmentationBytes() const {
        return after.headBytes - after.lowerBoundBytes;
    }
    [[nodiscard]] bool keepsOrder() const;
};

/// Finds the order and the placement that need the smallest head on the target: among the orders of
/// the smallest working set one that can be placed with the least waste. Where the first cannot be
/// placed without any, order and placement are sought together (order_and_offsets.h). What TFLM
/// places itself (scratch) is simulated, so that `after.headBytes` is the head that TFLM will have.
/// Never worse than TFLM's own plan of the model as it is, nor than a sound one that it carries,
/// and with `options.inPlace` never worse than without. A cancelled search gives the best so far.
///   errors   Unsupported   as deviceMemory
[[nodiscard]] Result<MemoryPlan> planMemory(const Model& model, const tflm::TargetInfo& target,
                                            const PlanOptions& options = {},
                                            const SearchControl& control = {});

/// Every way in which the plan does not keep its promises, in words; empty means valid. Independent
/// of the searches: the new model is sound, its operators are those of `original` with the same
/// operands, nothing overlaps in TFLM's own plan, and the head is as high as said.
[[nodiscard]] std::vector<std::string> checkMemoryPlan(const Model& original,
                                                       const MemoryPlan& plan,
                                                       const tflm::TargetInfo& target);

}  // namespace thimble
