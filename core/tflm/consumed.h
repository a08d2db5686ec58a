#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "core/base/interval.h"
#include "core/model/model.h"
#include "core/tflm/device_memory.h"
#include "core/tflm/in_place.h"

namespace thimble::tflm {

// A tensor that is read slice by slice gives its bytes up slice by slice: what no later operator
// reads may be overwritten although the tensor's life, as TFLM counts it, goes on. No kernel has to
// bear anything for that: whoever writes there does not read the tensor.

/// From a scope on: the bytes of a tensor that are still read then, as one range.
struct ReadAhead {
    std::int32_t scope = 0;
    ByteRange bytes;
};

/// By tensor of subgraph 0, one entry for each operator that reads it, in the order of their
/// scopes. SLICE with constant bounds reads from its first element to its last, all others read the
/// whole; the outputs are read at the end of time. Empty for models with called subgraphs.
///   cost   linear in the size of the model
[[nodiscard]] std::vector<std::vector<ReadAhead>> findReads(const Model& model);

/// Whether nothing reads `bytes` of the tensor in scope `from` or later. `reads` are the tensor's.
[[nodiscard]] bool isConsumed(std::span<const ReadAhead> reads, ByteRange bytes, std::int32_t from);

/// For outputs of CONCATENATION whose slices lie in it (`mayShare`): a tensor that is read up while
/// they are made, and where in the output it may begin so that no slice touches a byte that is
/// still read. The tensor has died when CONCATENATION runs. At most one for each output, at most
/// one for each tensor.
[[nodiscard]] std::vector<InPlacePair> consumedPairs(const Model& model,
                                                     std::span<const PlannedBuffer> buffers,
                                                     std::span<const InPlacePair> mayShare);

}  // namespace thimble::tflm
