#include "core/cproject/emit/channels.h"

#include <algorithm>
#include <limits>

namespace thimble::cproject {

namespace {

using interp::Multiplier;

constexpr std::int64_t kMostFolded = std::int64_t{1} << 30;

/// The least and the greatest sum that any int8 input can give.
struct Sums {
    std::int64_t least = 0;
    std::int64_t greatest = 0;
};

Sums sumsOf(std::span<const std::int8_t> weights, std::int64_t bias, std::int64_t inputZero) {
    Sums sums{bias, bias};
    for (const std::int8_t w : weights) {
        const std::int64_t a = w * (-128 - inputZero);
        const std::int64_t b = w * (127 - inputZero);
        sums.least += std::min(a, b);
        sums.greatest += std::max(a, b);
    }
    return sums;
}

std::int32_t outputOf(std::int64_t sum, Multiplier factor, const interp::Requantisation& how) {
    const std::int32_t scaled = interp::requantise(static_cast<std::int32_t>(sum), factor);
    return how.range.clamp(interp::wrappingAdd(scaled, how.outputZero));
}

bool fitsInt32(std::int64_t value) {
    return value >= std::numeric_limits<std::int32_t>::min() &&
           value <= std::numeric_limits<std::int32_t>::max();
}

std::optional<std::int32_t> constantOutput(const Sums& sums, Multiplier factor,
                                           const interp::Requantisation& how) {
    if (!fitsInt32(sums.least) || !fitsInt32(sums.greatest) || factor.shift > 0)
        return std::nullopt;
    const std::int32_t least = outputOf(sums.least, factor, how);
    if (least != outputOf(sums.greatest, factor, how)) return std::nullopt;
    return least;
}

struct Channel {
    std::int32_t bias = 0;
    std::int32_t multiplier = 0;
    std::int32_t shift = 0;
    std::int32_t round = 0;
};

/// False: the short way is not exact for this channel.
bool fold(Channel& channel, const Sums& sums, Multiplier factor,
          const interp::Requantisation& how) {
    if (const auto constant = constantOutput(sums, factor, how)) {
        // Products of nothing, and half of twice the constant.
        channel.multiplier = 0;
        channel.shift = 1;
        channel.round = 2 * *constant;
        return true;
    }
    const bool neverWraps = fitsInt32(sums.least) && fitsInt32(sums.greatest) && factor.shift <= 0;
    const int right = std::clamp(-factor.shift, 0, 31);
    const std::int64_t most = std::max(-sums.least, sums.greatest);
    if (!neverWraps || right < 1 || most >= kMostFolded) return false;
    const std::int64_t round =
        (std::int64_t{1} << (right - 1)) + how.outputZero * (std::int64_t{1} << right);
    if (!fitsInt32(round + most + 1) || !fitsInt32(round - most - 1)) return false;
    channel.multiplier = factor.multiplier;
    channel.shift = right;
    channel.round = static_cast<std::int32_t>(round);
    return true;
}

}  // namespace

Result<Channels> channelsOf(const Emitter& emitter, const interp::Requantisation& how,
                            std::size_t biasAt, std::size_t channels,
                            const std::function<std::vector<std::int8_t>(std::size_t)>& weightsOf) {
    if (how.weightZero != 0) return emitter.fail("its weights have a zero point");
    std::span<const std::int32_t> biases;
    if (emitter.op().has(biasAt)) {
        biases = emitter.op().constant<std::int32_t>(biasAt);
        if (biases.size() != channels) return emitter.fail("its bias is no constant");
    }
    Channels result;
    std::vector<Channel> made(channels);
    for (std::size_t c = 0; c < channels; ++c) {
        const std::vector<std::int8_t> weights = weightsOf(c);
        const std::int64_t bias = biases.empty() ? 0 : biases[c];
        const Sums sums = sumsOf(weights, bias, how.inputZero);
        std::int64_t total = 0;
        for (const std::int8_t w : weights) total += w;
        // Wraps as the sum itself does.
        made[c].bias = static_cast<std::int32_t>(
            static_cast<std::uint32_t>(static_cast<std::uint64_t>(bias - total * how.inputZero)));
        result.folded = fold(made[c], sums, how.factors[c], how) && result.folded;
    }
    for (std::size_t c = 0; c < channels; ++c) {
        Channel& channel = made[c];
        if (!result.folded) {
            channel.multiplier = how.factors[c].multiplier;
            channel.shift = std::clamp(how.factors[c].shift, -31, 31);
            channel.round = how.outputZero;
        }
        result.table.insert(result.table.end(),
                            {channel.bias, channel.multiplier, channel.shift, channel.round});
    }
    return result;
}

std::optional<std::int32_t> constantOutput(std::span<const std::int8_t> weights, std::int64_t bias,
                                           Multiplier factor, const interp::Requantisation& how) {
    return constantOutput(sumsOf(weights, bias, how.inputZero), factor, how);
}

std::uint32_t packedWord(std::span<const std::int8_t> bytes, std::size_t first) {
    std::uint32_t word = 0;
    for (std::size_t i = 0; i < 4 && first + i < bytes.size(); ++i)
        word |= static_cast<std::uint32_t>(static_cast<std::uint8_t>(bytes[first + i])) << (8 * i);
    return word;
}

void appendPairs(std::vector<std::uint32_t>& words, std::vector<std::int8_t> pairs) {
    for (std::size_t i = 0; i + 4 <= pairs.size(); i += 4) {
        std::swap(pairs[i + 1], pairs[i + 2]);
        words.push_back(packedWord(pairs, i));
    }
}

void emitChannels(Emitter& emitter, const Channels& channels, interp::IntegerRange range) {
    emitter.field("folded", channels.folded ? 1 : 0)
        .field("low", range.lowest)
        .field("high", range.highest)
        .records("channels", "th_channel", 4, channels.table);
}

}  // namespace thimble::cproject
