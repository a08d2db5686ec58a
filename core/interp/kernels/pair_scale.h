#pragma once

#include <cstdint>
#include <utility>

#include "core/base/result.h"
#include "core/interp/kernels/activation_range.h"
#include "core/interp/requantise.h"

namespace thimble::interp {

/// Brings two quantized operands to one scale, twice the larger of theirs, with some fractional
/// bits, so that they can be added and subtracted.
struct PairScale {
    int bits = 0;  ///< fractional
    std::int32_t firstZero = 0;
    std::int32_t secondZero = 0;
    Multiplier firstFactor;
    Multiplier secondFactor;
    [[nodiscard]] std::int32_t first(std::int32_t x) const {
        return requantise((x - firstZero) * (1 << bits), firstFactor);
    }
    [[nodiscard]] std::int32_t second(std::int32_t x) const {
        return requantise((x - secondZero) * (1 << bits), secondFactor);
    }
};

/// From an accumulator to a quantized output.
struct OutputScale {
    Multiplier factor;
    std::int32_t zero = 0;
    IntegerRange range;
    [[nodiscard]] std::int32_t operator()(std::int32_t accumulator) const {
        return range.clamp(wrappingAdd(requantise(accumulator, factor), zero));
    }
};

/// How ADD and SUB of 8 and 16 bits scale their operands and their result.
///   errors   Unsupported   scales that TFLM's kernels do not take
[[nodiscard]] Result<std::pair<PairScale, OutputScale>> sumScales(const OperatorCall& call);

}  // namespace thimble::interp
