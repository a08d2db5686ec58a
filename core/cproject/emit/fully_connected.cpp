#include "core/cproject/emit/fully_connected.h"

#include <algorithm>
#include <array>

#include "core/cproject/emit/any_contraction.h"
#include "core/cproject/emit/cmsis_nn.h"
#include "core/cproject/emit/families.h"

namespace thimble::cproject {

std::vector<std::uint32_t> productWeights(
    const Rows& rows, const std::function<std::vector<std::int8_t>(std::size_t)>& weightsOf) {
    constexpr std::size_t kTogether = 4;
    const auto outputs = static_cast<std::size_t>(rows.outputs);
    const auto depth = static_cast<std::size_t>(rows.depth);
    std::vector<std::uint32_t> packed;
    for (std::size_t c = 0; c < outputs; c += kTogether) {
        std::array<std::vector<std::int8_t>, kTogether> weights;
        for (std::size_t i = 0; i < kTogether && c + i < outputs; ++i)
            weights[i] = weightsOf(c + i);
        for (std::size_t first = 0; first < depth; first += 4)
            for (const auto& channel : weights) packed.push_back(packedWord(channel, first));
    }
    return packed;
}

Result<void> emitRows(Emitter& e, const Rows& rows,
                      const std::function<std::vector<std::int8_t>(std::size_t)>& weightsOf,
                      const Channels& channels, interp::IntegerRange range) {
    e.call("th_fully_connected_s8")
        .field("rows", rows.rows)
        .field("depth", rows.depth)
        .field("outputs", rows.outputs)
        .array<std::uint32_t>("weights", productWeights(rows, weightsOf));
    emitChannels(e, channels, range);
    e.in(0).out();
    return {};
}

namespace {

Result<void> emitFullyConnected(Emitter& e) {
    THIMBLE_TRY(const interp::Contraction sum, interp::fullyConnectedSum(e.op()));
    THIMBLE_TRY(const bool isDone, emitCmsisNn(e, sum));
    if (isDone) return {};
    const auto& weights = e.input(1);
    const bool isPlain = e.input(0).type == TensorType::Int8 && weights.isConstant &&
                         weights.type != TensorType::UInt8 && weights.zeroPoint == 0;
    if (!isPlain) return emitAnyContraction(e, sum);
    const auto all = e.op().constant<std::int8_t>(1);
    THIMBLE_TRY(const interp::Requantisation how, interp::requantisationOf(e.op(), sum));
    const auto depth = static_cast<std::size_t>(sum.window.depth);
    const auto of = [&](std::size_t c) {
        const auto row = all.subspan(c * depth, depth);
        return std::vector<std::int8_t>(row.begin(), row.end());
    };
    const auto outputs = static_cast<std::size_t>(sum.window.outDepth);
    THIMBLE_TRY(const Channels channels, channelsOf(e, how, sum.biasAt, outputs, of));
    return emitRows(
        e, {.rows = sum.window.outWidth, .depth = sum.window.depth, .outputs = sum.window.outDepth},
        of, channels, how.range);
}

constexpr std::array kEmitters = {
    EmitEntry{BuiltinOperator::FullyConnected, emitFullyConnected},
};

}  // namespace

std::span<const EmitEntry> fullyConnectedEmitters() { return kEmitters; }

}  // namespace thimble::cproject
