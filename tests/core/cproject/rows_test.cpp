// Layers as kernels for rows make them, one row of the output after the other, against the same
// layers as their kernels for whole images make them.

#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <random>

#include "tests/core/cproject/row_program.h"

namespace thimble::cproject {
namespace {

using test::Layer;
using test::RowProgram;
using Axis = Layer::Axis;
using Kind = Layer::Kind;

/// Draws layers; the same ones every time.
class Draws {
public:
    explicit Draws(unsigned seed) : m_random(seed) {}

    int below(int count) { return static_cast<int>(m_random() % static_cast<unsigned>(count)); }
    int oneOf(std::initializer_list<int> values) {
        return values.begin()[below(static_cast<int>(values.size()))];
    }
    Axis axis(bool dilates, bool folds) {
        Axis axis{.window = oneOf({1, 2, 3, 3, 3, 4, 5, 7}), .stride = oneOf({1, 1, 2, 3})};
        if (dilates && axis.window > 1) axis.dilation = oneOf({1, 1, 2, 3});
        if (folds) {
            axis.before = below(3);
            axis.after = below(3);
        }
        axis.in = std::max(axis.reach(), axis.before + axis.after + 1) + below(12);
        return axis;
    }
    Layer layer(Kind kind) {
        const bool isPool = kind == Kind::Average || kind == Kind::Maximum;
        const bool folds = !isPool && below(4) == 0;
        Layer layer{.kind = kind, .isSame = below(2) == 0, .seed = 1 + below(1000)};
        layer.y = axis(!isPool, folds);
        layer.x = axis(kind == Kind::Conv, folds);
        layer.inDepth = 1 + below(10);
        layer.outDepth = kind == Kind::Conv ? 1 + below(9) : layer.inDepth;
        if (kind == Kind::Depthwise && layer.inDepth == 1) layer.outDepth = 1 + below(4);
        if (isPool) layer.type = below(3) == 0 ? "u8" : "i8";
        layer.activation = oneOf({0, 0, 1, 3});
        // Factors of more than a half; channels that are constants, all or some of them.
        if (below(3) == 0)
            layer.outScale = std::array{".0005", "900", "60"}[static_cast<std::size_t>(below(3))];
        return layer;
    }

private:
    std::mt19937 m_random;
};

void expectEqualRows(Kind kind, unsigned seed, int count, RowScratch scratch = RowScratch::Quick) {
    RowProgram program;
    Draws draws(seed);
    for (int i = 0; i < count; ++i) {
        Layer layer = draws.layer(kind);
        layer.scratch = scratch;
        program.add(layer);
    }
    EXPECT_GT(program.layers(), static_cast<std::size_t>(count * 3 / 4));
    EXPECT_GT(program.overlaps(), program.layers() / 2);
    EXPECT_EQ(program.run(), "");
}

TEST(CRows, OfConvolutionsAreThoseOfWholeOnes) { expectEqualRows(Kind::Conv, 1, 60); }
TEST(CRows, OfDepthwiseOnesAreThoseOfWholeOnes) { expectEqualRows(Kind::Depthwise, 2, 90); }
TEST(CRows, OfTightConvolutionsAreThoseOfWholeOnes) {
    expectEqualRows(Kind::Conv, 5, 60, RowScratch::Tight);
}
TEST(CRows, OfTightDepthwiseOnesAreThoseOfWholeOnes) {
    expectEqualRows(Kind::Depthwise, 6, 60, RowScratch::Tight);
}
TEST(CRows, OfAveragesAreThoseOfWholeOnes) { expectEqualRows(Kind::Average, 3, 30); }
TEST(CRows, OfMaximaAreThoseOfWholeOnes) { expectEqualRows(Kind::Maximum, 4, 30); }

/// Every width and padding, in the windows that networks have.
TEST(CRows, OfDepthwiseOnesAreThoseOfWholeOnesAtEveryEdge) {
    RowProgram program;
    int seed = 1;
    for (const int window : {3, 5, 7})
        for (const int stride : {1, 2})
            for (int width = window; width < window + 8; ++width)
                for (int left = 0; left < std::min(window, 4); left += stride) {
                    Layer layer = {
                        .kind = Kind::Depthwise,
                        .y = {.in = window + 2, .before = 1, .window = window},
                        .x = {.in = left + width,
                              .before = left,
                              .after = width % 3 == 0 && left > 0 && left < window - 1 ? 1 : 0,
                              .window = window,
                              .stride = stride},
                        .inDepth = 4 + seed % 3,
                        .outDepth = 4 + seed % 3,
                        .activation = seed % 4 == 0 ? 1 : 0,
                        .seed = ++seed};
                    program.add(layer);
                    layer.scratch = RowScratch::Tight;
                    program.add(layer);
                }
    EXPECT_EQ(program.overlaps(), program.layers());
    EXPECT_EQ(program.run(), "");
}

/// A window of one point has nothing on its left, but may have padding on its right.
TEST(CRows, OfPointwiseOnesArePaddedOnBothSides) {
    RowProgram program;
    for (const int before : {0, 1})
        for (const int after : {0, 1, 2, 3})
            for (const int stride : {1, 2, 3})
                for (const int depth : {3, 4, 12})
                    program.add({.kind = Kind::Conv,
                                 .y = {.in = 4, .before = before, .after = 1},
                                 .x = {.in = 5 + before + after,
                                       .before = before,
                                       .after = after,
                                       .stride = stride},
                                 .inDepth = depth,
                                 .outDepth = 3});
    EXPECT_EQ(program.run(), "");
}

/// Wide rows, which are unpacked bit by bit.
TEST(CRows, OfWideDepthwiseOnesAreThoseOfWholeOnes) {
    RowProgram program;
    for (const int window : {1, 2, 3, 5, 7})
        for (const int stride : {1, 2, 3})
            for (const int width : {40, 51, 77})
                program.add({.kind = Kind::Depthwise,
                             .y = {.in = 7, .window = window, .stride = 2},
                             .x = {.in = width, .window = window, .stride = stride},
                             .inDepth = 6,
                             .outDepth = 6,
                             .isSame = true,
                             .outScale = width == 51 ? ".0005" : ".9"});
    EXPECT_EQ(program.run(), "");
}

TEST(CRows, AddUpToTheMeanOfAnImage) {
    RowProgram program;
    for (const char* type : {"i8", "u8"})
        for (const int activation : {0, 1, 3})
            for (const int size : {1, 2, 5, 14, 16, 17})
                program.add({.kind = Kind::Average,
                             .y = {.in = size, .window = size},
                             .x = {.in = (size + 1) / 2 * 2, .window = (size + 1) / 2 * 2},
                             .inDepth = 7,
                             .outDepth = 7,
                             .isSummed = true,
                             .activation = activation,
                             .type = type});
    EXPECT_EQ(program.run(), "");
}

}  // namespace
}  // namespace thimble::cproject
