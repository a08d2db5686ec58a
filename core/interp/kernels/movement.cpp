#include "core/interp/kernels/movement.h"

#include <fmt/format.h>

#include <cstring>

#include "core/ops/operator_rules.h"

namespace thimble::interp {

Result<void> requireFittingShapes(const OperatorCall& call) {
    // checkShapes() has compared them with the file's.
    if (outputShapes(call.model(), call.model().subgraphs[call.subgraph()], call.op())) return {};
    return call.fail("the shapes of its operands do not fit, or are known only at run time");
}

Result<std::size_t> elementBytes(const OperatorCall& call, const TensorInfo& tensor) {
    const auto bytes = tflmElementBytes(tensor.type);
    if (!bytes) return call.failType(tensor);
    return static_cast<std::size_t>(*bytes);
}

Result<std::size_t> axisOf(const OperatorCall& call, std::int64_t axis, std::size_t rank) {
    const auto count = static_cast<std::int64_t>(rank);
    if (axis < -count || axis >= count)
        return call.fail(fmt::format("there is no axis {} in {} dimensions", axis, rank));
    return static_cast<std::size_t>(axis < 0 ? axis + count : axis);
}

Result<std::vector<std::int64_t>> requireConstantIntegers(const OperatorCall& call,
                                                          std::size_t position) {
    if (!call.has(position)) return call.fail(fmt::format("input {} is missing", position));
    const TensorInfo& input = call.input(position);
    if (!input.isConstant) return call.fail(fmt::format("input {} is not constant", position));
    if (input.type != TensorType::Int32 && input.type != TensorType::Int64)
        return call.failType(input);
    return call.constantIntegers(position);
}

std::size_t elementsAmong(std::span<const std::int32_t> shape, std::size_t first,
                          std::size_t last) {
    std::size_t elements = 1;
    for (std::size_t i = first; i < last; ++i) elements *= static_cast<std::size_t>(shape[i]);
    return elements;
}

Result<IntegerOperand> IntegerOperand::of(const OperatorCall& call, std::size_t position) {
    if (!call.has(position)) return call.fail(fmt::format("input {} is missing", position));
    const TensorInfo& input = call.input(position);
    if (input.type != TensorType::Int32 && input.type != TensorType::Int64)
        return call.failType(input);
    IntegerOperand operand;
    operand.m_slot = call.inputSlot(position);
    operand.m_size = input.elements;
    operand.m_wide = input.type == TensorType::Int64;
    return operand;
}

std::int64_t IntegerOperand::at(const Frame& frame, std::size_t index) const {
    const std::byte* bytes = frame.bytes(m_slot).data();
    if (m_wide) return reinterpret_cast<const std::int64_t*>(bytes)[index];
    return reinterpret_cast<const std::int32_t*>(bytes)[index];
}

std::vector<std::int64_t> IntegerOperand::values(const Frame& frame) const {
    std::vector<std::int64_t> values(m_size);
    for (std::size_t i = 0; i < m_size; ++i) values[i] = at(frame, i);
    return values;
}

}  // namespace thimble::interp
