#include "core/ops/operands.h"

#include <algorithm>
#include <cstring>
#include <span>
#include <vector>

namespace thimble::ops {

namespace {

constexpr std::int64_t kBound = std::int64_t{1} << 31;
/// Far above what an axis list, a shape or a list of splits needs; bounds the work per operator.
constexpr std::int64_t kMostValues = 1024;

std::int64_t clamped(std::int64_t value) { return std::clamp(value, -kBound, kBound); }

const Tensor* tensorAt(const Subgraph& subgraph, std::int32_t index) {
    if (index < 0 || index >= std::ssize(subgraph.tensors)) return nullptr;
    return &subgraph.tensors[static_cast<std::size_t>(index)];
}

const Tensor* tensorOf(const Subgraph& subgraph, const std::vector<std::int32_t>& list,
                       std::size_t position) {
    return position < list.size() ? tensorAt(subgraph, list[position]) : nullptr;
}

std::optional<Dims> dimsOf(const Tensor* tensor) {
    if (!tensor || tensor->shape.size() > kLargestRank ||
        std::ranges::any_of(tensor->shape, [](std::int32_t size) { return size < 0; }))
        return {};
    return Dims(tensor->shape.begin(), tensor->shape.end());
}

/// Bytes of a file have no alignment.
template <typename Integer>
std::optional<Dims> integersIn(std::span<const std::byte> bytes, std::size_t count) {
    if (bytes.size() / sizeof(Integer) < count) return {};
    Dims result(count);
    for (std::size_t i = 0; i < count; ++i) {
        Integer value{};
        std::memcpy(&value, bytes.data() + i * sizeof(Integer), sizeof(Integer));
        result[i] = clamped(value);
    }
    return result;
}

}  // namespace

const Tensor* Operands::input(std::size_t position) const {
    return tensorOf(m_subgraph, m_op.inputs, position);
}

std::optional<Dims> Operands::shape(std::size_t position) const { return dimsOf(input(position)); }

std::optional<Dims> Operands::shape(std::size_t position, std::size_t rank) const {
    std::optional<Dims> dims = shape(position);
    if (dims && dims->size() != rank) dims.reset();
    return dims;
}

std::optional<Dims> Operands::outputShape(std::size_t position) const {
    return dimsOf(tensorOf(m_subgraph, m_op.outputs, position));
}

std::optional<Dims> Operands::values(std::size_t position) const {
    const Tensor* tensor = input(position);
    const std::optional<Dims> dims = dimsOf(tensor);
    if (!dims || tensor->buffer >= m_model.buffers.size()) return {};
    const std::int64_t count = product(*dims);
    if (count > kMostValues) return {};
    // An empty buffer fits only a tensor without elements: it is filled at run time otherwise.
    const std::span<const std::byte> bytes = m_model.buffers[tensor->buffer].data.bytes();
    switch (tensor->type) {
        case TensorType::Int32:
            return integersIn<std::int32_t>(bytes, static_cast<std::size_t>(count));
        case TensorType::Int64:
            return integersIn<std::int64_t>(bytes, static_cast<std::size_t>(count));
        default: return {};
    }
}

std::optional<std::int64_t> Operands::value(std::size_t position) const {
    const std::optional<Dims> all = values(position);
    if (!all || all->size() != 1) return {};
    return all->front();
}

std::int64_t Operands::option(std::string_view name, std::int64_t otherwise) const {
    return clamped(m_op.options.integer(name, m_op.options2.integer(name, otherwise)));
}

Dims Operands::options(std::string_view name) const {
    Dims result = m_op.options.integers(name);
    if (result.empty()) result = m_op.options2.integers(name);
    std::ranges::transform(result, result.begin(), clamped);
    return result;
}

bool Operands::flag(std::string_view name) const {
    return m_op.options.flag(name) || m_op.options2.flag(name);
}

std::optional<Dims> shapeOf(const Subgraph& subgraph, std::int32_t tensor) {
    return dimsOf(tensorAt(subgraph, tensor));
}

}  // namespace thimble::ops
