#pragma once

#include <png.h>

#include <cstdint>
#include <stdexcept>
#include <string>
#include <vector>

namespace thimble::data {

struct PngPicture {
    std::uint32_t width = 1;
    std::uint32_t height = 1;
    int depth = 8;
    int colours = PNG_COLOR_TYPE_GRAY;
    std::vector<std::uint8_t> rows;  ///< as in the file: packed, 16 bits with the high byte first
    std::vector<png_color> palette;
    std::vector<std::uint8_t> paletteAlpha;
    bool interlaced = false;
};

/// The picture through libpng's writer.
[[nodiscard]] inline std::string png(PngPicture picture) {
    std::string file;
    png_structp writer = png_create_write_struct(
        PNG_LIBPNG_VER_STRING, nullptr,
        [](png_structp, png_const_charp message) { throw std::runtime_error(message); }, nullptr);
    png_infop info = png_create_info_struct(writer);
    png_set_write_fn(
        writer, &file,
        [](png_structp png, png_bytep bytes, std::size_t count) {
            static_cast<std::string*>(png_get_io_ptr(png))
                ->append(reinterpret_cast<const char*>(bytes), count);
        },
        nullptr);
    png_set_IHDR(writer, info, picture.width, picture.height, picture.depth, picture.colours,
                 picture.interlaced ? PNG_INTERLACE_ADAM7 : PNG_INTERLACE_NONE,
                 PNG_COMPRESSION_TYPE_DEFAULT, PNG_FILTER_TYPE_DEFAULT);
    if (!picture.palette.empty())
        png_set_PLTE(writer, info, picture.palette.data(),
                     static_cast<int>(picture.palette.size()));
    if (!picture.paletteAlpha.empty())
        png_set_tRNS(writer, info, picture.paletteAlpha.data(),
                     static_cast<int>(picture.paletteAlpha.size()), nullptr);
    png_write_info(writer, info);
    const std::size_t rowBytes = png_get_rowbytes(writer, info);
    if (picture.rows.size() != rowBytes * picture.height)
        throw std::runtime_error("the rows are not of that size");
    std::vector<png_bytep> rows;
    for (std::size_t y = 0; y < picture.height; ++y) rows.push_back(&picture.rows[y * rowBytes]);
    png_write_image(writer, rows.data());
    png_write_end(writer, nullptr);
    png_destroy_write_struct(&writer, &info);
    return file;
}

}  // namespace thimble::data
