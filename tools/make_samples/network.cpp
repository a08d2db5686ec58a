#include "tools/make_samples/network.h"

#include <algorithm>
#include <cmath>
#include <cstring>
#include <numbers>
#include <span>
#include <utility>

#include "core/base/assert.h"

namespace thimble::samples {

namespace {

/// Roughly what uniformly drawn int8 values have around 0.
constexpr double kInt8Rms = 74.0;

std::uint64_t seedOf(const std::string& name) {  // FNV-1a
    std::uint64_t hash = 0xCBF29CE484222325U;
    for (const char c : name) hash = (hash ^ static_cast<unsigned char>(c)) * 0x100000001B3U;
    return hash;
}

std::int64_t elements(const std::vector<std::int32_t>& shape) {
    std::int64_t count = 1;
    for (const std::int32_t size : shape) count *= size;
    return count;
}

template <typename T>
std::vector<std::byte> bytesOf(const std::vector<T>& values) {
    const auto bytes = std::as_bytes(std::span(values));  // little-endian, as the file
    return {bytes.begin(), bytes.end()};
}

Quantization quantization(std::vector<float> scales, std::int64_t zeroPoint,
                          std::int32_t dimension) {
    Quantization result;
    result.zeroPoint.assign(scales.size(), zeroPoint);
    result.scale = std::move(scales);
    result.quantizedDimension = dimension;
    return result;
}

}  // namespace

Network::Network(const std::string& name, const std::string& description)
    : m_builder(name, description), m_random(seedOf(name)) {}

Activation Network::activation(const std::string& name, std::vector<std::int32_t> shape,
                               Encoding encoding, double rms) {
    Tensor tensor;
    tensor.shape = shape;
    tensor.type = TensorType::Int8;
    tensor.name = name;
    tensor.quantization = quantization({encoding.scale}, encoding.zeroPoint, 0);
    return {m_builder.addTensor(std::move(tensor)), std::move(shape), encoding, rms};
}

Activation Network::output(const std::string& name, std::vector<std::int32_t> shape, double rms,
                           Fused fused, std::optional<Encoding> encoding) {
    // Four times the spread on either side is what calibration data would show.
    Encoding own;
    switch (fused) {
        case Fused::None:
            own = {static_cast<float>(8 * rms / 255),
                   static_cast<std::int64_t>(m_random.next() % 19U) - 9};
            break;
        case Fused::Relu: own = {static_cast<float>(4 * rms / 255), -128}; break;
        case Fused::Relu6: own = {6.0F / 255, -128}; break;
    }
    const double left = fused == Fused::None ? rms : rms / std::numbers::sqrt2;
    return activation(name, std::move(shape), encoding.value_or(own), left);
}

std::int32_t Network::weightTensor(const std::string& name, std::vector<std::int32_t> shape,
                                   const std::vector<std::int8_t>& weights,
                                   const std::vector<float>& scales,
                                   std::int32_t channelDimension) {
    Tensor tensor;
    tensor.shape = std::move(shape);
    tensor.type = TensorType::Int8;
    tensor.name = name;
    tensor.quantization = quantization(scales, 0, channelDimension);
    return m_builder.addConstant(std::move(tensor), bytesOf(weights));
}

std::int32_t Network::biasTensor(const std::string& name, const Filters& filters,
                                 float inputScale) {
    Tensor tensor;
    tensor.shape = {static_cast<std::int32_t>(filters.bias.size())};
    tensor.type = TensorType::Int32;
    tensor.name = name;
    std::vector<float> scales = filters.scales;
    for (float& scale : scales) scale *= inputScale;
    tensor.quantization = quantization(std::move(scales), 0, 0);
    return m_builder.addConstant(std::move(tensor), bytesOf(filters.bias));
}

std::int32_t Network::integers(const std::string& name, std::vector<std::int32_t> shape,
                               const std::vector<std::int32_t>& values) {
    Tensor tensor;
    tensor.shape = std::move(shape);
    tensor.type = TensorType::Int32;
    tensor.name = name;
    return m_builder.addConstant(std::move(tensor), bytesOf(values));
}

Activation Network::input(const std::string& name, std::vector<std::int32_t> shape,
                          Encoding encoding) {
    const auto offset = static_cast<double>(encoding.zeroPoint);
    const double rms = encoding.scale * std::sqrt(kInt8Rms * kInt8Rms + offset * offset);
    Activation result = activation(name, std::move(shape), encoding, rms);
    m_inputs.push_back(result.tensor);
    return result;
}

Activation Network::zeros(const std::string& name, std::vector<std::int32_t> shape,
                          Encoding encoding) {
    const std::vector<std::int8_t> values(static_cast<std::size_t>(elements(shape)),
                                          static_cast<std::int8_t>(encoding.zeroPoint));
    const std::int32_t tensor = weightTensor(name, shape, values, {encoding.scale}, 0);
    THIMBLE_ASSERT(encoding.zeroPoint == 0);
    return {tensor, std::move(shape), encoding, 0};
}

Model Network::finish(const std::vector<Activation>& outputs) {
    std::vector<std::int32_t> tensors;
    tensors.reserve(outputs.size());
    for (const Activation& result : outputs) tensors.push_back(result.tensor);
    return m_builder.finish(m_inputs, tensors);
}

}  // namespace thimble::samples
