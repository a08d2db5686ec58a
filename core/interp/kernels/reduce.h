#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "core/base/result.h"
#include "core/interp/operator_call.h"
#include "core/interp/requantise.h"

namespace thimble::interp {

/// How an operator makes few elements of many, along constant axes.
struct Reduction {
    /// Nested loops over the input; `stride`: how far that moves in the output, 0 along reduced
    /// axes. Neighbours that are one are joined, and those of one element are left out.
    struct Loop {
        std::size_t count = 0;
        std::size_t stride = 0;
    };
    std::vector<Loop> loops;
    std::int64_t perOutput = 0;  ///< elements that become one
};

///   errors   Unsupported   axes that are no constants, or not the input's; another output shape
[[nodiscard]] Result<Reduction> reductionOf(const OperatorCall& call);

/// Of a quantised MEAN: the sum of `count` elements, each less the input's zero point, times this
/// is the mean, less the output's.
[[nodiscard]] Multiplier meanFactor(const TensorInfo& input, const TensorInfo& output,
                                    std::int64_t count);

}  // namespace thimble::interp
