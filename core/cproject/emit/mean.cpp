#include <algorithm>
#include <array>
#include <optional>

#include "core/cproject/emit/families.h"
#include "core/cproject/emit/row_families.h"
#include "core/interp/kernels/activation_range.h"
#include "core/interp/kernels/reduce.h"

namespace thimble::cproject {

namespace {

/// Elements before, along and behind the axes.
struct Sizes {
    std::int64_t outer = 1, count = 1, inner = 1;
};

/// Nothing where other axes stand between those that are reduced.
std::optional<Sizes> sizesOf(const interp::Reduction& reduction) {
    Sizes sizes;
    bool isAlong = false;
    for (const interp::Reduction::Loop& loop : reduction.loops) {
        const auto count = static_cast<std::int64_t>(loop.count);
        if (loop.stride != 0) {
            (isAlong ? sizes.inner : sizes.outer) *= count;
            continue;
        }
        if (isAlong) return {};
        isAlong = true;
        sizes.count = count;
    }
    return sizes;
}

std::vector<std::int64_t> scaleOf(const Emitter& e, std::int64_t count) {
    const interp::Multiplier factor = interp::meanFactor(e.input(0), e.output(), count);
    const interp::IntegerRange range = interp::valuesOf(e.output().type);
    return {static_cast<std::int32_t>(e.input(0).zeroPoint * count),
            factor.multiplier,
            std::clamp(factor.shift, -31, 31),
            e.output().zeroPoint,
            range.lowest,
            range.highest};
}

bool isByte(const Emitter& e) {
    return e.output().type == TensorType::Int8 || e.output().type == TensorType::UInt8;
}

Result<void> emitMean(Emitter& e) {
    if (e.output().elements == 0) return {};
    if (e.input(0).elements == 0) return e.fail("there is nothing to take a mean of");
    THIMBLE_TRY(const interp::Reduction reduction, interp::reductionOf(e.op()));
    const auto sizes = sizesOf(reduction);
    if (!sizes) return e.fail("its axes are no neighbours");
    const auto call = [&](std::string_view kernel) {
        e.call(kernel)
            .field("outer", sizes->outer)
            .field("count", sizes->count)
            .field("inner", sizes->inner);
    };
    if (isByte(e)) {
        call("th_mean_8");
        e.field("is_unsigned", e.output().type == TensorType::UInt8 ? 1 : 0)
            .field("scale", scaleOf(e, sizes->count));
    } else if (e.output().type == TensorType::Int16) {
        call("th_mean_s16");
        e.field("scale", scaleOf(e, sizes->count));
    } else if (e.output().type == TensorType::Float32) {
        call("th_mean_f32");
    } else {
        return e.fail("its type is " + std::string(tensorTypeName(e.output().type)));
    }
    e.in(0).out();
    return {};
}

constexpr std::array kEmitters = {
    EmitEntry{BuiltinOperator::Mean, emitMean},
};

}  // namespace

Result<void> emitMeanEnd(Emitter& e, bool narrow) {
    const auto& shape = e.input(0).shape;
    THIMBLE_TRY(const interp::Reduction reduction, interp::reductionOf(e.op()));
    const auto sizes = sizesOf(reduction);
    const bool ofImage = isByte(e) && shape.size() == 4 && shape[0] == 1 && sizes &&
                         sizes->outer == 1 && sizes->inner == shape[3] &&
                         sizes->count == std::int64_t{shape[1]} * shape[2];
    if (!ofImage) return e.fail("its rows are to be added up");
    e.call(narrow ? "th_mean_end_8_s16" : "th_mean_end_8")
        .field("depth", shape[3])
        .field("scale", scaleOf(e, sizes->count));
    const std::size_t each = narrow ? sizeof(std::int16_t) : sizeof(std::int32_t);
    e.scratch(each * static_cast<std::size_t>(shape[3])).out();
    return {};
}

std::span<const EmitEntry> meanEmitters() { return kEmitters; }

}  // namespace thimble::cproject
