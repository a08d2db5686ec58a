// Two operands, element by element: ADD, SUB, MUL, DIV, MINIMUM and MAXIMUM.

#include <algorithm>
#include <array>

#include "core/cproject/emit/families.h"
#include "core/cproject/emit/number_types.h"
#include "core/cproject/emit/other_types.h"
#include "core/interp/kernels/broadcast.h"
#include "core/interp/kernels/pair_scale.h"
#include "core/interp/kernels/plain_range.h"

namespace thimble::cproject {

namespace {

constexpr std::int64_t kFlip = 0x80;

bool isByte(const interp::TensorInfo& tensor) {
    return tensor.type == TensorType::Int8 || tensor.type == TensorType::UInt8;
}

std::int64_t lowered(const Emitter& e) { return e.output().type == TensorType::UInt8 ? 128 : 0; }

void emitOutput(Emitter& e, const interp::OutputScale& output) {
    e.field("output_zero", output.zero - lowered(e))
        .field("output_multiplier", output.factor.multiplier)
        .field("output_shift", std::clamp(output.factor.shift, -31, 31))
        .field("low", output.range.lowest - lowered(e))
        .field("high", output.range.highest - lowered(e));
}

/// An operand of the output's shape can be overwritten: each element is read before it is written.
void emitOperands(Emitter& e) {
    e.in(0).in(1).out();
    for (const std::size_t position : {std::size_t{0}, std::size_t{1}})
        if (e.input(position).elements == e.output().elements) e.mayOverwrite(position);
}

bool isInt32(const Emitter& e) { return e.output().type == TensorType::Int32; }

/// The sum's activation counts for nothing in TFLM's kernel.
Result<void> emitInt32(Emitter& e, const interp::Broadcast& walk) {
    std::int64_t kind = 0;
    interp::PlainRange<std::int32_t> range;
    switch (e.op().code()) {
        case BuiltinOperator::Add: break;
        case BuiltinOperator::Sub: kind = 1; break;
        case BuiltinOperator::Mul: kind = 2; break;
        default: kind = 3; break;
    }
    if (kind != 0) {
        THIMBLE_TRY(range, interp::plainRange<std::int32_t>(
                               e.op(), e.op().option("fused_activation_function")));
    }
    e.call("th_arithmetic_s32")
        .text("walk", walkText(walk, e.output().elements))
        .field("kind", kind)
        .field("low", range.lowest)
        .field("high", range.highest);
    emitOperands(e);
    return {};
}

Result<void> emitSum(Emitter& e) {
    THIMBLE_TRY(const interp::Broadcast walk, interp::broadcastInputs(e.op()));
    if (walk.empty) return {};
    if (isInt32(e)) return emitInt32(e, walk);
    if (!isByte(e.output())) return emitWideArithmetic(e, walk);
    THIMBLE_TRY(const auto scales, interp::sumScales(e.op()));
    const auto& [pair, output] = scales;
    // |x| reaches 2^28 with 20 bits of fraction, and the sum of two that have been halved 2^29.
    const auto isRight = [](interp::Multiplier factor) {
        return factor.shift <= 0 && factor.shift >= -29;
    };
    const bool folded = isRight(output.factor) && pair.firstFactor.shift <= 0 &&
                        pair.secondFactor.shift <= 0 && isRight(pair.firstFactor) &&
                        isRight(pair.secondFactor);
    e.call("th_sum_8")
        .text("walk", walkText(walk, e.output().elements))
        .field("flip", lowered(e) != 0 ? kFlip : 0)
        .field("folded", folded ? 1 : 0)
        .field("first_zero", pair.firstZero - lowered(e))
        .field("first_multiplier", pair.firstFactor.multiplier)
        .field("first_shift", std::clamp(pair.firstFactor.shift, -31, 31))
        .field("second_zero", pair.secondZero - lowered(e))
        .field("second_multiplier", pair.secondFactor.multiplier)
        .field("second_shift", std::clamp(pair.secondFactor.shift, -31, 31));
    emitOutput(e, output);
    e.field("is_difference", e.op().code() == BuiltinOperator::Sub ? 1 : 0);
    emitOperands(e);
    return {};
}

Result<void> emitProduct(Emitter& e) {
    THIMBLE_TRY(const interp::Broadcast walk, interp::broadcastInputs(e.op()));
    if (walk.empty) return {};
    if (isInt32(e)) return emitInt32(e, walk);
    if (!isByte(e.output())) return emitWideArithmetic(e, walk);
    const interp::TensorInfo& a = e.input(0);
    const interp::TensorInfo& b = e.input(1);
    interp::OutputScale output{{}, e.output().zeroPoint, {}};
    THIMBLE_TRY(output.range, interp::activationRange(e.op(), e.output(),
                                                      e.op().option("fused_activation_function")));
    output.factor =
        interp::quantizeMultiplier(static_cast<double>(a.scale) * static_cast<double>(b.scale) /
                                   static_cast<double>(e.output().scale));
    e.call("th_mul_8")
        .text("walk", walkText(walk, e.output().elements))
        .field("flip", lowered(e) != 0 ? kFlip : 0)
        .field("first_zero", a.zeroPoint - lowered(e))
        .field("second_zero", b.zeroPoint - lowered(e));
    emitOutput(e, output);
    emitOperands(e);
    return {};
}

Result<void> emitQuotient(Emitter& e) {
    THIMBLE_TRY(const interp::Broadcast walk, interp::broadcastInputs(e.op()));
    if (walk.empty) return {};
    if (isInt32(e)) {
        const auto divisors = e.op().constant<std::int32_t>(1);
        if (divisors.empty() || std::ranges::find(divisors, 0) != divisors.end())
            return e.fail("what it divides by may be 0");
        return emitInt32(e, walk);
    }
    return emitWideArithmetic(e, walk);
}

Result<void> emitExtreme(Emitter& e) {
    THIMBLE_TRY(const interp::Broadcast walk, interp::broadcastInputs(e.op()));
    if (walk.empty) return {};
    const bool isFloat = e.output().type == TensorType::Float32;
    const std::int64_t type = numberType(e.output().type);
    if (!isFloat && (type < 0 || type > kLastInteger))
        return e.fail("its type is " + std::string(tensorTypeName(e.output().type)));
    e.call(isFloat ? "th_extreme_f32" : "th_extreme")
        .text("walk", walkText(walk, e.output().elements));
    if (!isFloat) e.field("type", type);
    e.field("is_maximum", e.op().code() == BuiltinOperator::Maximum ? 1 : 0);
    emitOperands(e);
    return {};
}

constexpr std::array kEmitters = {
    EmitEntry{BuiltinOperator::Add, emitSum},
    EmitEntry{BuiltinOperator::Div, emitQuotient},
    EmitEntry{BuiltinOperator::Maximum, emitExtreme},
    EmitEntry{BuiltinOperator::Minimum, emitExtreme},
    EmitEntry{BuiltinOperator::Mul, emitProduct},
    EmitEntry{BuiltinOperator::Sub, emitSum},
};

}  // namespace

std::span<const EmitEntry> arithmeticEmitters() { return kEmitters; }

}  // namespace thimble::cproject
