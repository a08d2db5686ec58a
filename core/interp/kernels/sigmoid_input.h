#pragma once

#include <cstdint>

#include "core/base/result.h"
#include "core/interp/operator_call.h"

namespace thimble::interp {

/// The int16 kernels' way to the scale of the sigmoid's table: x * factor / 2^shift.
struct ToTable {
    std::int32_t factor = 0;
    int shift = 0;
    [[nodiscard]] std::int32_t operator()(std::int32_t x) const {
        const std::int32_t round = shift > 0 ? 1 << (shift - 1) : 0;
        return (x * factor + round) >> shift;
    }
};

/// For the operator's input 0. Scales that are powers of two, 2^-12 and up to `mostShift` more, go
/// the exact way.
///   errors   Unsupported   zero points that are not 0; an output scale other than 2^-15
[[nodiscard]] Result<ToTable> toTable(const OperatorCall& call, int mostShift);

}  // namespace thimble::interp
