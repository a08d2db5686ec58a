#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <span>
#include <vector>

#include "core/base/result.h"
#include "core/cproject/emitter.h"
#include "core/interp/kernels/contraction.h"

namespace thimble::cproject {

/// The `th_channel` table of an int8 contraction, and what goes with it.
struct Channels {
    std::vector<std::int32_t> table;  ///< bias, multiplier, shift, round of each output channel
    /// All of them take the short way from sum to output (th_channel.h): no sum reaches 2^30, each
    /// factor is below a half, and no rounding overflows.
    bool folded = true;
};

/// `weightsOf(c)` are the weights of output channel c, in any order. The input's zero point times
/// their sum goes into the bias, so that a kernel multiplies inputs as they are stored. A channel
/// that gives one and the same output whatever its input is becomes that constant.
///   source   th_channel.h; core/interp/requantise.h, whose results it keeps to the last bit
[[nodiscard]] Result<Channels> channelsOf(
    const Emitter& emitter, const interp::Requantisation& how, std::size_t biasAt,
    std::size_t channels, const std::function<std::vector<std::int8_t>(std::size_t)>& weightsOf);

/// The output of a channel that gives one and the same whatever its input is.
[[nodiscard]] std::optional<std::int32_t> constantOutput(std::span<const std::int8_t> weights,
                                                         std::int64_t bias,
                                                         interp::Multiplier factor,
                                                         const interp::Requantisation& how);

/// Four int8 to a word, the first in the lowest bits; missing ones are zero.
[[nodiscard]] std::uint32_t packedWord(std::span<const std::int8_t> bytes, std::size_t first);

/// Pairs of int8 (a multiple of four of them) as kernels unpack them: two pairs to a word, of which
/// the first is bytes 0 and 2.
void appendPairs(std::vector<std::uint32_t>& words, std::vector<std::int8_t> pairs);

/// The fields `channels`, `folded`, `low` and `high` of the current call.
void emitChannels(Emitter& emitter, const Channels& channels, interp::IntegerRange range);

}  // namespace thimble::cproject
