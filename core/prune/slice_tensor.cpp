#include "core/prune/slice_tensor.h"

#include <algorithm>
#include <cstring>
#include <variant>

namespace thimble::prune {

namespace {

constexpr int kHalfByte = 4;

std::int64_t elementsOf(std::span<const std::int32_t> shape) {
    std::int64_t elements = 1;
    for (const std::int32_t size : shape) elements *= size;
    return elements;
}

/// One value for all, or one for each index of an axis that the tensor has.
bool fitsAxis(const Quantization& q, const std::vector<std::int32_t>& shape, std::size_t values) {
    if (values <= 1) return true;
    return q.quantizedDimension >= 0 && q.quantizedDimension < std::ssize(shape) &&
           std::cmp_equal(values, shape[static_cast<std::size_t>(q.quantizedDimension)]);
}

template <typename T>
void keep(std::vector<T>& values, const std::vector<std::int32_t>& kept) {
    if (values.size() <= 1) return;
    for (std::size_t i = 0; i < kept.size(); ++i)
        values[i] = values[static_cast<std::size_t>(kept[i])];
    values.resize(kept.size());
}

/// Copies what is left, outermost axis first; whole axes inside are one run.
class Copy {
public:
    Copy(const Tensor& tensor, std::int32_t number, std::span<const std::byte> from,
         const KeptAxes& kept, std::size_t width)
        : m_from(from), m_run(width) {
        for (std::int32_t a = 0; a < std::ssize(tensor.shape); ++a)
            m_axes.push_back({kept.of({number, a}), tensor.shape[static_cast<std::size_t>(a)]});
        while (!m_axes.empty() && m_axes.back().kept == nullptr) {
            m_run *= static_cast<std::size_t>(m_axes.back().size);
            m_axes.pop_back();
        }
    }

    std::vector<std::byte> run() {
        copy(0, 0);
        return std::move(m_to);
    }

private:
    struct OneAxis {
        const std::vector<std::int32_t>* kept;
        std::int32_t size;
    };

    void copy(std::size_t axis, std::size_t index) {
        if (axis == m_axes.size()) {
            const auto run = m_from.subspan(index * m_run, m_run);
            m_to.insert(m_to.end(), run.begin(), run.end());
            return;
        }
        const auto& [kept, size] = m_axes[axis];
        const std::size_t first = index * static_cast<std::size_t>(size);
        if (kept != nullptr)
            for (const std::int32_t i : *kept) copy(axis + 1, first + static_cast<std::size_t>(i));
        else
            for (std::int32_t i = 0; i < size; ++i)
                copy(axis + 1, first + static_cast<std::size_t>(i));
    }

    std::span<const std::byte> m_from;
    std::size_t m_run;
    std::vector<OneAxis> m_axes;
    std::vector<std::byte> m_to;
};

std::vector<std::byte> unpacked(std::span<const std::byte> packed, std::int64_t elements) {
    std::vector<std::byte> bytes;
    for (std::int64_t i = 0; i < elements; ++i)
        bytes.push_back(packed[static_cast<std::size_t>(i / 2)] >> (i % 2 * kHalfByte) &
                        std::byte{15});
    return bytes;
}

std::vector<std::byte> packed(std::span<const std::byte> elements) {
    std::vector<std::byte> bytes((elements.size() + 1) / 2);
    for (std::size_t i = 0; i < elements.size(); ++i)
        bytes[i / 2] |= elements[i] << static_cast<int>(i % 2) * kHalfByte;
    return bytes;
}

}  // namespace

std::size_t storedBytes(TensorType type, std::span<const std::int32_t> shape) {
    const std::int64_t bits = elementsOf(shape) * storedBits(type).value_or(0);
    return static_cast<std::size_t>((bits + 7) / 8);
}

bool canSlice(const Model& model, const Tensor& tensor) {
    const int bits = storedBits(tensor.type).value_or(0);
    const bool isKnown = tensor.type == TensorType::Int4 || (bits >= 8 && bits % 8 == 0);
    if (!isKnown || tensor.type == TensorType::Resource || tensor.type == TensorType::Variant ||
        tensor.sparsity || !tensor.variantTensors.empty())
        return false;
    const Buffer& buffer = model.buffers[tensor.buffer];
    if (!buffer.data.empty() &&
        !std::cmp_equal(buffer.data.size(), storedBytes(tensor.type, tensor.shape)))
        return false;
    if (!tensor.quantization) return true;
    const Quantization& q = *tensor.quantization;
    return std::holds_alternative<std::monostate>(q.details) &&
           fitsAxis(q, tensor.shape, q.scale.size()) &&
           fitsAxis(q, tensor.shape, q.zeroPoint.size()) &&
           fitsAxis(q, tensor.shape, q.min.size()) && fitsAxis(q, tensor.shape, q.max.size());
}

Tensor sliceTensor(const Tensor& tensor, std::int32_t number, const KeptAxes& kept) {
    Tensor result = tensor;
    for (std::int32_t a = 0; a < std::ssize(tensor.shape); ++a) {
        const auto* indices = kept.of({number, a});
        if (indices == nullptr) continue;
        const auto axis = static_cast<std::size_t>(a);
        result.shape[axis] = static_cast<std::int32_t>(indices->size());
        if (axis < result.shapeSignature.size() && result.shapeSignature[axis] >= 0)
            result.shapeSignature[axis] = result.shape[axis];
        if (!result.quantization || result.quantization->quantizedDimension != a) continue;
        Quantization& q = *result.quantization;
        keep(q.scale, *indices);
        keep(q.zeroPoint, *indices);
        keep(q.min, *indices);
        keep(q.max, *indices);
    }
    return result;
}

std::vector<std::byte> sliceData(const Tensor& tensor, std::int32_t number,
                                 std::span<const std::byte> data, const KeptAxes& kept) {
    if (tensor.type != TensorType::Int4)
        return Copy(tensor, number, data, kept,
                    static_cast<std::size_t>(*storedBits(tensor.type)) / 8)
            .run();
    const std::vector<std::byte> elements = unpacked(data, elementsOf(tensor.shape));
    return packed(Copy(tensor, number, elements, kept, 1).run());
}

}  // namespace thimble::prune
