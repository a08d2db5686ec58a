#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/units.h"
#include "core/model/model.h"
#include "core/tflm/kernel.h"
#include "core/tflm/target.h"

namespace thimble::tflm {

/// What the arena's tail holds, in the order in which TFLM first allocates it.
enum class TailCategory {
    AllocatorObjects,
    ResourceVariables,
    SubgraphAllocations,
    EvalTensors,
    NodesAndRegistrations,
    BuiltinData,
    OpInit,
    OpPrepare,
    ScratchHandles,
    VariableBuffers,
    IoTensors,
};
inline constexpr std::size_t kTailCategories = 11;

struct TailCategoryInfo {
    std::string_view key;          ///< "eval_tensors", as reports spell it
    std::string_view description;  ///< what it is, for people
};
[[nodiscard]] TailCategoryInfo tailCategoryInfo(TailCategory category);

/// Bytes per TailCategory.
using TailBytes = std::array<Bytes, kTailCategories>;

/// One thing that TFLM does to its arena.
struct AllocationEvent {
    enum class Kind {
        Persistent,      ///< moves the tail down, aligned
        Temp,            ///< moves the end of the temporaries up, aligned
        ResetTemps,      ///< gives all temporaries back
        ReserveHead,     ///< sets the head's size; temporaries start behind it
        TryReserveHead,  ///< the same, but TFLM goes on when there is no room
        PlannerMemory,   ///< all that is left for the planner: at least `bytes`
    };
    Kind kind{};
    TailCategory category{};  ///< Persistent only
    Bytes bytes = 0;
    Bytes alignment = 1;
    std::int32_t subgraph = -1;
    std::int32_t op = -1;      ///< the operator on whose behalf, -1: none
    std::int32_t tensor = -1;  ///< the tensor on whose behalf, -1: none
    std::string_view what;     ///< "the TfLiteEvalTensor array", with static storage

    friend bool operator==(const AllocationEvent&, const AllocationEvent&) = default;
};

/// Everything that a MicroInterpreter does to its arena from construction to the end of
/// AllocateTensors, in order; invocations leave it as it is. `kernels` holds the requests of every
/// operator, [subgraph][operator]; `headBytes` and `plannedBuffers` describe the memory plan;
/// `offlineOffsets` as in the model (empty: none). Independent of the arena's size.
///   source   micro/micro_allocator.cc, micro_interpreter.cc, micro_interpreter_graph.cc
[[nodiscard]] std::vector<AllocationEvent> allocationScript(
    const Model& model, Target target, const std::vector<std::vector<KernelRequests>>& kernels,
    Bytes headBytes, std::size_t plannedBuffers, const std::vector<std::int32_t>& offlineOffsets);

}  // namespace thimble::tflm
