#include "core/cproject/emit/row_pools.h"

#include <algorithm>

#include "core/cproject/emit/other_types.h"
#include "core/cproject/emit/pooling.h"
#include "core/cproject/emit/row_families.h"

namespace thimble::cproject {

namespace {

bool isByte(const Emitter& e) {
    return e.output().type == TensorType::Int8 || e.output().type == TensorType::UInt8;
}

/// What both ways, row by row, take.
Result<void> requireImage(const Emitter& e) {
    if (e.output().elements == 0 || e.output().shape[0] != 1)
        return e.fail("row by row, it takes one image only");
    if (e.padding() != FoldedPadding{}) return e.fail("row by row, it takes no padding before it");
    return {};
}

/// A channel of output x is written when its window has been read. What is left to be read is of
/// that window only channels behind it, and windows further to the right, which do not go back to
/// the left: it begins right behind the channel in the window's first column,
/// max(0, x * stride - padding). So for each x there must be
///     out + x * depth <= in + max(0, x * stride - padding) * depth
std::int64_t mostBehind(const Emitter& e) {
    const std::vector<std::int64_t> sizes = poolSizes(e);
    const interp::TensorInfo& in = e.input(0);
    const auto width = static_cast<std::int64_t>(in.bytes / std::max<std::size_t>(1, in.elements));
    const std::int64_t depth = sizes[1], outWidth = sizes[5], stride = sizes[9],
                       padLeft = sizes[11];
    std::int64_t most = 0;  // of x = 0
    for (std::int64_t x = 1; x < outWidth; ++x)
        most = std::min(most, (std::max<std::int64_t>(0, x * stride - padLeft) - x) * depth);
    return most * width;
}

Result<void> requireBytes(const Emitter& e) {
    if (!isByte(e)) return e.fail("it adds up rows of int8 and uint8 only");
    return requireImage(e);
}

/// An average over all of one image. MEAN's axes are looked at by emitMeanEnd.
Result<void> requireWholeImage(const Emitter& e) {
    if (e.op().code() == BuiltinOperator::Mean) return requireBytes(e);
    if (e.op().code() != BuiltinOperator::AveragePool2d)
        return e.fail("its rows are to be added up");
    THIMBLE_CHECK(requireBytes(e));
    const std::vector<std::int64_t> sizes = poolSizes(e);
    const bool seesAll = sizes[4] == 1 && sizes[5] == 1 && sizes[6] - sizes[10] >= sizes[2] &&
                         sizes[7] - sizes[11] >= sizes[3];
    if (!seesAll) return e.fail("its rows are to be added up, but its window is smaller");
    return {};
}

/// Whether int16 holds the sum of so many elements, whatever they are.
bool fitsInt16(const Emitter& e) {
    const auto& shape = e.input(0).shape;
    const std::int64_t count = std::int64_t{shape[1]} * shape[2];
    return e.output().type == TensorType::UInt8 ? count * 255 <= 32767 : count * 128 <= 32768;
}

std::size_t sumBytes(const Emitter& e) {
    const std::size_t each = fitsInt16(e) ? sizeof(std::int16_t) : sizeof(std::int32_t);
    return each * static_cast<std::size_t>(e.input(0).shape[3]);
}

}  // namespace

Result<void> emitPoolRow(Emitter& e) {
    THIMBLE_CHECK(requireImage(e));
    if (isByte(e))
        THIMBLE_CHECK(emitPoolCall(e, "_row"));
    else
        THIMBLE_CHECK(emitWidePool(e, poolSizes(e), Form::Row));
    e.rows(0).out().overlap({.position = 0, .most = mostBehind(e)});
    return {};
}

Result<void> emitPoolSum(Emitter& e) {
    THIMBLE_CHECK(requireWholeImage(e));
    e.call(fitsInt16(e) ? "th_pool_sum_8_s16" : "th_pool_sum_8")
        .field("width", e.input(0).shape[2])
        .field("depth", e.input(0).shape[3])
        .field("is_unsigned", e.output().type == TensorType::UInt8 ? 1 : 0);
    e.in(0).scratch(sumBytes(e));
    return {};
}

Result<void> emitSumEnd(Emitter& e) {
    if (e.op().code() == BuiltinOperator::Mean) return emitMeanEnd(e, fitsInt16(e));
    THIMBLE_CHECK(requireWholeImage(e));
    THIMBLE_TRY(const interp::IntegerRange range, poolRange(e));
    const auto& shape = e.input(0).shape;
    e.call(fitsInt16(e) ? "th_pool_mean_8_s16" : "th_pool_mean_8")
        .field("count", std::int64_t{shape[1]} * shape[2])
        .field("depth", shape[3])
        .field("low", range.lowest)
        .field("high", range.highest)
        .field("is_unsigned", e.output().type == TensorType::UInt8 ? 1 : 0);
    e.scratch(sumBytes(e)).out();
    return {};
}

}  // namespace thimble::cproject
