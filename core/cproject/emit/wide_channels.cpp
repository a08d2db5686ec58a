#include "core/cproject/emit/wide_channels.h"

#include <algorithm>

namespace thimble::cproject {

namespace {

/// Of any type that TFLM takes with 16-bit inputs; none: zeros.
Result<std::vector<std::int64_t>> biasesOf(const Emitter& e, std::size_t at, std::size_t channels) {
    if (!e.op().has(at)) return std::vector<std::int64_t>(channels);
    std::vector<std::int64_t> biases = e.op().constantIntegers(at);
    if (e.input(at).type == TensorType::Int16) {
        const auto narrow = e.op().constant<std::int16_t>(at);
        biases.assign(narrow.begin(), narrow.end());
    }
    if (biases.size() != channels) return e.fail("its bias is no constant");
    return biases;
}

}  // namespace

interp::Multiplier wideFactor(interp::Multiplier factor) {
    // What core/interp/requantise.h does with a factor at run time.
    const std::int64_t reduced = factor.multiplier < 0x7FFF0000
                                     ? (std::int64_t{factor.multiplier} + (1 << 15)) >> 16
                                     : 0x7FFF;
    return {static_cast<std::int32_t>(reduced), std::clamp(15 - factor.shift, 1, 62)};
}

Result<std::vector<std::int32_t>> wideChannels(const Emitter& e, const interp::Requantisation& how,
                                               std::size_t biasAt, bool hasNarrowSums) {
    THIMBLE_TRY(const std::vector<std::int64_t> biases, biasesOf(e, biasAt, how.factors.size()));
    std::vector<std::int32_t> table;
    for (std::size_t c = 0; c < how.factors.size(); ++c) {
        const interp::Multiplier factor = how.factors[c];
        const interp::Multiplier given =
            hasNarrowSums ? interp::Multiplier{factor.multiplier, std::clamp(factor.shift, -31, 31)}
                          : wideFactor(factor);
        table.insert(table.end(), {hasNarrowSums ? 0 : 1, static_cast<std::int32_t>(biases[c]),
                                   static_cast<std::int32_t>(biases[c] >> 32), given.multiplier,
                                   given.shift, how.outputZero});
    }
    return table;
}

}  // namespace thimble::cproject
