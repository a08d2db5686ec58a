#include "core/data/image.h"

#include "tests/core/data/data_folder.h"

namespace thimble::data {
namespace {

using testing::ElementsAre;
using testing::ElementsAreArray;
using testing::HasSubstr;
using testing::Pointwise;

Image grey(std::size_t width, std::size_t height, std::vector<std::uint8_t> pixels) {
    return {width, height, 1, std::move(pixels)};
}

TEST(PnmTest, PlainAndRawOfEveryDepth) {
    const auto read = [](std::string_view text) {
        const auto image = readPnm(blobOf(text));
        EXPECT_TRUE(image.has_value()) << errorOf(image);
        return image.value_or(Image{});
    };
    EXPECT_EQ(read("P2\n# a comment\n2 2 # another\n255\n0 1\n128 255\n"),
              grey(2, 2, {0, 1, 128, 255}));
    EXPECT_EQ(read("P2 2 1 15 15 7"), grey(2, 1, {255, 119}));
    EXPECT_EQ(read(std::string_view("P5 2 1 255\n\x00\xFF", 13)), grey(2, 1, {0, 255}));
    EXPECT_EQ(read(std::string_view("P5 2 1 65535\n\x80\x00\xFF\xFF", 17)), grey(2, 1, {128, 255}));
    EXPECT_EQ(read("P3 1 2 255 1 2 3 4 5 6"), (Image{1, 2, 3, {1, 2, 3, 4, 5, 6}}));
    EXPECT_EQ(read("P6 1 1 255\nabc"), (Image{1, 1, 3, {'a', 'b', 'c'}}));
}

TEST(PnmTest, WhatIsWrongIsNamed) {
    struct Row {
        std::string_view text;
        const char* error;
    };
    for (const Row& row :
         {Row{"P1 1 1 0", "P2, P3, P5 or P6"}, Row{"P5 2 2 255\nabc", "4 bytes"},
          Row{"P5 2 2", "header"}, Row{"P5 2 2 0\nabcd", "header"},
          Row{"P5 2 2 65536\nabcd", "header"}, Row{"P5 -2 2 255\nabcd", "header"},
          Row{"P5 0 2 255\n", "no pixels"},
          Row{"P5 60000 60000 255\n", "60000 x 60000 pixels is too large"},
          Row{"P5 99999999999999999999 1 255\n", "header"}, Row{"P2 2 1 255\n1 x", "value 1 of 2"},
          Row{"P2 2 1 9\n1 10", "value 1 is 10"}, Row{"P", "P2, P3, P5 or P6"}})
        EXPECT_THAT(errorOf(readPnm(blobOf(row.text))), HasSubstr(row.error)) << row.text;
}

TEST(ResizeTest, GrowingIsBilinearBetweenHalfPixelCentres) {
    // New centres at 0.25, 0.75, 1.25, 1.75 pixels; the old ones at 0.5 and 1.5.
    EXPECT_THAT(resized(grey(2, 1, {0, 100}), 4, 1), ElementsAre(0, 25, 75, 100));
    EXPECT_THAT(resized(grey(1, 2, {0, 100}), 1, 4), ElementsAre(0, 25, 75, 100));
    // In the middle of four pixels: 0.25 * 0.25 * 240 and so on.
    EXPECT_THAT(
        resized(grey(2, 2, {0, 80, 160, 240}), 4, 4),
        ElementsAre(0, 20, 60, 80, 40, 60, 100, 120, 120, 140, 180, 200, 160, 180, 220, 240));
    // 2 to 3: the new centre in the middle lies on the border of both.
    EXPECT_THAT(resized(grey(2, 1, {10, 20}), 3, 1),
                Pointwise(testing::FloatNear(1e-5F), {10.0F, 15.0F, 20.0F}));
}

TEST(ResizeTest, ShrinkingIsTheMeanOfTheArea) {
    EXPECT_THAT(resized(grey(4, 2, {0, 10, 20, 30, 40, 50, 60, 70}), 2, 1), ElementsAre(25, 45));
    // 3 to 2: each new pixel covers one and a half.
    EXPECT_THAT(resized(grey(3, 1, {0, 90, 30}), 2, 1),
                Pointwise(testing::FloatNear(1e-4F), {30.0F, 50.0F}));
    // A checkerboard has no pixel left of either kind.
    std::vector<std::uint8_t> board;
    for (std::size_t i = 0; i < 64; ++i) board.push_back((i / 8 + i) % 2 == 0 ? 255 : 0);
    EXPECT_THAT(resized(grey(8, 8, board), 2, 2), ElementsAre(127.5, 127.5, 127.5, 127.5));
}

TEST(ResizeTest, KeepsWhatHasTheSizeAlready) {
    const Image colours{2, 1, 3, {1, 2, 3, 250, 251, 252}};
    EXPECT_THAT(resized(colours, 2, 1), ElementsAre(1, 2, 3, 250, 251, 252));
    EXPECT_THAT(resized(colours, 1, 1), ElementsAre(125.5, 126.5, 127.5));
}

TEST(ResizeTest, OneColourStaysWhatItIs) {
    for (std::size_t from = 1; from < 12; ++from)
        for (std::size_t to = 1; to < 12; ++to)
            for (const float value :
                 resized(grey(from, from, std::vector<std::uint8_t>(from * from, 255)), to, to))
                ASSERT_NEAR(value, 255, 1e-3) << from << " to " << to;
}

TEST(ImageTest, ChannelsAreThoseOfTheInput) {
    const Image colours{4, 1, 3, {255, 0, 0, 0, 255, 0, 0, 0, 255, 255, 255, 255}};
    EXPECT_EQ(withChannels(colours, 1), grey(4, 1, {76, 150, 29, 255}));
    EXPECT_EQ(withChannels(grey(2, 1, {7, 9}), 3), (Image{2, 1, 3, {7, 7, 7, 9, 9, 9}}));
}

TEST(ImageTest, PixelsAreScaledAsAsked) {
    const Image image = grey(4, 1, {0, 1, 128, 255});
    const auto int8 = [&](ImageScaling scaling, float scale, std::int32_t zeroPoint) {
        const auto window = imageWindow(image, int8Format({1, 1, 4, 1}, scale, zeroPoint), scaling);
        return valuesOf<std::int8_t>(window.value());
    };
    EXPECT_THAT(int8(ImageScaling::Auto, 0.1F, 3), ElementsAre(-128, -127, 0, 127));
    EXPECT_THAT(int8(ImageScaling::Auto, 0, 0), ElementsAre(-128, -127, 0, 127));
    EXPECT_THAT(int8(ImageScaling::Raw255, 1, -128), ElementsAre(-128, -127, 0, 127));
    EXPECT_THAT(int8(ImageScaling::Raw255, 2, 0), ElementsAre(0, 1, 64, 127));
    EXPECT_THAT(int8(ImageScaling::UnitRange, 1.0F / 255, -128), ElementsAre(-128, -127, 0, 127));
    EXPECT_THAT(int8(ImageScaling::SignedUnitRange, 1.0F / 100, 0), ElementsAre(-100, -99, 0, 100));

    const auto real = [&](ImageScaling scaling) {
        return valuesOf<float>(imageWindow(image, floatFormat({1, 4, 1}), scaling).value());
    };
    EXPECT_THAT(real(ImageScaling::Auto), ElementsAre(0, 1 / 255.0F, 128 / 255.0F, 1));
    EXPECT_THAT(real(ImageScaling::Raw255), ElementsAre(0, 1, 128, 255));
    EXPECT_THAT(real(ImageScaling::SignedUnitRange),
                ElementsAre(-1, 1 / 127.5F - 1, 128 / 127.5F - 1, 1));

    const InputFormat wide{TensorType::Int16, {1, 1, 4, 1}};
    EXPECT_THAT(valuesOf<std::int16_t>(imageWindow(image, wide, ImageScaling::Auto).value()),
                ElementsAre(-32768, -32511, 128, 32767));
    const InputFormat bytes{TensorType::UInt8, {1, 4}};
    EXPECT_THAT(valuesOf<std::uint8_t>(imageWindow(image, bytes, ImageScaling::Auto).value()),
                ElementsAre(0, 1, 128, 255));
    EXPECT_THAT(errorOf(imageWindow(image, bytes, ImageScaling::UnitRange)), HasSubstr("no scale"));
}

TEST(ImageTest, InputsThatAreNoPictureAreRefused) {
    const Image image = grey(1, 1, {9});
    for (const std::vector<std::int32_t>& shape :
         {std::vector<std::int32_t>{9216}, {1, 3, 96, 96}, {2, 96, 96, 3}, {1, 96, 96, 4}, {}})
        EXPECT_THAT(errorOf(imageWindow(image, int8Format(shape), ImageScaling::Auto)),
                    HasSubstr("has to be [1, height, width, channels]"));
    EXPECT_THAT(errorOf(imageWindow(image, {TensorType::Int32, {1, 1, 1, 1}}, ImageScaling::Auto)),
                HasSubstr("takes no pixels"));
    EXPECT_EQ(imageWindow(image, int8Format({1, 5, 7}), ImageScaling::Auto).value().size(), 35U);
}

}  // namespace
}  // namespace thimble::data
