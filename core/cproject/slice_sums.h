#pragma once

#include <cstddef>
#include <span>
#include <vector>

#include "core/base/result.h"
#include "core/cproject/emitter.h"
#include "core/interp/kernels/contraction.h"
#include "core/interp/operator_call.h"
#include "core/split/row_graph.h"

namespace thimble::cproject {

// A row of a CONV_2D or FULLY_CONNECTED in slices of its input's channels, as th_conv_part_s8_row,
// th_fully_connected_part_s8 and th_conv_end_s8_row make it: plain arithmetic, for the interpreter.

/// The operator as a sum.
///   errors   as convolutionSum and fullyConnectedSum
[[nodiscard]] Result<interp::Contraction> slicedSum(const interp::OperatorCall& call);

/// Sums of int32, [W, C]: those before, or nothing, and what the slice adds.
///   call     the operator with these channels alone
///   window   the rows under the window, one for a matrix product; empty outside the image, where
///            the zero point is
[[nodiscard]] Result<std::vector<std::byte>> sumsOfSlice(
    const interp::OperatorCall& call, const FoldedPadding& padding,
    const std::vector<std::span<std::byte>>& window, std::span<const std::byte> before);

/// The output row of all slices' sums: bias, zero points and factors of the whole operator.
[[nodiscard]] Result<std::vector<std::byte>> outputOfSums(const interp::OperatorCall& call,
                                                          std::span<const std::byte> sums);

/// A slice of a row to its place, as th_place_row.
void placeSlice(std::span<const std::byte> slice, const split::Stripe& stripe,
                std::span<std::byte> row);

}  // namespace thimble::cproject
