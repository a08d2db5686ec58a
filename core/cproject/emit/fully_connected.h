#pragma once

#include <cstdint>
#include <functional>
#include <vector>

#include "core/cproject/emit/channels.h"

namespace thimble::cproject {

/// Rows of `depth` int8 inputs against the weights of `outputs` channels.
struct Rows {
    std::int64_t rows = 0;
    std::int64_t depth = 0;
    std::int64_t outputs = 0;
};

/// Weights as the kernels of matrix products read them: see th_fully_connected_s8.h.
[[nodiscard]] std::vector<std::uint32_t> productWeights(
    const Rows& rows, const std::function<std::vector<std::int8_t>(std::size_t)>& weightsOf);

/// The call of th_fully_connected_s8; input 0 and output 0 are its operands.
Result<void> emitRows(Emitter& emitter, const Rows& rows,
                      const std::function<std::vector<std::int8_t>(std::size_t)>& weightsOf,
                      const Channels& channels, interp::IntegerRange range);

}  // namespace thimble::cproject
