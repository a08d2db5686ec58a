#pragma once

#include <span>
#include <string>
#include <vector>

#include "core/tflm/device_memory.h"
#include "core/tflm/in_place.h"

namespace thimble::tflm {

/// The pairs of which the input lies where the pair allows it, in buffers that are placed.
/// `buffers` as DeviceMemory has them, `mayShare` sorted.
[[nodiscard]] std::vector<InPlacePair> sharedPairs(std::span<const PlannedBuffer> buffers,
                                                   std::span<const InPlacePair> mayShare);

/// The most bytes alive in one scope, what `shared` puts on the same bytes counted once.
[[nodiscard]] Bytes headBound(std::span<const PlannedBuffer> buffers,
                              std::span<const InPlacePair> shared);

/// Buffers of a plan from a file that overlap though they are no pair of `inPlace` and the younger
/// does not just lie on what has been consumed of the older (consumed.h), that leave the
/// arena, or that are misaligned: TFLM does not look. Our own planner's answers are checked by the
/// tests.
[[nodiscard]] std::vector<std::string> planFaults(const Model& model,
                                                  std::span<const PlannedBuffer> buffers,
                                                  std::span<const InPlacePair> inPlace);

}  // namespace thimble::tflm
