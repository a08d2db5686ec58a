#include "core/ops/window.h"

namespace thimble::ops {

std::optional<std::int64_t> windowPositions(const Operands& in, const WindowAxis& axis,
                                            std::int64_t input, std::int64_t window) {
    constexpr std::int64_t kSame = 0, kValid = 1;  // the schema's Padding
    const std::int64_t stride = in.option(axis.stride);
    const std::int64_t dilation = in.option(axis.dilation, 1);
    if (window < 1 || stride < 1 || dilation < 1) return {};
    const std::int64_t reach = (window - 1) * dilation + 1;
    switch (in.option("padding")) {
        case kSame: return divideUp(input, stride);
        case kValid:
            if (input < reach) return {};
            return (input - reach) / stride + 1;
        default: return {};
    }
}

}  // namespace thimble::ops
