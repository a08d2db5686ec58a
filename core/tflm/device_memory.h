#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "core/base/interval.h"
#include "core/base/result.h"
#include "core/model/model.h"
#include "core/tflm/allocation_script.h"
#include "core/tflm/in_place.h"
#include "core/tflm/lifetimes.h"
#include "core/tflm/target.h"

namespace thimble::tflm {

/// A buffer in the arena's head, where TFLM puts it.
struct PlannedBuffer {
    std::uint32_t subgraph = 0;
    std::int32_t tensor = -1;  ///< -1: scratch
    std::int32_t op = -1;      ///< scratch: whose; -1: a tensor
    Bytes bytes = 0;
    Bytes plannedBytes = 0;  ///< rounded up to 16
    Bytes offset = 0;
    LiveRange scopes;  ///< in allocation scopes

    [[nodiscard]] bool isScratch() const { return tensor < 0; }
    /// Nothing that runs writes or reads it. TFLM plans it all the same, for the time before the
    /// first step, so it shares its bytes with everything that a step uses.
    [[nodiscard]] bool isNeverUsed() const { return scopes == kUnmarked; }
    [[nodiscard]] ByteRange place() const { return {offset, offset + plannedBytes}; }
    friend bool operator==(const PlannedBuffer&, const PlannedBuffer&) = default;
};

/// What an unmodified TFLM does with a model on a target.
struct DeviceMemory {
    bool accepts = false;
    std::string reason;  ///< what TFLM refuses and why; empty when it accepts
    bool exact = false;  ///< false: kernels' scratch by formula instead of measurement

    // What runs when, and the plan of the head. Where TFLM refuses the model these are what its
    // planner would do with the tensors alone, without scratch.
    std::vector<Scope> scopes;
    std::vector<PlannedBuffer> buffers;  ///< tensors in order over all subgraphs, then scratch
    Bytes headBytes = 0;
    /// The most bytes alive in one scope, shared ones once: no plan for this order of operators
    /// that shares no more can be lower.
    Bytes lowerBoundBytes = 0;
    bool hasOfflinePlan = false;        ///< the file prescribes offsets
    std::vector<InPlacePair> mayShare;  ///< what the target's kernels allow
    std::vector<InPlacePair> inPlace;   ///< of these, what the file's offsets make use of
    /// Outputs of CONCATENATION that may lie on what is read up while their slices are made
    /// (consumed.h); the input's place counts from the output's first byte.
    std::vector<InPlacePair> mayConsume;
    /// What is wrong with a plan from the file, which TFLM takes as it is: overlaps that the
    /// kernels do not allow, buffers outside the arena, misaligned ones. The first hundred.
    std::vector<std::string> planFaults;

    // Meaningful only where TFLM accepts the model.
    TailBytes tail{};
    Bytes tailBytes = 0;
    Bytes usedBytes = 0;     ///< MicroInterpreter::arena_used_bytes()
    Bytes minimumBytes = 0;  ///< the smallest arena that allocates and invokes, a multiple of 16
    std::vector<AllocationEvent> script;
};

/// `model` has passed checkModel.
///   errors   Unsupported   calls that unroll to more than a million scopes, more than 32,768
///                          buffers, operands that are absurdly many or large
///   cost     O(n^2) in the number of buffers, otherwise linear in the size of the model
[[nodiscard]] Result<DeviceMemory> deviceMemory(const Model& model, const TargetInfo& target);

/// Whether an arena of `bytes` is enough, in a sentence that names the allocation that fails.
struct ArenaVerdict {
    bool enough = false;
    std::string failure;  ///< empty when it is enough
};
[[nodiscard]] ArenaVerdict tryArena(const Model& model, const DeviceMemory& memory, Bytes bytes);

}  // namespace thimble::tflm
