#include <algorithm>
#include <array>

#include "core/cproject/emit/families.h"
#include "core/cproject/emit/number_types.h"
#include "core/cproject/emit/other_types.h"
#include "core/cproject/emit/probe.h"
#include "core/interp/kernels/activation_range.h"
#include "core/interp/requantise.h"

namespace thimble::cproject {

namespace {

bool isByte(const interp::TensorInfo& tensor) {
    return tensor.type == TensorType::Int8 || tensor.type == TensorType::UInt8;
}

/// Any function of one byte, by a table of what the interpreter gives for each.
Result<void> emitTable(Emitter& e) {
    if (!isByte(e.input(0)) || !isByte(e.output())) return emitWideUnary(e);
    THIMBLE_TRY(const std::vector<std::byte> results, resultsOfEveryByte(e));
    std::vector<std::uint8_t> table;
    table.reserve(results.size());
    for (const std::byte b : results) table.push_back(std::to_integer<std::uint8_t>(b));
    e.call("th_table_8")
        .field("elements", static_cast<std::int64_t>(e.output().elements))
        .array<std::uint8_t>("table", table);
    e.in(0).out().mayOverwrite(0);
    return {};
}

Result<void> emitQuantize(Emitter& e) {
    const interp::TensorInfo& in = e.input(0);
    const interp::TensorInfo& out = e.output();
    if (isByte(in) && isByte(out)) return emitTable(e);
    const interp::IntegerRange range = interp::valuesOf(out.type);
    const auto elements = static_cast<std::int64_t>(out.elements);
    if (in.type == TensorType::Float32) {
        e.call("th_quantize_f32")
            .field("elements", elements)
            .field("out_type", numberType(out.type))
            .real("scale", out.scale)
            .field("zero", out.zeroPoint);
    } else {
        const interp::Multiplier factor = interp::quantizeMultiplier(
            static_cast<double>(in.scale) / static_cast<double>(out.scale));
        e.call("th_rescale")
            .field("elements", elements)
            .field("in_type", numberType(in.type))
            .field("out_type", numberType(out.type))
            .field("input_zero", in.zeroPoint)
            .field("output_zero", out.zeroPoint)
            .field("multiplier", factor.multiplier)
            .field("shift", std::clamp(factor.shift, -31, 31));
    }
    e.field("low", range.lowest).field("high", range.highest);
    e.in(0).out();
    if (in.bytes == out.bytes) e.mayOverwrite(0);
    return {};
}

Result<void> emitDequantize(Emitter& e) {
    const interp::TensorInfo& in = e.input(0);
    if (numberType(in.type) < 0 || numberType(in.type) > kLastInteger)
        return e.fail("its type is " + std::string(tensorTypeName(in.type)));
    e.call("th_dequantize")
        .field("elements", static_cast<std::int64_t>(in.elements))
        .field("in_type", numberType(in.type))
        .real("scale", in.scale)
        .field("zero", in.zeroPoint);
    e.in(0).out();
    return {};
}

Result<void> emitCast(Emitter& e) {
    const std::int64_t from = numberType(e.input(0).type), to = numberType(e.output().type);
    if (from < 0 || to < 0)
        return e.fail("it converts " + std::string(tensorTypeName(e.input(0).type)));
    // With or without a sign, the bits are the same.
    const auto isInteger = [](std::int64_t type) { return type <= numberType(TensorType::UInt32); };
    if (from == to || (isInteger(from) && isInteger(to) && e.input(0).bytes == e.output().bytes)) {
        e.call("th_copy").field("bytes", static_cast<std::int64_t>(e.output().bytes));
        e.in(0).out().alias();
        return {};
    }
    e.call("th_cast")
        .field("elements", static_cast<std::int64_t>(e.output().elements))
        .field("in_type", from)
        .field("out_type", to);
    e.in(0).out();
    if (e.input(0).bytes == e.output().bytes) e.mayOverwrite(0);
    return {};
}

/// What depends on shapes alone is known when the project is made.
Result<void> emitShape(Emitter& e) {
    THIMBLE_TRY(const std::vector<std::byte> result, resultOfShapes(e));
    std::vector<std::uint8_t> bytes;
    bytes.reserve(result.size());
    for (const std::byte b : result) bytes.push_back(std::to_integer<std::uint8_t>(b));
    if (bytes.empty()) return {};
    e.call("th_constant")
        .field("bytes", static_cast<std::int64_t>(bytes.size()))
        .array<std::uint8_t>("contents", bytes);
    e.out();
    return {};
}

/// The output's shape is fixed, whatever the input that asks for it says.
Result<void> emitFill(Emitter& e) {
    const auto value = e.input(1).constant;
    if (!std::ranges::all_of(value, [&](std::byte b) { return b == value[0]; }) || value.empty())
        return e.fail("what it fills with is no constant of equal bytes");
    e.call("th_fill")
        .field("bytes", static_cast<std::int64_t>(e.output().bytes))
        .field("value", std::to_integer<std::int64_t>(value[0]));
    e.out();
    return {};
}

constexpr std::array kEmitters = {
    EmitEntry{BuiltinOperator::Cast, emitCast},
    EmitEntry{BuiltinOperator::Dequantize, emitDequantize},
    EmitEntry{BuiltinOperator::Fill, emitFill},
    EmitEntry{BuiltinOperator::HardSwish, emitTable},
    EmitEntry{BuiltinOperator::LeakyRelu, emitTable},
    EmitEntry{BuiltinOperator::Logistic, emitTable},
    EmitEntry{BuiltinOperator::Quantize, emitQuantize},
    EmitEntry{BuiltinOperator::Relu, emitTable},
    EmitEntry{BuiltinOperator::Relu6, emitTable},
    EmitEntry{BuiltinOperator::Shape, emitShape},
    EmitEntry{BuiltinOperator::Tanh, emitTable},
};

}  // namespace

std::span<const EmitEntry> unaryEmitters() { return kEmitters; }

}  // namespace thimble::cproject
