#include "core/cproject/emit/pooling.h"

#include <algorithm>
#include <array>

#include "core/cproject/emit/families.h"
#include "core/cproject/emit/other_types.h"

namespace thimble::cproject {

namespace {

/// Padding before the first element along one axis, as the interpreter's pools have it.
std::int64_t paddingBefore(const Emitter& e, std::size_t dimension, std::int64_t window,
                           std::int64_t stride) {
    constexpr std::int64_t kValid = 1;  // the schema's Padding
    if (e.op().option("padding") == kValid) return 0;
    const std::int64_t reach = (e.output().shape[dimension] - 1) * stride + window;
    return std::max<std::int64_t>(0, reach - e.input(0).shape[dimension]) / 2;
}

Result<void> emitPool(Emitter& e) {
    const auto type = e.output().type;
    if (e.output().elements == 0) return {};
    if (type != TensorType::Int8 && type != TensorType::UInt8)
        return emitWidePool(e, poolSizes(e), Form::Whole);
    THIMBLE_CHECK(emitPoolCall(e, ""));
    e.in(0).out();
    return {};
}

constexpr std::array kEmitters = {
    EmitEntry{BuiltinOperator::AveragePool2d, emitPool},
    EmitEntry{BuiltinOperator::MaxPool2d, emitPool},
};

}  // namespace

std::vector<std::int64_t> poolSizes(const Emitter& e) {
    const std::int64_t height = e.op().option("filter_height");
    const std::int64_t width = e.op().option("filter_width");
    const std::int64_t strideHeight = e.op().option("stride_h");
    const std::int64_t strideWidth = e.op().option("stride_w");
    const auto& in = e.input(0).shape;
    const auto& out = e.output().shape;
    return {in[0],
            in[3],
            in[1],
            in[2],
            out[1],
            out[2],
            height,
            width,
            strideHeight,
            strideWidth,
            paddingBefore(e, 1, height, strideHeight),
            paddingBefore(e, 2, width, strideWidth)};
}

Result<interp::IntegerRange> poolRange(const Emitter& e) {
    const std::int64_t activation = e.op().option("fused_activation_function");
    if (activation == 0) return interp::valuesOf(e.output().type);
    return interp::activationRange(e.op(), e.output(), activation);
}

Result<void> emitPoolCall(Emitter& e, const std::string& ending) {
    THIMBLE_TRY(const interp::IntegerRange range, poolRange(e));
    const bool isMaximum = e.op().code() == BuiltinOperator::MaxPool2d;
    const bool isUnsigned = e.output().type == TensorType::UInt8;
    const std::int64_t lowered = isMaximum && isUnsigned ? 128 : 0;
    e.call((isMaximum ? "th_max_pool_8" : "th_average_pool_8") + ending)
        .field("sizes", poolSizes(e));
    if (isMaximum)
        e.field("flip", isUnsigned ? 0x80 : 0);
    else
        e.field("is_unsigned", isUnsigned ? 1 : 0);
    e.field("low", range.lowest - lowered).field("high", range.highest - lowered);
    return {};
}

std::span<const EmitEntry> poolingEmitters() { return kEmitters; }

}  // namespace thimble::cproject
