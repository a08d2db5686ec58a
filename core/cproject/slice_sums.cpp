#include "core/cproject/slice_sums.h"

#include <algorithm>
#include <cstring>

#include "core/interp/requantise.h"

namespace thimble::cproject {

Result<interp::Contraction> slicedSum(const interp::OperatorCall& call) {
    return call.code() == BuiltinOperator::FullyConnected ? interp::fullyConnectedSum(call)
                                                          : interp::convolutionSum(call);
}

Result<std::vector<std::byte>> sumsOfSlice(const interp::OperatorCall& call,
                                           const FoldedPadding& padding,
                                           const std::vector<std::span<std::byte>>& window,
                                           std::span<const std::byte> before) {
    THIMBLE_TRY(const interp::Contraction sum, slicedSum(call));
    const interp::Window& w = sum.window;
    const std::int64_t left = w.padLeft + padding.left;
    const std::int64_t inWidth = w.inWidth - padding.left - padding.right;
    const auto weights = call.constant<std::int8_t>(sum.weightsAt);
    const std::int32_t zero = call.input(sum.inputAt).zeroPoint;
    std::vector<std::int32_t> sums(static_cast<std::size_t>(w.outWidth * w.outDepth));
    if (!before.empty()) std::memcpy(sums.data(), before.data(), before.size());
    const auto valueAt = [&](std::span<const std::byte> row, std::int64_t x, std::int64_t channel) {
        if (row.empty() || x < 0 || x >= inWidth) return zero;
        return std::int32_t{
            static_cast<std::int8_t>(row[static_cast<std::size_t>(x * w.inDepth + channel)])};
    };
    for (std::int64_t y = 0; y < w.height; ++y)
        for (std::int64_t ox = 0; ox < w.outWidth; ++ox)
            for (std::int64_t x = 0; x < w.width; ++x)
                for (std::int64_t i = 0; i < w.inDepth; ++i) {
                    const std::int32_t value =
                        valueAt(window[static_cast<std::size_t>(y)],
                                ox * w.strideWidth - left + x * w.dilationWidth, i);
                    const std::int64_t weight = y * w.weightsPerRow + x * w.weightsPerColumn + i;
                    for (std::int64_t c = 0; c < w.outDepth; ++c)
                        sums[static_cast<std::size_t>(ox * w.outDepth + c)] +=
                            value *
                            weights[static_cast<std::size_t>(c * w.weightsPerOutput + weight)];
                }
    std::vector<std::byte> bytes(sums.size() * sizeof(std::int32_t));
    std::memcpy(bytes.data(), sums.data(), bytes.size());
    return bytes;
}

Result<std::vector<std::byte>> outputOfSums(const interp::OperatorCall& call,
                                            std::span<const std::byte> sums) {
    THIMBLE_TRY(const interp::Contraction sum, slicedSum(call));
    THIMBLE_TRY(const interp::Requantisation how, interp::requantisationOf(call, sum));
    const auto weights = call.constant<std::int8_t>(sum.weightsAt);
    const auto biases = call.constant<std::int32_t>(sum.biasAt);
    std::vector<std::int32_t> values(sums.size() / sizeof(std::int32_t));
    std::memcpy(values.data(), sums.data(), sums.size());
    std::vector<std::byte> output(values.size());
    const auto channels = static_cast<std::size_t>(sum.window.outDepth);
    const std::size_t perChannel = weights.size() / channels;
    for (std::size_t c = 0; c < channels; ++c) {
        std::int32_t total = 0;
        for (const std::int8_t weight : weights.subspan(c * perChannel, perChannel))
            total += weight;
        const std::int32_t bias = (biases.empty() ? 0 : biases[c]) - how.inputZero * total;
        for (std::size_t i = c; i < values.size(); i += channels)
            output[i] = static_cast<std::byte>(how.range.clamp(
                interp::requantise(values[i] + bias, how.factors[c]) + how.outputZero));
    }
    return output;
}

void placeSlice(std::span<const std::byte> slice, const split::Stripe& stripe,
                std::span<std::byte> row) {
    const auto count = static_cast<std::size_t>(stripe.bytes);
    auto to = static_cast<std::size_t>(stripe.first);
    for (std::size_t from = 0; from < slice.size(); from += count) {
        std::ranges::copy(slice.subspan(from, count), row.subspan(to).begin());
        to += static_cast<std::size_t>(stripe.period);
    }
}

}  // namespace thimble::cproject
