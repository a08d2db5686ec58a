#include "core/eval/tensor_statistics.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>
#include <cstring>
#include <limits>
#include <numeric>

namespace thimble::eval {
namespace {

using testing::ElementsAre;

/// A tensor with its bytes.
struct Made {
    interp::TensorInfo info;
    std::vector<std::byte> bytes;
    [[nodiscard]] TensorStatistics statistics() const { return tensorStatistics(info, bytes); }
};

template <typename T>
Made made(TensorType type, const std::vector<T>& values, float scale = 0, std::int32_t zero = 0) {
    Made tensor;
    tensor.info.type = type;
    tensor.info.shape = {static_cast<std::int32_t>(values.size())};
    tensor.info.elements = values.size();
    tensor.info.bytes = values.size() * sizeof(T);
    tensor.info.scale = scale;
    tensor.info.zeroPoint = zero;
    tensor.bytes.resize(tensor.info.bytes);
    if (!values.empty()) std::memcpy(tensor.bytes.data(), values.data(), tensor.info.bytes);
    return tensor;
}

TEST(TensorStatistics, CountsWhatIsAtTheEndsOfTheType) {
    const auto s =
        made<std::int8_t>(TensorType::Int8, {-128, -128, 0, 127, 3}, 0.5F, -128).statistics();
    EXPECT_EQ(s.elements, 5);
    EXPECT_EQ(s.saturation, (Saturation{2, 1}));
    EXPECT_DOUBLE_EQ(s.lowest, 0);
    EXPECT_DOUBLE_EQ(s.highest, 127.5);
    EXPECT_DOUBLE_EQ(s.mean, 0.5 * ((-128 - 128 + 0 + 127 + 3) / 5.0 + 128));
    EXPECT_EQ(s.histogram.counts.size(), 256U);
    EXPECT_EQ(s.histogram.counts.front(), 2);
    EXPECT_EQ(s.histogram.counts.back(), 1);
    EXPECT_TRUE(s.histogram.firstIsTypeEnd);
    EXPECT_TRUE(s.histogram.lastIsTypeEnd);
    EXPECT_DOUBLE_EQ(s.histogram.from, -0.25);
    EXPECT_DOUBLE_EQ(s.histogram.to, 127.75);
}

TEST(TensorStatistics, OnlyQuantisedTypesSaturate) {
    EXPECT_FALSE(made<std::int8_t>(TensorType::Int8, {-128, 127}).statistics().saturation);
    EXPECT_FALSE(made<float>(TensorType::Float32, {1, 2}, 0.5F).statistics().saturation);
    EXPECT_FALSE(
        made<std::int32_t>(TensorType::Int32, {1, 2'147'483'647}, 0.5F).statistics().saturation);
    EXPECT_EQ(
        made<std::int16_t>(TensorType::Int16, {32767, -32768, 32767}, 1).statistics().saturation,
        (Saturation{1, 2}));
    EXPECT_EQ(made<std::int8_t>(TensorType::Int4, {-8, 7, 7}, 1).statistics().saturation,
              (Saturation{1, 2}));
}

TEST(TensorStatistics, BinsOfIntegersHoldOneValueWhereThereAreFew) {
    const auto s = made<std::uint8_t>(TensorType::UInt8, {10, 12, 12}, 2, 10).statistics();
    EXPECT_THAT(s.histogram.counts, ElementsAre(1, 0, 2));
    EXPECT_DOUBLE_EQ(s.histogram.from, -1);
    EXPECT_DOUBLE_EQ(s.histogram.to, 5);
    EXPECT_FALSE(s.histogram.firstIsTypeEnd || s.histogram.lastIsTypeEnd);
}

TEST(TensorStatistics, BinsOfManyIntegersHoldAsManyEach) {
    std::vector<std::int16_t> values(1000);
    std::iota(values.begin(), values.end(), std::int16_t{-500});
    const auto s = made(TensorType::Int16, values, 1).statistics();
    ASSERT_EQ(s.histogram.counts.size(), 250U);  // of four values each
    for (const std::int64_t count : s.histogram.counts) EXPECT_EQ(count, 4);
    EXPECT_DOUBLE_EQ(s.histogram.from, -500.5);
    EXPECT_DOUBLE_EQ(s.histogram.to, 499.5);
    const auto widest =
        made<std::int16_t>(TensorType::Int16, {-32768, 32767}, 1).statistics().histogram;
    EXPECT_EQ(widest.counts.size(), 256U);
    EXPECT_FALSE(widest.firstIsTypeEnd);  // other values are in that bin, too
}

TEST(TensorStatistics, WhatIsNotFiniteIsCountedApart) {
    const float nan = std::numeric_limits<float>::quiet_NaN();
    const float infinity = std::numeric_limits<float>::infinity();
    const auto s = made<float>(TensorType::Float32, {1, nan, -3, infinity, -infinity}).statistics();
    EXPECT_EQ(s.notFinite, 3);
    EXPECT_EQ(s.lowest, -3);
    EXPECT_EQ(s.highest, 1);
    EXPECT_DOUBLE_EQ(s.mean, -1);
    EXPECT_EQ(std::accumulate(s.histogram.counts.begin(), s.histogram.counts.end(), 0), 2);
    EXPECT_EQ(s.histogram.counts.size(), Histogram::kRealBins);
    EXPECT_EQ(s.histogram.counts.front(), 1);
    EXPECT_EQ(s.histogram.counts.back(), 1);
    const auto none = made<float>(TensorType::Float32, {nan}).statistics();
    EXPECT_FALSE(none.hasValues());
    EXPECT_TRUE(none.histogram.counts.empty());
}

TEST(TensorStatistics, TheLargestNumbersDoNotOverflow) {
    const double most = std::numeric_limits<double>::max();
    const auto s = made<double>(TensorType::Float64, {most, -most, most, -most}).statistics();
    EXPECT_TRUE(std::isfinite(s.mean));
    EXPECT_EQ(s.histogram.counts.front(), 2);
    EXPECT_EQ(s.histogram.counts.back(), 2);
    const double least = std::numeric_limits<double>::denorm_min();
    const auto tiny = made<double>(TensorType::Float64, {0, least}).statistics();
    EXPECT_EQ(std::accumulate(tiny.histogram.counts.begin(), tiny.histogram.counts.end(), 0), 2);
    const auto wide =
        made<std::int64_t>(TensorType::Int64, {std::numeric_limits<std::int64_t>::min(),
                                               std::numeric_limits<std::int64_t>::max()})
            .statistics();
    EXPECT_EQ(wide.histogram.counts.front() + wide.histogram.counts.back(), 2);
}

TEST(TensorStatistics, EmptyEqualAndWithoutNumbers) {
    EXPECT_FALSE(made<float>(TensorType::Float32, {}).statistics().hasValues());
    EXPECT_THAT(made<float>(TensorType::Float32, {2, 2}).statistics().histogram.counts,
                ElementsAre(2));
    const auto text = made<std::int8_t>(TensorType::String, {1, 2}).statistics();
    EXPECT_FALSE(text.isNumeric || text.hasValues());
    const auto flags = made<std::uint8_t>(TensorType::Bool, {0, 1, 7}).statistics();
    EXPECT_EQ(flags.highest, 1);
    EXPECT_FALSE(flags.saturation);
}

TEST(TensorStatistics, ANegativeScaleTurnsThemRound) {
    const auto s = made<std::int8_t>(TensorType::Int8, {-128, -128, 127}, -1, 0).statistics();
    EXPECT_EQ(s.lowest, -127);
    EXPECT_EQ(s.highest, 128);
    EXPECT_EQ(s.saturation, (Saturation{1, 2}));
    EXPECT_EQ(s.histogram.counts.front(), 1);
    EXPECT_LT(s.histogram.from, s.histogram.to);
}

TEST(LargestElements, EqualOnesInOrderAndNanLast) {
    const float nan = std::numeric_limits<float>::quiet_NaN();
    const Made tensor = made<float>(TensorType::Float32, {1, nan, 5, 1, 7});
    EXPECT_THAT(largestElements(tensor.info, tensor.bytes, 9), ElementsAre(4, 2, 0, 3, 1));
    EXPECT_THAT(largestElements(tensor.info, tensor.bytes, 2), ElementsAre(4, 2));
    const Made quantised = made<std::int8_t>(TensorType::Int8, {3, 9, 9}, 0.5F, 4);
    EXPECT_THAT(largestElements(quantised.info, quantised.bytes, 2), ElementsAre(1, 2));
}

}  // namespace
}  // namespace thimble::eval
