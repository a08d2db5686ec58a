#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "core/base/result.h"
#include "core/interp/operator_call.h"

namespace thimble::cproject {

// An AVERAGE_POOL_2D or MEAN over a whole image of int8 or uint8, of which the rows come one by
// one, as th_pool_sum_8, th_pool_mean_8, th_mean_end_8 and those of int16 make it: plain
// arithmetic, for the interpreter.

// Sums are kept by channel, in 4 bytes each or in 2, which the size of the memory tells.
[[nodiscard]] std::vector<std::int32_t> readSums(std::span<const std::byte> memory,
                                                 std::size_t channels);
void writeSums(std::span<const std::int32_t> sums, std::span<std::byte> memory);

/// Adds a row, [W, C], to the sums, one for each channel.
void addToSums(const interp::OperatorCall& call, std::span<const std::byte> row,
               std::span<std::int32_t> sums);

/// The output, of the sums over `count` elements each.
///   errors   as activationRange
[[nodiscard]] Result<std::vector<std::byte>> outputOfMeans(const interp::OperatorCall& call,
                                                           std::span<const std::int32_t> sums,
                                                           std::int64_t count);

}  // namespace thimble::cproject
