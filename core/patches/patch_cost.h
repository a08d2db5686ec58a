#pragma once

#include <vector>

#include "core/base/units.h"
#include "core/model/model.h"
#include "core/patches/patch_steps.h"
#include "core/tflm/device_memory.h"
#include "core/tflm/target.h"

namespace thimble::patches {

/// What a part of the model takes when it runs: a segment in patches, or one operator as it is.
struct RunCost {
    Bytes load = 0;  ///< the most bytes alive in one of its steps, all of the model's, rounded up
    Macs macs = 0;
    Bytes tail =
        0;  ///< that TFLM keeps for it: about, by what it keeps for the operators as they are
    friend bool operator==(const RunCost&, const RunCost&) = default;
};

/// Costs by counting bytes, for the order as written: close to the head that a planner then finds,
/// and a lot faster to have. Whatever runs before and after, what is alive at a segment's borders
/// is the same, so that the load of a model is the greatest of its parts'.
class PatchCosts {
public:
    /// `device` is what TFLM does with `model` without an offline plan; both outlive this.
    PatchCosts(const Model& model, const tflm::DeviceMemory& device,
               const tflm::TargetInfo& target);

    [[nodiscard]] RunCost ofOperator(std::int32_t op) const {
        return m_operators[static_cast<std::size_t>(op)];
    }

    /// Parts lie in the room of the tensor that they are joined to where the planner can put them
    /// there, with `consumesInput` that tensor on an input that is read up meanwhile, or they do
    /// not: whichever is least.
    [[nodiscard]] RunCost ofSegment(const PatchSteps& steps, bool consumesInput) const;

private:
    enum class Room { Apart, Result, ResultOnInput };
    [[nodiscard]] Bytes tailOf(const PatchStep& step) const;
    [[nodiscard]] Bytes loadOf(const PatchSteps& steps, Room room) const;

    const Model& m_model;
    const tflm::DeviceMemory& m_device;
    std::vector<Bytes> m_scratch;  ///< by operator
    std::vector<RunCost> m_operators;
    std::vector<LiveRange> m_live;    ///< by tensor, in scopes; empty: takes no room
    std::vector<bool> m_mayTakeOver;  ///< by operator: an element-wise one in place
};

}  // namespace thimble::patches
