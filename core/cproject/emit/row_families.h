#pragma once

#include <span>

#include "core/cproject/emitter.h"

namespace thimble::cproject {

/// Operators with a window whose output can be made row by row: see findRowEmitter. Each fails for
/// more than one image, and for types and sizes that the row kernels do not do.
[[nodiscard]] std::span<const EmitEntry> rowEmitters(RowScratch scratch);

// An AVERAGE_POOL_2D or MEAN over the whole image, of which the rows come one by one.
//   errors   Unsupported   another operator or type; a window that does not see the whole image

/// One row of input 0 added to the sums: `th_pool_sum_8(&params, row, scratch)`, or
/// `th_pool_sum_8_s16` where the image is so small that int16 holds any sum. The scratch is to be
/// zero before the first row, and to be kept until emitSumEnd's call.
[[nodiscard]] Result<void> emitPoolSum(Emitter& emitter);

/// The output, of the sums: `th_pool_mean_8(&params, scratch, output)`, or th_mean_end_8, or those
/// kernels of int16.
[[nodiscard]] Result<void> emitSumEnd(Emitter& emitter);

/// That of MEAN. `narrow`: the sums are int16.
[[nodiscard]] Result<void> emitMeanEnd(Emitter& emitter, bool narrow);

}  // namespace thimble::cproject
