#include "core/cproject/row_sums.h"

#include <algorithm>
#include <cstring>

#include "core/base/assert.h"
#include "core/interp/kernels/activation_range.h"
#include "core/interp/kernels/reduce.h"
#include "core/interp/requantise.h"

namespace thimble::cproject {

namespace {

/// As TFLM's pool rounds it.
Result<std::vector<std::byte>> outputOfPool(const interp::OperatorCall& call,
                                            std::span<const std::int32_t> sums,
                                            std::int32_t count) {
    interp::IntegerRange range = interp::valuesOf(call.output().type);
    if (const std::int64_t activation = call.option("fused_activation_function"); activation != 0) {
        THIMBLE_TRY(range, interp::activationRange(call, call.output(), activation));
    }
    std::vector<std::byte> output;
    for (const std::int32_t sum : sums) {
        const std::int32_t mean = (sum > 0 ? sum + count / 2 : sum - count / 2) / count;
        output.push_back(static_cast<std::byte>(std::clamp(mean, range.lowest, range.highest)));
    }
    return output;
}

}  // namespace

std::vector<std::int32_t> readSums(std::span<const std::byte> memory, std::size_t channels) {
    std::vector<std::int32_t> sums(channels);
    if (memory.size() == channels * sizeof(std::int32_t)) {
        std::memcpy(sums.data(), memory.data(), memory.size());
        return sums;
    }
    THIMBLE_ASSERT(memory.size() == channels * sizeof(std::int16_t));
    std::vector<std::int16_t> narrow(channels);
    std::memcpy(narrow.data(), memory.data(), memory.size());
    std::ranges::copy(narrow, sums.begin());
    return sums;
}

void writeSums(std::span<const std::int32_t> sums, std::span<std::byte> memory) {
    if (memory.size() == sums.size() * sizeof(std::int32_t)) {
        std::memcpy(memory.data(), sums.data(), memory.size());
        return;
    }
    THIMBLE_ASSERT(memory.size() == sums.size() * sizeof(std::int16_t));
    std::vector<std::int16_t> narrow;
    narrow.reserve(sums.size());
    for (const std::int32_t sum : sums) narrow.push_back(static_cast<std::int16_t>(sum));
    std::memcpy(memory.data(), narrow.data(), memory.size());
}

void addToSums(const interp::OperatorCall& call, std::span<const std::byte> row,
               std::span<std::int32_t> sums) {
    const bool isUnsigned = call.input(0).type == TensorType::UInt8;
    for (std::size_t i = 0; i < row.size(); ++i)
        sums[i % sums.size()] +=
            isUnsigned ? static_cast<std::int32_t>(row[i]) : static_cast<std::int8_t>(row[i]);
}

Result<std::vector<std::byte>> outputOfMeans(const interp::OperatorCall& call,
                                             std::span<const std::int32_t> sums,
                                             std::int64_t count) {
    if (call.code() != BuiltinOperator::Mean)
        return outputOfPool(call, sums, static_cast<std::int32_t>(count));
    const interp::Multiplier factor = interp::meanFactor(call.input(0), call.output(), count);
    const interp::IntegerRange range = interp::valuesOf(call.output().type);
    std::vector<std::byte> output;
    for (const std::int32_t sum : sums) {
        const auto centred = static_cast<std::int32_t>(sum - call.input(0).zeroPoint * count);
        const std::int64_t value =
            std::int64_t{interp::requantise(centred, factor)} + call.output().zeroPoint;
        output.push_back(
            static_cast<std::byte>(std::clamp<std::int64_t>(value, range.lowest, range.highest)));
    }
    return output;
}

}  // namespace thimble::cproject
