#include "core/interp/random_inputs.h"

#include <fmt/format.h>

#include <cstring>

#include "core/interp/program.h"
#include "core/model/names.h"

namespace thimble::interp {

namespace {

/// 24 bits of the draw, as a float in [-1, 1).
float realDraw(std::uint64_t draw) {
    return static_cast<float>(draw >> 40U) / static_cast<float>(1U << 24U) * 2 - 1;
}

bool isInteger(TensorType type) {
    switch (type) {
        case TensorType::Int8:
        case TensorType::UInt8:
        case TensorType::Int16:
        case TensorType::UInt16:
        case TensorType::Int32:
        case TensorType::UInt32:
        case TensorType::Int64:
        case TensorType::UInt64: return true;
        default: return false;
    }
}

}  // namespace

Result<void> drawInputs(Frame& frame, SplitMix& random) {
    const Program& program = frame.program();
    const std::vector<std::int32_t>& inputs = program.model.subgraphs[0].inputs;
    for (std::size_t i = 0; i < inputs.size(); ++i) {
        const TensorInfo& info = program.input(i);
        const bool real = info.type == TensorType::Float32;
        const bool flag = info.type == TensorType::Bool;
        if (info.isConstant || (!real && !flag && !isInteger(info.type)))
            return fail(
                ErrorCode::Unsupported,
                fmt::format("input {} ({}) is {}: there is no random input for it", i,
                            tensorLabel(program.model, 0, static_cast<std::size_t>(inputs[i])),
                            info.isConstant ? "constant" : tensorTypeName(info.type)));
        if (info.elements == 0) continue;
        const std::size_t width = info.bytes / info.elements;
        std::byte* to = frame.input(i).data();
        for (std::size_t e = 0; e < info.elements; ++e, to += width) {
            const std::uint64_t draw = flag ? random.next() & 1U : random.next();
            const float value = realDraw(draw);
            // Little-endian: the low bytes come first.
            std::memcpy(to, real ? static_cast<const void*>(&value) : &draw, width);
        }
    }
    return {};
}

Result<void> drawInputs(Frame& frame, std::uint64_t seed) {
    SplitMix random(seed);
    return drawInputs(frame, random);
}

}  // namespace thimble::interp
