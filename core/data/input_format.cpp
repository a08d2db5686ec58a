#include "core/data/input_format.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <cmath>

#include "core/base/assert.h"
#include "core/data/little_endian.h"

namespace thimble::data {

namespace {

constexpr std::int64_t kMostBytes = std::int64_t{1} << 30;

template <typename T>
IntegerRange rangeOf() {
    return {std::numeric_limits<T>::min(), std::numeric_limits<T>::max()};
}

}  // namespace

Result<InputFormat> inputFormat(const Model& model, std::size_t position) {
    if (model.subgraphs.empty() || position >= model.subgraphs.front().inputs.size())
        return fail(ErrorCode::InvalidArgument, fmt::format("the model has no input {}", position));
    const Subgraph& subgraph = model.subgraphs.front();
    const Tensor& tensor = subgraph.tensors[static_cast<std::size_t>(subgraph.inputs[position])];
    InputFormat format{.type = tensor.type, .shape = tensor.shape};
    if (tensor.quantization && !tensor.quantization->scale.empty()) {
        const Quantization& quantization = *tensor.quantization;
        if (quantization.scale.size() != 1 || quantization.zeroPoint.size() > 1)
            return fail(ErrorCode::Unsupported,
                        fmt::format("input {} has {} scales; one is supported", position,
                                    quantization.scale.size()));
        const std::int64_t zeroPoint =
            quantization.zeroPoint.empty() ? 0 : quantization.zeroPoint.front();
        const IntegerRange any = rangeOf<std::int32_t>();
        if (zeroPoint < any.lowest || zeroPoint > any.highest)
            return fail(ErrorCode::Unsupported,
                        fmt::format("input {} has the zero point {}", position, zeroPoint));
        format.scale = quantization.scale.front();
        format.zeroPoint = static_cast<std::int32_t>(zeroPoint);
    }
    if (const Result<void> good = checkFormat(format); !good)
        return fail(good.error().code, fmt::format("input {}: {}", position, good.error().message));
    return format;
}

Result<void> checkFormat(const InputFormat& format) {
    const std::optional<int> bits = storedBits(format.type);
    if (!bits || *bits % 8 != 0)
        return fail(ErrorCode::Unsupported, fmt::format("inputs of type {} are not supported",
                                                        tensorTypeName(format.type)));
    std::int64_t bytes = *bits / 8;
    for (const std::int32_t dimension : format.shape) {
        if (dimension < 1)
            return fail(ErrorCode::Unsupported,
                        fmt::format("the input {} has a dimension below 1", formatText(format)));
        if (bytes >= kMostBytes / dimension)
            return fail(ErrorCode::Unsupported,
                        fmt::format("the input {} has 1 GiB or more", formatText(format)));
        bytes *= dimension;
    }
    if (!std::isfinite(format.scale) || format.scale < 0)
        return fail(ErrorCode::Unsupported,
                    fmt::format("the input {} has the scale {}", formatText(format), format.scale));
    const std::optional<IntegerRange> range = integerRange(format.type);
    if (range && format.scale > 0 &&
        (format.zeroPoint < range->lowest || format.zeroPoint > range->highest))
        return fail(ErrorCode::Unsupported, fmt::format("the input {} has the zero point {}",
                                                        formatText(format), format.zeroPoint));
    return {};
}

std::size_t elementBytes(const InputFormat& format) {
    return static_cast<std::size_t>(storedBits(format.type).value_or(8)) / 8;
}

std::size_t elementCount(const InputFormat& format) {
    std::size_t count = 1;
    for (const std::int32_t dimension : format.shape) count *= static_cast<std::size_t>(dimension);
    return count;
}

std::size_t byteCount(const InputFormat& format) {
    return elementCount(format) * elementBytes(format);
}

std::string formatText(const InputFormat& format) {
    return fmt::format("{} [{}]", tensorTypeName(format.type), fmt::join(format.shape, ", "));
}

std::optional<IntegerRange> integerRange(TensorType type) {
    switch (type) {
        case TensorType::Bool: return IntegerRange{0, 1};
        case TensorType::Int8: return rangeOf<std::int8_t>();
        case TensorType::UInt8: return rangeOf<std::uint8_t>();
        case TensorType::Int16: return rangeOf<std::int16_t>();
        case TensorType::UInt16: return rangeOf<std::uint16_t>();
        case TensorType::Int32: return rangeOf<std::int32_t>();
        case TensorType::UInt32: return rangeOf<std::uint32_t>();
        case TensorType::Int64: return rangeOf<std::int64_t>();
        default: return std::nullopt;
    }
}

bool takesReals(const InputFormat& format) {
    if (format.type == TensorType::Float32) return true;
    return integerRange(format.type) && format.type != TensorType::Bool &&
           elementBytes(format) <= sizeof(std::int32_t) && format.scale > 0;
}

void storeReal(const InputFormat& format, float value, std::byte* to) {
    if (format.type == TensorType::Float32) {
        storeLittle(value, to);
        return;
    }
    const std::optional<IntegerRange> range = integerRange(format.type);
    THIMBLE_ASSERT(range && format.scale > 0 && std::isfinite(value));
    // The quotient may be infinite; as a double it is clamped before it becomes an integer.
    const double quantised = double{std::round(value / format.scale)} + format.zeroPoint;
    const double clamped = std::clamp(quantised, static_cast<double>(range->lowest),
                                      static_cast<double>(range->highest));
    storeInteger(format.type, static_cast<std::int64_t>(clamped), to);
}

void storeInteger(TensorType type, std::int64_t value, std::byte* to) {
    switch (type) {
        case TensorType::Bool:
        case TensorType::Int8:
        case TensorType::UInt8: storeLittle(static_cast<std::uint8_t>(value), to); return;
        case TensorType::Int16:
        case TensorType::UInt16: storeLittle(static_cast<std::uint16_t>(value), to); return;
        case TensorType::Int32:
        case TensorType::UInt32: storeLittle(static_cast<std::uint32_t>(value), to); return;
        case TensorType::Int64: storeLittle(value, to); return;
        default: THIMBLE_ASSERT(!"an integer type");
    }
}

}  // namespace thimble::data
