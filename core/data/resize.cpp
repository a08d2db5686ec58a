#include <algorithm>
#include <cmath>

#include "core/data/image.h"

namespace thimble::data {

namespace {

/// The source positions first, first + 1, ... that make one new position, with weights of sum 1.
struct Mix {
    std::size_t first = 0;
    std::vector<float> weights;
};

Mix areaMix(std::size_t position, std::size_t from, std::size_t to) {
    // In units of 1 / to of a source pixel everything is an integer: no pixel is missed by
    // rounding.
    const std::size_t begin = position * from;
    const std::size_t end = begin + from;
    Mix mix{begin / to, {}};
    for (std::size_t pixel = mix.first; pixel * to < end; ++pixel) {
        const std::size_t covered = std::min(end, (pixel + 1) * to) - std::max(begin, pixel * to);
        mix.weights.push_back(static_cast<float>(covered) / static_cast<float>(from));
    }
    return mix;
}

Mix bilinearMix(std::size_t position, std::size_t from, std::size_t to) {
    // Twice `to` times the source coordinate (position + 1/2) * from / to - 1/2.
    const std::size_t doubled = (2 * position + 1) * from;
    if (doubled <= to) return {0, {1.0F}};
    const std::size_t first = (doubled - to) / (2 * to);
    if (first + 1 >= from) return {from - 1, {1.0F}};
    const float second = static_cast<float>((doubled - to) % (2 * to)) / static_cast<float>(2 * to);
    return {first, {1.0F - second, second}};
}

std::vector<Mix> mixes(std::size_t from, std::size_t to) {
    std::vector<Mix> result;
    result.reserve(to);
    for (std::size_t i = 0; i < to; ++i)
        result.push_back(to < from ? areaMix(i, from, to) : bilinearMix(i, from, to));
    return result;
}

}  // namespace

std::vector<float> resized(const Image& image, std::size_t width, std::size_t height) {
    const std::size_t channels = image.channels;
    const std::size_t rowLength = image.width * channels;
    const std::vector<Mix> columns = mixes(image.width, width);
    const std::vector<Mix> rows = mixes(image.height, height);
    std::vector<float> result;
    result.reserve(width * height * channels);
    // Rows first, one new row at a time: a large image needs no large intermediate one.
    std::vector<float> row(rowLength);
    for (const Mix& down : rows) {
        std::ranges::fill(row, 0.0F);
        for (std::size_t k = 0; k < down.weights.size(); ++k) {
            const std::uint8_t* source = &image.pixels[(down.first + k) * rowLength];
            for (std::size_t x = 0; x < rowLength; ++x)
                row[x] += down.weights[k] * static_cast<float>(source[x]);
        }
        for (const Mix& across : columns)
            for (std::size_t c = 0; c < channels; ++c) {
                float sum = 0;
                for (std::size_t k = 0; k < across.weights.size(); ++k)
                    sum += across.weights[k] * row[(across.first + k) * channels + c];
                result.push_back(std::clamp(sum, 0.0F, 255.0F));
            }
    }
    return result;
}

}  // namespace thimble::data
