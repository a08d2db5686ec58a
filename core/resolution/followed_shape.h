#pragma once

#include <optional>

#include "core/ops/dims.h"

namespace thimble::resolution {

/// What RESHAPE has to give when its input is `after` instead of `before`, if it gave `target`.
/// Dimensions that were merged stay merged: [1, 6, 6, 8] to [1, 36, 8] becomes, from [1, 4, 4, 8],
/// [1, 16, 8]. Nothing where that is not clear: a size that changes and is split in several, a
/// dimension of 1 that becomes larger, unless all dimensions are merged.
///   before, after   of the same rank
///   target          as many elements as `before`
[[nodiscard]] std::optional<ops::Dims> followedShape(const ops::Dims& before,
                                                     const ops::Dims& after,
                                                     const ops::Dims& target);

}  // namespace thimble::resolution
