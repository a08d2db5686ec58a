#pragma once

#include "core/cproject/emitter.h"
#include "core/split/channel_slices.h"

namespace thimble::cproject {

// What runs slice by slice of channels, row by row: CONV_2D and FULLY_CONNECTED add up over slices
// of their input's channels, others put theirs into their place.

/// Adds what these channels of input 0 contribute to sums of int32; the operator has only these:
/// `th_conv_part_s8_row(&params, window, before, sums, scratch)`, or, of one row,
/// `th_fully_connected_part_s8(&params, input, before, sums)`. The first slice begins the sums.
///   errors   Unsupported   as the kernel of the whole operator; more than one row of a product
[[nodiscard]] Result<void> emitPart(Emitter& emitter, bool isFirst);

/// The output of the sums, for the operator with all of its channels:
/// `th_conv_end_s8_row(&params, sums, output)`.
[[nodiscard]] Result<void> emitEnd(Emitter& emitter);

/// These channels of an output row: `th_place_row(&params, slice, row)`. The operator may be the
/// slice.
///   channels   of the whole output
void emitPlace(Emitter& emitter, const split::Part& part, std::int64_t channels);

}  // namespace thimble::cproject
