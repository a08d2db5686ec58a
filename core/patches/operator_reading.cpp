#include "core/patches/operator_reading.h"

#include <cstring>
#include <span>

#include "core/model/names.h"
#include "core/ops/operator_rules.h"

namespace thimble::patches {

tl::unexpected<Error> OperatorReading::no(const std::string& why) const {
    return fail(ErrorCode::Unsupported, operatorLabel(m_model, 0, m_o) + ": " + why);
}

bool OperatorReading::hasItsShape() const {
    const auto shapes = outputShapes(m_model, m_subgraph, m_op);
    return shapes && shapes->size() == 1 && shapes->front() == output().shape;
}

bool OperatorReading::isConstantInput(std::size_t position) const {
    const Tensor* tensor = input(position);
    return tensor != nullptr && isConstant(m_model, *tensor);
}

std::vector<std::int32_t> OperatorReading::table(std::size_t position) const {
    const Tensor* tensor = input(position);
    if (!isConstantInput(position) || tensor->type != TensorType::Int32) return {};
    const std::span<const std::byte> bytes = m_model.buffers[tensor->buffer].data.bytes();
    std::vector<std::int32_t> numbers(bytes.size() / sizeof(std::int32_t));
    std::memcpy(numbers.data(), bytes.data(), numbers.size() * sizeof(std::int32_t));
    return numbers;
}

}  // namespace thimble::patches
