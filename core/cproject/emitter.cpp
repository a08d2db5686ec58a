#include "core/cproject/emitter.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <functional>
#include <limits>

#include "core/cproject/emit/families.h"
#include "core/cproject/emit/row_families.h"

namespace thimble::cproject {

Emitter& Emitter::call(std::string_view kernel) {
    m_emission.calls.push_back({.kernel = std::string(kernel)});
    return *this;
}

Emitter& Emitter::mayFail() {
    m_emission.calls.back().mayFail = true;
    return *this;
}

Emitter& Emitter::field(std::string_view name, std::int64_t value) {
    m_emission.calls.back().fields.emplace_back(name, literal(value));
    return *this;
}

Emitter& Emitter::field(std::string_view name, const std::vector<std::int64_t>& values) {
    std::string text = "{";
    for (const std::int64_t value : values) text += (text.size() > 1 ? ", " : "") + literal(value);
    m_emission.calls.back().fields.emplace_back(name, text + "}");
    return *this;
}

Emitter& Emitter::real(std::string_view name, float value) {
    m_emission.calls.back().fields.emplace_back(name, literal(value));
    return *this;
}

Emitter& Emitter::text(std::string_view name, std::string value) {
    m_emission.calls.back().fields.emplace_back(name, std::move(value));
    return *this;
}

Emitter& Emitter::addArray(std::string_view name, ConstantArray made) {
    const std::size_t call = m_emission.calls.size() - 1;
    made.name = fmt::format("op{}{}_{}", m_number, call == 0 ? "" : fmt::format("_{}", call), name);
    // C has no empty tables.
    if (made.values.empty()) made.values.emplace_back("0");
    m_emission.calls.back().fields.emplace_back(name, made.name);
    m_emission.arrays.push_back(std::move(made));
    return *this;
}

Emitter& Emitter::records(std::string_view name, std::string_view type, std::size_t fields,
                          std::span<const std::int32_t> numbers) {
    ConstantArray made{.type = std::string(type), .bytes = numbers.size_bytes()};
    for (std::size_t i = 0; i < numbers.size(); i += fields) {
        std::string text = "{";
        for (std::size_t f = 0; f < fields; ++f) {
            if (f > 0) text += ", ";
            text += literal(std::int64_t{numbers[i + f]});
        }
        made.values.push_back(text + "}");
    }
    return addArray(name, std::move(made));
}

Emitter& Emitter::in(std::size_t position) {
    const interp::TensorInfo& info = m_call.input(position);
    const interp::Slot slot = m_call.inputSlot(position);
    // Byte by byte the zero point, whatever the type, as TFLM resets variables.
    if (info.isVariable && !info.isConstant)
        return state(fmt::format("tensor {}", slot), info.bytes,
                     static_cast<std::int8_t>(static_cast<std::uint32_t>(info.zeroPoint)));
    m_emission.calls.back().operands.push_back({.kind = Operand::Kind::Tensor, .number = slot});
    return *this;
}

Emitter& Emitter::out(std::size_t position) {
    m_emission.calls.back().operands.push_back(
        {.kind = Operand::Kind::Tensor, .number = m_call.outputSlot(position)});
    return *this;
}

Emitter& Emitter::rows(std::size_t position) {
    m_emission.calls.back().operands.push_back({.kind = Operand::Kind::Rows, .number = position});
    return *this;
}

Emitter& Emitter::rowIn(std::size_t input) {
    m_emission.calls.back().operands.push_back({.kind = Operand::Kind::RowIn, .number = input});
    return *this;
}

Emitter& Emitter::rowOut() {
    m_emission.calls.back().operands.push_back({.kind = Operand::Kind::RowOut});
    return *this;
}

Emitter& Emitter::scratch(std::size_t bytes) {
    m_emission.scratchBytes = std::max(m_emission.scratchBytes, bytes);
    m_emission.calls.back().operands.push_back({.kind = Operand::Kind::Scratch});
    return *this;
}

Emitter& Emitter::nothing() {
    m_emission.calls.back().operands.push_back({.kind = Operand::Kind::Nothing});
    return *this;
}

std::size_t Emitter::stateNumber(const std::string& name, std::size_t bytes, std::int8_t initial) {
    auto found = std::ranges::find(m_states, name, &State::name);
    if (found == m_states.end())
        found = m_states.insert(m_states.end(), {.name = name, .initial = initial});
    found->bytes = std::max(found->bytes, bytes);
    return static_cast<std::size_t>(found - m_states.begin());
}

Emitter& Emitter::state(const std::string& name, std::size_t bytes, std::int8_t initial) {
    m_emission.calls.back().operands.push_back(
        {.kind = Operand::Kind::State, .number = stateNumber(name, bytes, initial)});
    return *this;
}

void Emitter::initialise(const std::string& name, std::span<const std::uint8_t> contents) {
    State& state = m_states[stateNumber(name, contents.size(), 0)];
    const bool isUniform =
        std::ranges::adjacent_find(contents, std::not_equal_to<>()) == contents.end();
    state.initial = contents.empty() ? std::int8_t{0} : static_cast<std::int8_t>(contents[0]);
    state.contents.clear();
    if (!isUniform) state.contents.assign(contents.begin(), contents.end());
}

Emitter& Emitter::mayOverwrite(std::size_t position) {
    m_emission.mayOverwrite.push_back(position);
    return *this;
}

Emitter& Emitter::overlap(const RowOverlap& rows) {
    m_emission.overlaps.push_back(rows);
    return *this;
}

Emitter& Emitter::alias() {
    m_emission.isAlias = true;
    return *this;
}

std::string Emitter::literal(std::int64_t value) {
    // The smallest number has no literal of its own in C.
    if (value == std::numeric_limits<std::int32_t>::min()) return "(-2147483647 - 1)";
    if (value == std::numeric_limits<std::int64_t>::min()) return "(-9223372036854775807LL - 1)";
    if (value > std::numeric_limits<std::int32_t>::max()) return std::to_string(value) + "LL";
    return std::to_string(value);
}

std::string Emitter::literal(float value) {
    if (std::isnan(value)) return "NAN";
    if (std::isinf(value)) return value < 0 ? "-INFINITY" : "INFINITY";
    return fmt::format("{}{:a}f", std::signbit(value) ? "-" : "", std::fabs(value));
}

std::string Emitter::literal(std::uint32_t value) { return fmt::format("0x{:08X}U", value); }

const EmitEntry* findEmitter(BuiltinOperator code, std::string_view custom) {
    for (const auto family : emitFamilies())
        for (const EmitEntry& entry : family)
            if (entry.code == code && entry.custom == custom) return &entry;
    return nullptr;
}

const EmitEntry* findRowEmitter(BuiltinOperator code, RowScratch scratch) {
    for (const EmitEntry& entry : rowEmitters(scratch))
        if (entry.code == code) return &entry;
    return nullptr;
}

}  // namespace thimble::cproject
