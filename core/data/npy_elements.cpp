#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <cmath>
#include <limits>

#include "core/base/assert.h"
#include "core/data/little_endian.h"
#include "core/data/npy.h"

namespace thimble::data {

namespace {

std::size_t bytesOf(NpyType type) {
    switch (type) {
        case NpyType::Bool:
        case NpyType::Int8:
        case NpyType::UInt8: return 1;
        case NpyType::Int16:
        case NpyType::UInt16: return 2;
        case NpyType::Int32:
        case NpyType::UInt32:
        case NpyType::Float32: return 4;
        case NpyType::Int64:
        case NpyType::Float64: return 8;
    }
    return 8;
}

using Shape = std::vector<std::int64_t>;

/// The shapes under which one window may be stored.
std::vector<Shape> windowShapes(const InputFormat& format) {
    std::vector<Shape> shapes = {Shape(format.shape.begin(), format.shape.end())};
    if (!format.shape.empty() && format.shape.front() == 1)
        shapes.emplace_back(format.shape.begin() + 1, format.shape.end());
    if (elementCount(format) == 1) shapes.emplace_back();
    return shapes;
}

bool isWindow(const Shape& shape, const InputFormat& format) {
    const std::vector<Shape> shapes = windowShapes(format);
    return std::ranges::find(shapes, shape) != shapes.end();
}

Shape withoutFirst(const Shape& shape) {
    return shape.empty() ? Shape() : Shape(shape.begin() + 1, shape.end());
}

tl::unexpected<Error> wrongShape(const Shape& shape, const InputFormat& format) {
    return fail(ErrorCode::InvalidFile, fmt::format("the shape {} does not fit the input {}",
                                                    shapeText(shape), formatText(format)));
}

Result<Window> realElements(const NpyArray& array, std::size_t first, const InputFormat& format) {
    if (!takesReals(format))
        return fail(ErrorCode::Unsupported,
                    fmt::format("holds floats, but the input {} has no scale to quantise them",
                                formatText(format)));
    const std::size_t step = elementBytes(format);
    Window window(byteCount(format));
    for (std::size_t i = 0; i < elementCount(format); ++i) {
        const double value = realAt(array, first + i);
        if (std::isnan(value) || std::abs(value) > double{std::numeric_limits<float>::max()})
            return fail(
                ErrorCode::InvalidFile,
                fmt::format("element {} is {}, which is no finite float32", first + i, value));
        storeReal(format, static_cast<float>(value), &window[i * step]);
    }
    return window;
}

Result<Window> integerElements(const NpyArray& array, std::size_t first,
                               const InputFormat& format) {
    const bool real = format.type == TensorType::Float32;
    const std::optional<IntegerRange> range = integerRange(format.type);
    if (!real && !range)
        return fail(ErrorCode::Unsupported,
                    fmt::format("no .npy can be read for the input {}", formatText(format)));
    const std::size_t step = elementBytes(format);
    Window window(byteCount(format));
    for (std::size_t i = 0; i < elementCount(format); ++i) {
        const std::int64_t value = integerAt(array, first + i);
        if (real) {
            storeReal(format, static_cast<float>(value), &window[i * step]);
            continue;
        }
        if (value < range->lowest || value > range->highest)
            return fail(ErrorCode::InvalidFile,
                        fmt::format("element {} is {}, which {} cannot hold", first + i, value,
                                    tensorTypeName(format.type)));
        storeInteger(format.type, value, &window[i * step]);
    }
    return window;
}

Result<Window> elements(const NpyArray& array, std::size_t first, const InputFormat& format) {
    return isFloat(array.type) ? realElements(array, first, format)
                               : integerElements(array, first, format);
}

}  // namespace

bool isFloat(NpyType type) { return type == NpyType::Float32 || type == NpyType::Float64; }

std::size_t elementCount(const NpyArray& array) {
    return array.data.bytes().size() / bytesOf(array.type);
}

double realAt(const NpyArray& array, std::size_t element) {
    const std::byte* at = array.data.bytes().subspan(element * bytesOf(array.type)).data();
    if (array.type == NpyType::Float32) return double{loadLittle<float>(at)};
    if (array.type == NpyType::Float64) return loadLittle<double>(at);
    return static_cast<double>(integerAt(array, element));
}

std::int64_t integerAt(const NpyArray& array, std::size_t element) {
    const std::byte* at = array.data.bytes().subspan(element * bytesOf(array.type)).data();
    switch (array.type) {
        case NpyType::Bool: return *at == std::byte{0} ? 0 : 1;
        case NpyType::Int8: return loadLittle<std::int8_t>(at);
        case NpyType::UInt8: return loadLittle<std::uint8_t>(at);
        case NpyType::Int16: return loadLittle<std::int16_t>(at);
        case NpyType::UInt16: return loadLittle<std::uint16_t>(at);
        case NpyType::Int32: return loadLittle<std::int32_t>(at);
        case NpyType::UInt32: return loadLittle<std::uint32_t>(at);
        case NpyType::Int64: return loadLittle<std::int64_t>(at);
        case NpyType::Float32:
        case NpyType::Float64: break;
    }
    THIMBLE_ASSERT(!"an integer array");
    return 0;
}

std::string shapeText(const std::vector<std::int64_t>& shape) {
    return fmt::format("[{}]", fmt::join(shape, ", "));
}

Result<std::vector<Window>> npyWindows(const NpyArray& array, const InputFormat& format) {
    const bool single = isWindow(array.shape, format);
    if (!single && (array.shape.empty() || !isWindow(withoutFirst(array.shape), format)))
        return wrongShape(array.shape, format);
    const std::size_t count = single ? 1 : static_cast<std::size_t>(array.shape.front());
    std::vector<Window> windows;
    windows.reserve(count);
    for (std::size_t i = 0; i < count; ++i) {
        THIMBLE_TRY(Window window, elements(array, i * elementCount(format), format));
        windows.push_back(std::move(window));
    }
    return windows;
}

Result<Window> npyRow(const NpyArray& array, std::size_t row, const InputFormat& format) {
    THIMBLE_ASSERT(!array.shape.empty() && row < static_cast<std::size_t>(array.shape.front()));
    const Shape shape = withoutFirst(array.shape);
    if (!isWindow(shape, format)) return wrongShape(shape, format);
    return elements(array, row * elementCount(format), format);
}

}  // namespace thimble::data
