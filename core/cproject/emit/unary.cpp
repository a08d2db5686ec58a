#include <array>

#include "core/cproject/emit/families.h"
#include "core/cproject/emit/other_types.h"
#include "core/cproject/emit/probe.h"

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

/// Known when the project is made: what depends on shapes or constants alone.
Result<void> emitConstant(Emitter& e) {
    THIMBLE_TRY(const std::vector<std::byte> result, resultOfConstants(e));
    std::vector<std::uint8_t> bytes;
    bytes.reserve(result.size());
    for (const std::byte b : result) bytes.push_back(std::to_integer<std::uint8_t>(b));
    e.call("th_constant")
        .field("bytes", static_cast<std::int64_t>(bytes.size()))
        .array<std::uint8_t>("contents", bytes);
    e.out();
    return {};
}

constexpr std::array kEmitters = {
    EmitEntry{BuiltinOperator::HardSwish, emitTable},
    EmitEntry{BuiltinOperator::LeakyRelu, emitTable},
    EmitEntry{BuiltinOperator::Logistic, emitTable},
    EmitEntry{BuiltinOperator::Quantize, emitTable},
    EmitEntry{BuiltinOperator::Relu, emitTable},
    EmitEntry{BuiltinOperator::Relu6, emitTable},
    EmitEntry{BuiltinOperator::Shape, emitConstant},
    EmitEntry{BuiltinOperator::Tanh, emitTable},
};

}  // namespace

std::span<const EmitEntry> unaryEmitters() { return kEmitters; }

}  // namespace thimble::cproject
