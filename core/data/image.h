#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "core/base/blob.h"
#include "core/data/input_format.h"

namespace thimble::data {

/// Eight bits a channel, [height, width, channels], 1 channel (grey) or 3 (RGB).
struct Image {
    std::size_t width = 0;
    std::size_t height = 0;
    std::size_t channels = 1;
    std::vector<std::uint8_t> pixels;
    friend bool operator==(const Image&, const Image&) = default;
};

/// Which real number a pixel of 0..255 stands for. A training pipeline chose one; a file does not
/// say which.
enum class ImageScaling {
    Auto,            ///< integers: 0..255 over the whole range of the type, whatever the scale
                     ///< (INT8: pixel - 128, UINT8: pixel, INT16: 257 * pixel - 32768), as TFLM's
                     ///< examples do; FLOAT32: UnitRange
    Raw255,          ///< 0..255, then quantised by the input's scale
    UnitRange,       ///< 0..1
    SignedUnitRange  ///< -1..1
};

/// Unsupported: more than 65536 on a side or 64 Mi pixels; InvalidFile: none.
[[nodiscard]] Result<void> checkImageSize(std::size_t width, std::size_t height);

/// Grey, palette, RGB, with alpha or without, of up to 16 bits. Alpha is composited on black, and
/// 16 bits are rounded to 8; gamma and colour profiles are not applied.
[[nodiscard]] Result<Image> readPng(const Blob& file);

/// PGM and PPM, plain and raw (P2, P3, P5, P6), of up to 16 bits, scaled to 0..255. Only the first
/// image of a file.
[[nodiscard]] Result<Image> readPnm(const Blob& file);

/// The image in 1 channel (luma: 0.299 R + 0.587 G + 0.114 B, rounded) or in 3.
[[nodiscard]] Image withChannels(Image image, std::size_t channels);

/// The real value, 0..255 and not rounded, of each channel of [height, width, channels]. The whole
/// image is stretched. Along an axis that grows: bilinear between pixel centres at half positions,
/// borders repeated; along one that shrinks: the mean of the area that a new pixel covers.
[[nodiscard]] std::vector<float> resized(const Image& image, std::size_t width, std::size_t height);

/// What storePixel can serve: FLOAT32, UINT8, INT8 and INT16; integers need a scale unless `Auto`.
[[nodiscard]] Result<void> checkTakesPixels(const InputFormat& format, ImageScaling scaling);

/// Stores the pixel value 0..255 as an element; integers round halves away from zero.
void storePixel(const InputFormat& format, ImageScaling scaling, float pixel, std::byte* to);

/// The image as an input of shape [1, H, W, C], [H, W, C] or [H, W], C = 1 or 3: withChannels, then
/// resized, then storePixel. Other shapes are Unsupported.
[[nodiscard]] Result<Window> imageWindow(Image image, const InputFormat& format,
                                         ImageScaling scaling);

}  // namespace thimble::data
