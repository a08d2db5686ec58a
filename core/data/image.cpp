#include "core/data/image.h"

#include <fmt/format.h>

#include <cmath>

#include "core/base/assert.h"

namespace thimble::data {

namespace {

constexpr std::size_t kLongestSide = 65'536;
constexpr std::size_t kMostPixels = std::size_t{64} << 20;

struct PictureShape {
    std::size_t height = 0;
    std::size_t width = 0;
    std::size_t channels = 0;
};

Result<PictureShape> pictureShape(const InputFormat& format) {
    std::vector<std::int32_t> shape = format.shape;
    if (shape.size() == 4 && shape.front() == 1) shape.erase(shape.begin());
    // [1, H, W] without channels, unless it reads as [H, W, C] already.
    if (shape.size() == 3 && shape.front() == 1 && shape.back() != 1 && shape.back() != 3)
        shape.erase(shape.begin());
    if (shape.size() == 2) shape.push_back(1);
    if (shape.size() != 3 || (shape[2] != 1 && shape[2] != 3))
        return fail(ErrorCode::Unsupported,
                    fmt::format("an image does not fit the input {}: it has to be [1, height, "
                                "width, channels] with 1 or 3 channels",
                                formatText(format)));
    return PictureShape{static_cast<std::size_t>(shape[0]), static_cast<std::size_t>(shape[1]),
                        static_cast<std::size_t>(shape[2])};
}

float realPixel(ImageScaling scaling, float pixel) {
    switch (scaling) {
        case ImageScaling::Raw255: return pixel;
        case ImageScaling::SignedUnitRange: return pixel / 127.5F - 1.0F;
        case ImageScaling::Auto:
        case ImageScaling::UnitRange: break;
    }
    return pixel / 255.0F;
}

}  // namespace

Result<void> checkImageSize(std::size_t width, std::size_t height) {
    if (width == 0 || height == 0) return fail(ErrorCode::InvalidFile, "the image has no pixels");
    if (width > kLongestSide || height > kLongestSide || width * height > kMostPixels)
        return fail(ErrorCode::Unsupported,
                    fmt::format("an image of {} x {} pixels is too large (at most {} on a side "
                                "and {} in all)",
                                width, height, kLongestSide, kMostPixels));
    return {};
}

Image withChannels(Image image, std::size_t channels) {
    if (image.channels == channels) return image;
    const std::size_t count = image.width * image.height;
    std::vector<std::uint8_t> pixels(count * channels);
    for (std::size_t i = 0; i < count; ++i) {
        if (channels == 1) {
            const std::uint8_t* rgb = &image.pixels[i * 3];
            pixels[i] = static_cast<std::uint8_t>(
                (299 * rgb[0] + 587 * rgb[1] + 114 * rgb[2] + 500) / 1000);
        } else {
            for (std::size_t c = 0; c < channels; ++c) pixels[i * channels + c] = image.pixels[i];
        }
    }
    return {image.width, image.height, channels, std::move(pixels)};
}

Result<void> checkTakesPixels(const InputFormat& format, ImageScaling scaling) {
    switch (format.type) {
        case TensorType::Float32: return {};
        case TensorType::Int8:
        case TensorType::UInt8:
        case TensorType::Int16:
            if (scaling == ImageScaling::Auto || takesReals(format)) return {};
            return fail(ErrorCode::Unsupported,
                        fmt::format("the input {} has no scale to quantise pixels with",
                                    formatText(format)));
        default:
            return fail(ErrorCode::Unsupported,
                        fmt::format("the input {} takes no pixels", formatText(format)));
    }
}

void storePixel(const InputFormat& format, ImageScaling scaling, float pixel, std::byte* to) {
    if (scaling != ImageScaling::Auto || format.type == TensorType::Float32) {
        storeReal(format, realPixel(scaling, pixel), to);
        return;
    }
    const std::optional<IntegerRange> range = integerRange(format.type);
    THIMBLE_ASSERT(range.has_value());
    const std::int64_t step = (range->highest - range->lowest) / 255;  // no remainder in any type
    storeInteger(format.type, std::lround(pixel * static_cast<float>(step)) + range->lowest, to);
}

Result<Window> imageWindow(Image image, const InputFormat& format, ImageScaling scaling) {
    THIMBLE_TRY(const PictureShape shape, pictureShape(format));
    THIMBLE_CHECK(checkImageSize(shape.width, shape.height));
    THIMBLE_CHECK(checkTakesPixels(format, scaling));
    const std::vector<float> values =
        resized(withChannels(std::move(image), shape.channels), shape.width, shape.height);
    const std::size_t step = elementBytes(format);
    Window window(byteCount(format));
    for (std::size_t i = 0; i < values.size(); ++i)
        storePixel(format, scaling, values[i], &window[i * step]);
    return window;
}

}  // namespace thimble::data
