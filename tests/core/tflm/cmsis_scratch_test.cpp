// Scratch memory of CMSIS-NN's functions, from its own C functions *_get_buffer_size at 4ab83cc3,
// compiled as for the three variants.

#include "core/tflm/kernels/cmsis_scratch.h"

#include <gtest/gtest.h>

#include <array>
#include <string_view>

namespace thimble::tflm::cmsis {
namespace {

constexpr std::array kVariants = {KernelLibrary::CmsisScalar, KernelLibrary::CmsisDsp,
                                  KernelLibrary::CmsisMve};
/// In the order of kVariants.
using PerVariant = std::array<Bytes, 3>;

PerVariant ofEach(auto function) {
    return {function(kVariants[0]), function(kVariants[1]), function(kVariants[2])};
}

struct ConvolutionCase {
    std::string_view name;
    Convolution convolution;  // stride, padding, dilation, input, filter, output
    PerVariant eightBits, sixteenBits;
};

const ConvolutionCase kConvolutions[] = {
    {"3x3 over 3 channels",
     {{1, 1}, {1, 1}, {1, 1}, {1, 8, 8, 3}, {1, 3, 3, 3}, {1, 8, 8, 16}},
     {112, 112, 128},
     {108, 108, 256}},
    {"a patch of 25 values is rounded up",
     {{1, 1}, {2, 2}, {1, 1}, {1, 9, 9, 1}, {1, 5, 5, 1}, {1, 9, 9, 4}},
     {112, 112, 128},
     {100, 100, 256}},
    {"1x1 is a product of matrices",
     {{1, 1}, {0, 0}, {1, 1}, {1, 8, 8, 8}, {1, 1, 1, 8}, {1, 8, 8, 4}},
     {0, 0, 0},
     {32, 32, 64}},
    {"1x1 with strides is one as well",
     {{2, 2}, {0, 0}, {1, 1}, {1, 8, 8, 8}, {1, 1, 1, 8}, {1, 4, 4, 4}},
     {0, 0, 0},
     {32, 32, 64}},
    {"1x1 in groups is not",
     {{1, 1}, {0, 0}, {1, 1}, {1, 8, 8, 8}, {1, 1, 1, 4}, {1, 8, 8, 4}},
     {32, 32, 64},
     {32, 32, 64}},
    {"1x1 with dilation is not",
     {{1, 1}, {0, 0}, {2, 2}, {1, 8, 8, 8}, {1, 1, 1, 8}, {1, 8, 8, 4}},
     {32, 32, 64},
     {32, 32, 64}},
    {"one row",
     {{1, 1}, {0, 2}, {1, 1}, {1, 1, 20, 4}, {1, 1, 5, 4}, {1, 1, 20, 2}},
     {80, 80, 28},
     {80, 80, 192}},
    {"one row without padding",
     {{1, 1}, {0, 0}, {1, 1}, {1, 1, 20, 4}, {1, 1, 5, 4}, {1, 1, 16, 2}},
     {80, 80, 20},
     {80, 80, 192}},
    {"one row, too few outputs",
     {{1, 1}, {0, 2}, {1, 1}, {1, 1, 3, 4}, {1, 1, 5, 4}, {1, 1, 3, 2}},
     {80, 80, 128},
     {80, 80, 192}},
    {"one row, uneven padding",
     {{1, 2}, {0, 1}, {1, 1}, {1, 1, 20, 2}, {1, 1, 4, 2}, {1, 1, 10, 2}},
     {32, 32, 10},
     {32, 32, 64}},
    {"two batches",
     {{1, 1}, {1, 1}, {1, 1}, {2, 8, 8, 3}, {1, 3, 3, 3}, {2, 8, 8, 16}},
     {112, 112, 128},
     {108, 108, 256}},
};

TEST(CmsisScratch, Convolutions) {
    for (const ConvolutionCase& row : kConvolutions) {
        SCOPED_TRACE(row.name);
        EXPECT_EQ(ofEach([&](auto variant) { return convolveS8(variant, row.convolution); }),
                  row.eightBits);
        EXPECT_EQ(ofEach([&](auto variant) { return convolveS16(variant, row.convolution); }),
                  row.sixteenBits);
    }
}

struct DepthwiseCase {
    std::string_view name;
    Convolution convolution;
    PerVariant eightBits, fourBits;  // of the weights
};

const DepthwiseCase kDepthwise[] = {
    {"3x3",
     {{1, 1}, {1, 1}, {1, 1}, {1, 6, 6, 8}, {1, 3, 3, 8}, {1, 6, 6, 8}},
     {0, 0, 4464},
     {144, 144, 4464}},
    {"3x3 with wide padding",
     {{1, 1}, {2, 2}, {1, 1}, {1, 6, 6, 8}, {1, 3, 3, 8}, {1, 8, 8, 8}},
     {0, 144, 4464},
     {144, 144, 4464}},
    {"5x5",
     {{1, 1}, {2, 2}, {1, 1}, {1, 6, 6, 3}, {1, 5, 5, 3}, {1, 6, 6, 3}},
     {0, 150, 12400},
     {150, 150, 12400}},
    {"more than 124 channels",
     {{1, 1}, {1, 1}, {1, 1}, {1, 6, 6, 200}, {1, 3, 2, 200}, {1, 6, 6, 200}},
     {0, 2400, 2976},
     {2400, 2400, 2976}},
    {"one channel becomes many",
     {{1, 1}, {1, 1}, {1, 1}, {1, 6, 6, 1}, {1, 3, 3, 4}, {1, 6, 6, 4}},
     {0, 0, 100},
     {0, 0, 0}},
    {"one channel stays one",
     {{1, 1}, {0, 0}, {1, 1}, {1, 6, 6, 1}, {1, 2, 2, 1}, {1, 5, 5, 1}},
     {0, 8, 1984},
     {8, 8, 1984}},
    {"two channels of each",
     {{1, 1}, {0, 0}, {1, 1}, {1, 6, 6, 2}, {1, 2, 2, 4}, {1, 5, 5, 4}},
     {0, 0, 0},
     {0, 0, 0}},
    {"dilation",
     {{1, 1}, {0, 0}, {2, 2}, {1, 6, 6, 4}, {1, 2, 2, 4}, {1, 4, 4, 4}},
     {0, 0, 0},
     {0, 0, 0}},
    {"two batches",
     {{1, 1}, {0, 0}, {1, 1}, {2, 6, 6, 4}, {1, 2, 2, 4}, {2, 5, 5, 4}},
     {0, 0, 0},
     {0, 0, 0}},
};

TEST(CmsisScratch, DepthwiseConvolutions) {
    for (const DepthwiseCase& row : kDepthwise) {
        SCOPED_TRACE(row.name);
        EXPECT_EQ(ofEach([&](auto variant) { return depthwiseS8(variant, row.convolution); }),
                  row.eightBits);
        EXPECT_EQ(ofEach([&](auto variant) { return depthwiseS4(variant, row.convolution); }),
                  row.fourBits);
    }
}

struct TransposedCase {
    std::string_view name;
    Convolution convolution;
    PerVariant working;
    Bytes reversedFilter;
};

const TransposedCase kTransposed[] = {
    {"as a convolution of the reversed filter",
     {{2, 2}, {}, {}, {1, 4, 4, 20}, {2, 3, 3, 20}, {1, 8, 8, 2}},
     {720, 720, 768},
     360},
    {"too few channels",
     {{2, 2}, {}, {}, {1, 4, 4, 16}, {2, 3, 3, 16}, {1, 8, 8, 2}},
     {216, 216, 216},
     0},
    {"too wide a stride",
     {{1, 3}, {}, {}, {1, 4, 4, 20}, {2, 3, 3, 20}, {1, 4, 12, 2}},
     {288, 288, 288},
     0},
    {"a filter smaller than its stride",
     {{3, 3}, {}, {}, {1, 4, 5, 2}, {3, 2, 2, 2}, {1, 12, 15, 3}},
     {540, 540, 540},
     0},
};

TEST(CmsisScratch, TransposedConvolutions) {
    for (const TransposedCase& row : kTransposed) {
        SCOPED_TRACE(row.name);
        EXPECT_EQ(ofEach([&](auto variant) { return transposeConvS8(variant, row.convolution); }),
                  row.working);
        EXPECT_EQ(transposeConvReversedFilterS8(row.convolution), row.reversedFilter);
    }
}

TEST(CmsisScratch, PerChannel) {
    EXPECT_EQ(ofEach([](auto variant) { return fullyConnectedS8(variant, 10); }),
              (PerVariant{0, 0, 40}));
    EXPECT_EQ(ofEach([](auto variant) { return svdfS8(variant, 100); }), (PerVariant{0, 0, 400}));
    EXPECT_EQ(ofEach([](auto variant) { return averagePool(variant, 10); }),
              (PerVariant{0, 40, 0}));
}

TEST(CmsisScratch, AbsurdSizesStaySizes) {
    constexpr std::int64_t kHuge = 2'000'000'000;
    const Shape huge{kHuge, kHuge, kHuge, kHuge};
    for (const Shape& shape : {huge, Shape{-1, -1, -1, -1}, Shape{0, 0, 0, 0}}) {
        const Convolution convolution{{1, 1}, {1, 1}, {1, 1}, shape, shape, shape};
        for (const KernelLibrary variant : kVariants) {
            EXPECT_GE(convolveS8(variant, convolution), 0);
            EXPECT_GE(convolveS16(variant, convolution), 0);
            EXPECT_GE(depthwiseS8(variant, convolution), 0);
            EXPECT_GE(depthwiseS4(variant, convolution), 0);
            EXPECT_GE(transposeConvS8(variant, convolution), 0);
            EXPECT_LT(convolveS16(variant, convolution), Bytes{1} << 52);
        }
        EXPECT_GE(transposeConvReversedFilterS8(convolution), 0);
    }
}

}  // namespace
}  // namespace thimble::tflm::cmsis
