#pragma once

#include <cstdint>

#include "core/model/model.h"

namespace thimble::test {

/// A small INT8 model on images of odd sizes: convolutions, depthwise ones, pools, paddings,
/// activations and residual blocks; windows of 1 to 5, strides and dilations of 1 and 2, SAME and
/// VALID. The same seed gives the same model. It passes checkModel and has kernels for all it does.
[[nodiscard]] Model randomImageModel(std::uint64_t seed);

/// Multiply-accumulates of subgraph 0.
[[nodiscard]] Macs macsOf(const Model& model);

}  // namespace thimble::test
