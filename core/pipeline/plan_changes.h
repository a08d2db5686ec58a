#pragma once

#include <cstdint>
#include <vector>

#include "core/base/ids.h"
#include "core/base/units.h"
#include "core/model/model.h"
#include "core/pipeline/plan_memory.h"

namespace thimble {

/// An operator that no longer runs where it ran; positions are in its subgraph.
struct MovedOperator {
    std::uint32_t subgraph = 0;
    std::int32_t before = 0;
    std::int32_t after = 0;
    friend bool operator==(const MovedOperator&, const MovedOperator&) = default;
};

/// Where the parts of a subgraph went and where they came from. -1: a tensor that the plan dropped.
struct SubgraphChanges {
    std::vector<std::int32_t> operatorAfter;   ///< by the position before
    std::vector<std::int32_t> operatorBefore;  ///< by the position after
    std::vector<std::int32_t> tensorAfter;
    std::vector<std::int32_t> tensorBefore;
    friend bool operator==(const SubgraphChanges&, const SubgraphChanges&) = default;
};

struct PlanChanges {
    std::vector<SubgraphChanges> subgraphs;
    std::vector<MovedOperator> moved;  ///< in the order in which they now run
    friend bool operator==(const PlanChanges&, const PlanChanges&) = default;
};

/// `plan` is one of `original`.
[[nodiscard]] PlanChanges planChanges(const Model& original, const MemoryPlan& plan);

/// What a plan is about.
enum class PlanMeasure { WorkingSet, Head, Gaps, Tail, Used, Minimum };

struct PlanEffect {
    PlanMeasure measure{};
    Bytes before = 0;
    Bytes after = 0;
    friend bool operator==(const PlanEffect&, const PlanEffect&) = default;
};

/// All that is known before and after: without tail, used bytes and minimum where TFLM refuses the
/// model.
[[nodiscard]] std::vector<PlanEffect> planEffects(const MemoryPlan& plan);

/// The one number of a plan: of the smallest arena, or of the head where TFLM refuses the model.
[[nodiscard]] PlanEffect mainEffect(const MemoryPlan& plan);

}  // namespace thimble
