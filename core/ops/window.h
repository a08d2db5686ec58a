#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

#include "core/ops/operands.h"

namespace thimble::ops {

/// What the options call the movement of a window along one axis.
struct WindowAxis {
    std::string_view stride;
    std::string_view dilation;
};
inline constexpr WindowAxis kDepthAxis{"stride_d", "dilation_d_factor"};
inline constexpr WindowAxis kHeightAxis{"stride_h", "dilation_h_factor"};
inline constexpr WindowAxis kWidthAxis{"stride_w", "dilation_w_factor"};

/// How many positions a window has along an axis of `input` elements, by the operator's padding,
/// stride and dilation; `window` elements of it are used, so it reaches over
/// (window - 1) * dilation + 1. Nothing where it is larger than a VALID input, or nothing at all.
///   source   TFLite lite/kernels/padding.h ComputeOutSize
[[nodiscard]] std::optional<std::int64_t> windowPositions(const Operands& in,
                                                          const WindowAxis& axis,
                                                          std::int64_t input, std::int64_t window);

}  // namespace thimble::ops
