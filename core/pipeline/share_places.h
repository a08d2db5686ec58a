#pragma once

#include <cstddef>
#include <span>
#include <vector>

#include "core/arena/arena_plan.h"
#include "core/tflm/device_memory.h"

namespace thimble {

/// A placement problem in which some outputs take over their inputs' bytes: what shares is one
/// buffer, as large as the last of its tensors, from the first one's writing to the last one's end.
/// What consumes its input is several, one on the other in time, fixed at the arena's bottom.
struct SharedPlaces {
    ArenaProblem problem;
    std::vector<std::size_t> buffer;  ///< per buffer of the original problem: its new one
    std::vector<Bytes> offset;        ///< and where it lies in that

    /// The same plan, with an offset for each buffer of the original problem.
    [[nodiscard]] ArenaPlan expand(const ArenaPlan& plan) const;
};

/// `original` begins with the tensors of `device`, in order. Each tensor is the input of one pair
/// at most, and no two inputs of a pair's output overlap, but for one that they consume.
[[nodiscard]] SharedPlaces sharePlaces(const ArenaProblem& original,
                                       const tflm::DeviceMemory& device,
                                       std::span<const tflm::InPlacePair> pairs);

/// Choices of pairs that are worth a placement each, from the one that shares most to none at all.
/// Where slices of a CONCATENATION may lie on what they are made from, there are choices with that.
/// Input and output of the same size are always good to merge; slices of a CONCATENATION keep the
/// room of the whole output from the first slice on, which can cost more than it saves, so there
/// are choices with all, without, and where they are few with each alone.
[[nodiscard]] std::vector<std::vector<tflm::InPlacePair>> inPlaceChoices(
    const tflm::DeviceMemory& device);

}  // namespace thimble
