#include "core/data/image.h"
#include "tests/core/data/data_folder.h"
#include "tests/core/data/png_writer.h"

namespace thimble::data {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

Image read(const PngPicture& picture) {
    const auto image = readPng(blobOf(png(picture)));
    EXPECT_TRUE(image.has_value()) << errorOf(image);
    return image.value_or(Image{});
}

TEST(PngTest, EveryKindOfPixelBecomesGreyOrRgb) {
    EXPECT_EQ(read({.width = 3, .rows = {0, 100, 255}}), (Image{3, 1, 1, {0, 100, 255}}));
    EXPECT_EQ(read({.width = 3, .depth = 1, .rows = {0b01000000}}), (Image{3, 1, 1, {0, 255, 0}}));
    EXPECT_EQ(read({.width = 2, .depth = 4, .rows = {0x5F}}), (Image{2, 1, 1, {85, 255}}));
    EXPECT_EQ(read({.width = 2, .depth = 16, .rows = {0x12, 0x34, 0xFF, 0xFF}}),
              (Image{2, 1, 1, {0x12, 255}}));
    EXPECT_EQ(read({.height = 2, .colours = PNG_COLOR_TYPE_RGB, .rows = {1, 2, 3, 4, 5, 6}}),
              (Image{1, 2, 3, {1, 2, 3, 4, 5, 6}}));
    EXPECT_EQ(read({.depth = 16,
                    .colours = PNG_COLOR_TYPE_RGB,
                    .rows = {0xFF, 0xFF, 0x80, 0x00, 0x00, 0x00}}),
              (Image{1, 1, 3, {255, 128, 0}}));
    EXPECT_EQ(read({.width = 2,
                    .colours = PNG_COLOR_TYPE_PALETTE,
                    .rows = {1, 0},
                    .palette = {{10, 20, 30}, {40, 50, 60}}}),
              (Image{2, 1, 3, {40, 50, 60, 10, 20, 30}}));
}

TEST(PngTest, AlphaIsCompositedOnBlack) {
    EXPECT_EQ(read({.width = 4,
                    .colours = PNG_COLOR_TYPE_GRAY_ALPHA,
                    .rows = {200, 255, 200, 0, 200, 51, 3, 128}}),
              (Image{4, 1, 1, {200, 0, 40, 2}}));
    EXPECT_EQ(read({.colours = PNG_COLOR_TYPE_RGB_ALPHA, .rows = {255, 100, 50, 102}}),
              (Image{1, 1, 3, {102, 40, 20}}));
    EXPECT_EQ(read({.width = 2,
                    .colours = PNG_COLOR_TYPE_PALETTE,
                    .rows = {0, 1},
                    .palette = {{10, 20, 30}, {40, 50, 60}},
                    .paletteAlpha = {0}}),
              (Image{2, 1, 3, {0, 0, 0, 40, 50, 60}}));
}

TEST(PngTest, InterlacedIsTheSamePicture) {
    PngPicture picture{.width = 13, .height = 11, .colours = PNG_COLOR_TYPE_RGB};
    for (std::size_t i = 0; i < 13 * 11 * 3; ++i)
        picture.rows.push_back(static_cast<std::uint8_t>(i * 37 % 251));
    const Image straight = read(picture);
    EXPECT_EQ(straight.pixels, picture.rows);
    picture.interlaced = true;
    EXPECT_EQ(read(picture), straight);
}

TEST(PngTest, WhatIsCutOffOrDamagedIsRefused) {
    PngPicture picture{.width = 32, .height = 32};
    for (std::size_t i = 0; i < 1024; ++i) picture.rows.push_back(static_cast<std::uint8_t>(i * i));
    const std::string file = png(picture);
    for (std::size_t length = 1; length < file.size(); ++length)
        ASSERT_FALSE(readPng(blobOf(std::string_view(file).substr(0, length))).has_value())
            << length;
    EXPECT_THAT(errorOf(readPng(blobOf(std::string_view(file).substr(0, file.size() / 2)))),
                HasSubstr("ends too early"));
    EXPECT_THAT(errorOf(readPng(blobOf("GIF89a"))), HasSubstr("no PNG"));
    std::string damaged = file;
    damaged[file.size() / 2] = static_cast<char>(damaged[file.size() / 2] ^ 1);
    EXPECT_THAT(errorOf(readPng(blobOf(damaged))), HasSubstr("no PNG that can be read"));
}

/// A picture of one pixel whose header promises others, with a right checksum.
std::string onlyHeader(std::uint32_t width, std::uint32_t height) {
    std::string file = png({.rows = {0}});
    const auto put = [&](std::size_t at, std::uint32_t value) {
        for (std::size_t i = 0; i < 4; ++i) file[at + i] = static_cast<char>(value >> (24 - 8 * i));
    };
    put(16, width);
    put(20, height);
    std::uint32_t sum = 0xFFFFFFFFU;  // CRC-32 of the chunk's name and content
    for (std::size_t i = 12; i < 29; ++i) {
        sum ^= static_cast<std::uint8_t>(file[i]);
        for (int bit = 0; bit < 8; ++bit) sum = (sum >> 1U) ^ ((sum & 1U) != 0 ? 0xEDB88320U : 0U);
    }
    put(29, ~sum);
    return file;
}

TEST(PngTest, HugePicturesCostNothing) {
    EXPECT_THAT(errorOf(readPng(blobOf(onlyHeader(60000, 60000)))), HasSubstr("too large"));
    EXPECT_THAT(errorOf(readPng(blobOf(onlyHeader(70000, 1)))), HasSubstr("too large"));
    EXPECT_THAT(errorOf(readPng(blobOf(onlyHeader(8000, 8000)))),
                HasSubstr("too short for 8000 x 8000 pixels"));
    EXPECT_THAT(errorOf(readPng(blobOf(onlyHeader(2, 2)))), HasSubstr("no PNG that can be read"));
}

TEST_F(DataFolder, PicturesFillTheInput) {
    const auto path = write("A.PNG", png({.width = 2, .rows = {0, 255}}));
    const auto windows = readInput(path, int8Format({1, 1, 2, 3}));
    ASSERT_TRUE(windows.has_value()) << errorOf(windows);
    ASSERT_EQ(windows->size(), 1U);
    EXPECT_THAT(valuesOf<std::int8_t>(windows->front()),
                ElementsAre(-128, -128, -128, 127, 127, 127));
    EXPECT_THAT(errorOf(readInput(write("a.jpg", "\xFF\xD8"), int8Format({1, 1, 2, 3}))),
                HasSubstr("convert them to PNG"));
    EXPECT_THAT(errorOf(readInput(path, int8Format({4}))), HasSubstr("A.PNG: an image does not"));
    EXPECT_TRUE(readInput(write("a.ppm", "P3 1 1 9 1 2 3"), int8Format({1, 1, 1, 3})).has_value());
}

}  // namespace
}  // namespace thimble::data
