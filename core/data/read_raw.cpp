#include <fmt/format.h>

#include <cmath>
#include <string>

#include "core/data/little_endian.h"
#include "core/data/raw.h"

namespace thimble::data {

namespace {

/// Overlapping windows can be far more than the file they are taken from.
constexpr std::size_t kMostBytes = std::size_t{1} << 30;

/// How a window is read, and the bytes of the file that it takes.
struct Reading {
    RawElements elements = RawElements::Stored;
    std::size_t bytes = 0;
};

std::size_t windowBytes(const InputFormat& format, RawElements elements) {
    if (elements == RawElements::Float32) return elementCount(format) * sizeof(float);
    return elements == RawElements::Pixels ? elementCount(format) : byteCount(format);
}

/// The readings that may be tried, the preferred one first.
std::vector<Reading> readings(const InputFormat& format, RawElements elements) {
    if (elements != RawElements::Auto) return {{elements, windowBytes(format, elements)}};
    const Reading stored{RawElements::Stored, windowBytes(format, RawElements::Stored)};
    if (!takesReals(format)) return {stored};
    const Reading real{RawElements::Float32, windowBytes(format, RawElements::Float32)};
    if (format.type == TensorType::Float32) return {real};
    return {real, stored};
}

std::string sizes(const std::vector<Reading>& choices) {
    std::string text;
    for (const Reading& choice : choices) {
        if (!text.empty()) text += " or ";
        text += fmt::format("{} ({})", choice.bytes,
                            choice.elements == RawElements::Float32  ? "float32"
                            : choice.elements == RawElements::Pixels ? "pixels"
                                                                     : "as stored");
    }
    return text;
}

Result<Reading> chooseReading(std::size_t size, const InputFormat& format, RawElements elements,
                              const std::optional<WindowStep>& step) {
    const std::vector<Reading> choices = readings(format, elements);
    if (step) {
        for (const Reading& choice : choices)
            if (choice.bytes == step->bytes) return choice;
        return fail(ErrorCode::InvalidFile,
                    fmt::format("windows of {} bytes do not fit the input {}, which takes {}",
                                step->bytes, formatText(format), sizes(choices)));
    }
    for (const Reading& choice : choices)
        if (choice.elements == RawElements::Stored && choice.bytes == size) return choice;
    for (const Reading& choice : choices)
        if (size % choice.bytes == 0) return choice;
    return fail(ErrorCode::InvalidFile,
                fmt::format("{} bytes do not fit the input {}, which takes {}, or a multiple", size,
                            formatText(format), sizes(choices)));
}

Result<Window> readWindow(std::span<const std::byte> bytes, std::size_t offset,
                          const InputFormat& format, RawElements elements, ImageScaling scaling) {
    // A FLOAT32 input's own bytes are looked at too: NaN would spoil all that is computed from
    // them.
    if (elements == RawElements::Stored && format.type != TensorType::Float32)
        return Window(bytes.begin(), bytes.end());
    const std::size_t step = elementBytes(format);
    Window window(byteCount(format));
    for (std::size_t i = 0; i < elementCount(format); ++i) {
        std::byte* to = &window[i * step];
        if (elements == RawElements::Pixels) {
            storePixel(format, scaling, static_cast<float>(std::to_integer<int>(bytes[i])), to);
            continue;
        }
        const auto value = loadLittle<float>(&bytes[i * sizeof(float)]);
        if (!std::isfinite(value))
            return fail(ErrorCode::InvalidFile, fmt::format("the float32 at byte {} is {}",
                                                            offset + i * sizeof(float), value));
        storeReal(format, value, to);
    }
    return window;
}

}  // namespace

Result<std::vector<Window>> rawWindows(const Blob& file, const InputFormat& format,
                                       RawElements elements, ImageScaling scaling,
                                       const std::optional<WindowStep>& step) {
    if (elements == RawElements::Pixels) THIMBLE_CHECK(checkTakesPixels(format, scaling));
    if (elements == RawElements::Float32 && !takesReals(format))
        return fail(
            ErrorCode::Unsupported,
            fmt::format("the input {} has no scale to quantise float32 with", formatText(format)));
    const std::size_t size = file.bytes().size();
    THIMBLE_TRY(const Reading reading, chooseReading(size, format, elements, step));
    const std::size_t stride = step ? step->stride : reading.bytes;
    if (stride == 0 || size < reading.bytes)
        return fail(ErrorCode::InvalidFile,
                    fmt::format("{} bytes hold no window of {}, {} further each", size,
                                reading.bytes, stride));
    const std::size_t count = (size - reading.bytes) / stride + 1;
    if (count > kMostBytes / byteCount(format))
        return fail(ErrorCode::Unsupported,
                    fmt::format("{} windows of {} bytes are over 1 GiB", count, byteCount(format)));
    std::vector<Window> windows;
    windows.reserve(count);
    for (std::size_t i = 0; i < count; ++i) {
        THIMBLE_TRY(Window window, readWindow(file.bytes().subspan(i * stride, reading.bytes),
                                              i * stride, format, reading.elements, scaling));
        windows.push_back(std::move(window));
    }
    return windows;
}

}  // namespace thimble::data
