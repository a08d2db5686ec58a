// Operators that only move elements. Where each element comes from is asked of the interpreter; a
// few nested loops over blocks of bytes say the same.

#include <algorithm>
#include <array>
#include <cmath>
#include <numeric>
#include <optional>

#include "core/cproject/emit/families.h"
#include "core/cproject/emit/probe.h"

namespace thimble::cproject {

namespace {

constexpr std::size_t kMostLoops = 6;

using Places = std::vector<std::int64_t>;  ///< in elements; -1: nowhere

/// So many repetitions, innermost first, each so many elements further.
struct Loops {
    std::vector<std::int64_t> counts;
    std::vector<std::int64_t> strides;
    std::int64_t start = 0;
};

/// places[i] as nested loops over i; nothing where they are not, or too many.
std::optional<Loops> loopsOf(Places places) {
    Loops loops;
    while (places.size() > 1) {
        const std::int64_t stride = places[1] - places[0];
        std::size_t count = 2;
        while (count < places.size() && places[count] - places[count - 1] == stride) ++count;
        // The longest run need not be a whole loop: what repeats divides all.
        for (; count > 1; --count) {
            if (places.size() % count != 0) continue;
            bool repeats = true;
            for (std::size_t i = 0; repeats && i < places.size(); ++i)
                repeats = places[i] ==
                          places[i - i % count] + static_cast<std::int64_t>(i % count) * stride;
            if (repeats) break;
        }
        if (count < 2 || loops.counts.size() == kMostLoops) return {};
        loops.counts.push_back(static_cast<std::int64_t>(count));
        loops.strides.push_back(stride);
        Places fewer;
        for (std::size_t i = 0; i < places.size(); i += count) fewer.push_back(places[i]);
        places = std::move(fewer);
    }
    loops.start = places.empty() ? 0 : places[0];
    return loops;
}

std::size_t widthOf(const interp::TensorInfo& tensor) {
    return tensor.elements == 0 ? 1 : tensor.bytes / tensor.elements;
}

/// The call that copies blocks: of `from` and `to` one is dense and the other goes by `loops`.
void emitLoops(Emitter& e, const Loops& loops, std::size_t width, bool sourceIsStrided) {
    std::vector<std::int64_t> counts(kMostLoops, 1);
    std::vector<std::int64_t> strided(kMostLoops, 0);
    std::vector<std::int64_t> dense(kMostLoops, 0);
    const auto bytes = static_cast<std::int64_t>(width);
    std::int64_t block = bytes;
    std::size_t first = 0;
    if (!loops.counts.empty() && loops.strides[0] == 1) {
        block *= loops.counts[0];
        first = 1;
    }
    std::int64_t step = block;
    for (std::size_t i = first; i < loops.counts.size(); ++i) {
        counts[i - first] = loops.counts[i];
        strided[i - first] = loops.strides[i] * bytes;
        dense[i - first] = step;
        step *= loops.counts[i];
    }
    e.call("th_move")
        .field("block", block)
        .field("from_start", sourceIsStrided ? loops.start * bytes : 0)
        .field("to_start", sourceIsStrided ? 0 : loops.start * bytes)
        .field("count", counts)
        .field("from_step", sourceIsStrided ? strided : dense)
        .field("to_step", sourceIsStrided ? dense : strided);
}

/// The byte that padding consists of, where all its bytes are the same.
Result<std::int64_t> paddingByte(const Emitter& e) {
    std::span<const std::byte> value;
    if (e.op().code() == BuiltinOperator::Padv2) {
        value = e.input(2).constant;
        if (value.empty()) return e.fail("what it pads with is no constant");
    } else {
        const auto type = e.output().type;
        const bool isByte = type == TensorType::Int8 || type == TensorType::UInt8;
        return isByte ? e.output().zeroPoint & 0xFF : 0;
    }
    for (const std::byte b : value)
        if (b != value[0]) return e.fail("what it pads with is wider than a byte");
    return std::to_integer<std::int64_t>(value[0]);
}

Result<void> emitMovement(Emitter& e) {
    if (e.output().elements == 0) return {};
    THIMBLE_TRY(const std::vector<std::int32_t> sources, sourceOfEveryElement(e, 0));
    const std::size_t width = widthOf(e.output());
    if (std::ranges::find(sources, -1) == sources.end()) {
        const auto loops = loopsOf(Places(sources.begin(), sources.end()));
        if (!loops) return e.fail("its elements do not move in six loops");
        emitLoops(e, *loops, width, true);
        e.in(0).out();
        return {};
    }
    Places targets(e.input(0).elements, -1);
    for (std::size_t i = 0; i < sources.size(); ++i)
        if (sources[i] >= 0)
            targets[static_cast<std::size_t>(sources[i])] = static_cast<std::int64_t>(i);
    const auto loops = std::ranges::find(targets, -1) == targets.end() ? loopsOf(std::move(targets))
                                                                       : std::optional<Loops>();
    if (!loops) return e.fail("its elements do not move in six loops");
    THIMBLE_TRY(const std::int64_t byte, paddingByte(e));
    e.call("th_fill")
        .field("bytes", static_cast<std::int64_t>(e.output().bytes))
        .field("value", byte);
    e.out();
    emitLoops(e, *loops, width, false);
    e.in(0).out();
    return {};
}

/// Nearest neighbours: rows and columns by tables.
Result<void> emitResize(Emitter& e) {
    THIMBLE_TRY(const std::vector<std::int32_t> sources, sourceOfEveryElement(e, 0));
    const auto& in = e.input(0).shape;
    const auto& out = e.output().shape;
    if (in.size() != 4 || out.size() != 4) return e.fail("its input is no image");
    const auto depth = static_cast<std::size_t>(out[3]);
    std::vector<std::int32_t> rows;
    std::vector<std::int32_t> columns;
    rows.reserve(static_cast<std::size_t>(out[1]));
    columns.reserve(static_cast<std::size_t>(out[2]));
    for (std::int32_t y = 0; y < out[1]; ++y)
        rows.push_back(sources[static_cast<std::size_t>(y * out[2]) * depth] / (in[3] * in[2]));
    for (std::int32_t x = 0; x < out[2]; ++x)
        columns.push_back(sources[static_cast<std::size_t>(x) * depth] / in[3] % in[2]);
    e.call("th_resize_nearest")
        .field("batches", in[0])
        .field("in_height", in[1])
        .field("in_width", in[2])
        .field("out_height", out[1])
        .field("out_width", out[2])
        .field("block", static_cast<std::int64_t>(depth * widthOf(e.output())))
        .array<std::int32_t>("rows", rows)
        .array<std::int32_t>("columns", columns);
    e.in(0).out();
    return {};
}

bool sameScale(const interp::TensorInfo& a, const interp::TensorInfo& b) {
    return a.scale == b.scale && a.zeroPoint == b.zeroPoint;
}

/// Blocks of several tensors side by side, or taken apart again. `outer` of each.
void emitBlocks(Emitter& e, std::int64_t outer, std::int64_t block, std::int64_t fromStart,
                std::int64_t fromStep, std::int64_t toStart, std::int64_t toStep) {
    e.call("th_move")
        .field("block", block)
        .field("from_start", fromStart)
        .field("to_start", toStart)
        .field("count", {outer, 1, 1, 1, 1, 1})
        .field("from_step", {fromStep, 0, 0, 0, 0, 0})
        .field("to_step", {toStep, 0, 0, 0, 0, 0});
}

/// Of the dimensions before the axis, the product.
std::int64_t outerOf(const interp::TensorInfo& tensor, std::int64_t axis) {
    const auto rank = static_cast<std::int64_t>(tensor.shape.size());
    if (axis < 0) axis += rank;
    std::int64_t outer = 1;
    for (std::int64_t i = 0; i < axis && i < rank; ++i)
        outer *= tensor.shape[static_cast<std::size_t>(i)];
    return outer;
}

Result<void> emitJoin(Emitter& e) {
    const interp::TensorInfo& output = e.output();
    if (output.elements == 0) return {};
    const std::int64_t outer = outerOf(output, e.op().option("axis"));
    const std::int64_t row = static_cast<std::int64_t>(output.bytes) / outer;
    std::int64_t at = 0;
    for (std::size_t i = 0; i < e.op().inputCount(); ++i) {
        if (output.type == TensorType::UInt8 && !sameScale(e.input(i), output))
            return e.fail("its inputs have scales of their own");
        const std::int64_t block = static_cast<std::int64_t>(e.input(i).bytes) / outer;
        if (block == 0) continue;
        emitBlocks(e, outer, block, 0, block, at, row);
        e.in(i).out();
        at += block;
    }
    return {};
}

Result<void> takeApart(Emitter& e, std::size_t position, std::int64_t axis) {
    const interp::TensorInfo& input = e.input(position);
    if (input.elements == 0) return {};
    const std::int64_t outer = outerOf(input, axis);
    const std::int64_t row = static_cast<std::int64_t>(input.bytes) / outer;
    std::int64_t at = 0;
    for (std::size_t i = 0; i < e.op().outputCount(); ++i) {
        const std::int64_t block = static_cast<std::int64_t>(e.output(i).bytes) / outer;
        if (block == 0) continue;
        emitBlocks(e, outer, block, at, row, 0, block);
        e.in(position).out(i);
        at += block;
    }
    return {};
}

Result<void> emitSplit(Emitter& e) { return takeApart(e, 1, e.op().constantIntegers(0).at(0)); }
Result<void> emitSplitV(Emitter& e) { return takeApart(e, 0, e.op().constantIntegers(2).at(0)); }
Result<void> emitUnpack(Emitter& e) { return takeApart(e, 0, e.op().option("axis")); }

constexpr std::array kEmitters = {
    EmitEntry{BuiltinOperator::Concatenation, emitJoin},
    EmitEntry{BuiltinOperator::DepthToSpace, emitMovement},
    EmitEntry{BuiltinOperator::Pack, emitJoin},
    EmitEntry{BuiltinOperator::Pad, emitMovement},
    EmitEntry{BuiltinOperator::Padv2, emitMovement},
    EmitEntry{BuiltinOperator::ResizeNearestNeighbor, emitResize},
    EmitEntry{BuiltinOperator::Slice, emitMovement},
    EmitEntry{BuiltinOperator::SpaceToDepth, emitMovement},
    EmitEntry{BuiltinOperator::Split, emitSplit},
    EmitEntry{BuiltinOperator::SplitV, emitSplitV},
    EmitEntry{BuiltinOperator::StridedSlice, emitMovement},
    EmitEntry{BuiltinOperator::Transpose, emitMovement},
    EmitEntry{BuiltinOperator::Unpack, emitUnpack},
};

}  // namespace

std::span<const EmitEntry> movementEmitters() { return kEmitters; }

}  // namespace thimble::cproject
