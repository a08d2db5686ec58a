#include "ui/format/format.h"

#include <gtest/gtest.h>

namespace thimble::ui {
namespace {

TEST(Format, WritesBytes) {
    EXPECT_EQ(formatBytes(0), "0 B");
    EXPECT_EQ(formatBytes(100'660), "100,660 B");
    EXPECT_EQ(formatBytes(-18'432), "-18,432 B");
    EXPECT_EQ(formatBytesShort(1023), "1,023 B");
    EXPECT_EQ(formatBytesShort(100'660), "98.3 KiB");
    EXPECT_EQ(formatBytesShort(-1536), "-1.5 KiB");
    EXPECT_EQ(formatBytesShort(3'500'000), "3.3 MiB");
    EXPECT_EQ(formatBytesLong(512), "512 B");
    EXPECT_EQ(formatBytesLong(100'660), "100,660 B (98.3 KiB)");
}

TEST(Format, WritesTheMarksOfAnAxisInOneUnit) {
    EXPECT_EQ(formatBytesTick(0, 16'384), "0 B");
    EXPECT_EQ(formatBytesTick(1536, 512), "1,536 B");
    EXPECT_EQ(formatBytesTick(65'536, 16'384), "64 KiB");
    EXPECT_EQ(formatBytesTick(1'572'864, 524'288), "1,536 KiB");
    EXPECT_EQ(formatBytesTick(3 << 20, 1 << 20), "3 MiB");
}

TEST(Format, WritesDifferences) {
    EXPECT_EQ(formatDifference(73'728, 55'296), "−18,432 B (−25.0 %)");
    EXPECT_EQ(formatDifference(1000, 1001), "+1 B (+0.1 %)");
    EXPECT_EQ(formatDifference(5, 5), "0 B (0.0 %)");
    EXPECT_EQ(formatDifference(0, 7), "+7 B");
    EXPECT_EQ(formatSigned(-18'432), "−18,432");
    EXPECT_EQ(formatSigned(3), "+3");
    EXPECT_EQ(formatSigned(0), "0");
    EXPECT_EQ(formatPercent(100'000, 99'999), "−0.0 %");
    EXPECT_EQ(formatPercent(0, 7), "");
}

TEST(Format, WritesCountsAndShapes) {
    EXPECT_EQ(formatCount(7'489'664), "7,489,664");
    EXPECT_EQ(formatShape({1, 96, 96, 3}), "[1, 96, 96, 3]");
    EXPECT_EQ(formatShape({1000, -1}), "[1000, -1]");
    EXPECT_EQ(formatShape({}), "[]");
    EXPECT_EQ(formatShape({1, 2, 3, 4, 5, 6, 7, 8}), "[1, 2, 3, 4, 5, 6, 7, 8]");
    EXPECT_EQ(formatShape(std::vector<std::int32_t>(1'000'000, 1)),
              "[1, 1, 1, 1, 1, 1, 1, 1, ... (1,000,000 dimensions)]");
}

TEST(Format, MakesTextFitToPrint) {
    EXPECT_EQ(formatText("a\nb\tc"), QString::fromUtf8("a\uFFFDb\uFFFDc"));
    EXPECT_EQ(formatText("\xff"), QString(QChar::ReplacementCharacter));
    EXPECT_EQ(formatText(std::string(500, 'x')).size(), 500);
}

TEST(Format, MakesNamesFitToPrint) {
    EXPECT_EQ(formatName("conv1/out"), "conv1/out");
    EXPECT_EQ(formatName("a\nb\tc"), QString::fromUtf8("a\uFFFDb\uFFFDc"));
    EXPECT_EQ(formatName("\xff"), QString(QChar::ReplacementCharacter));
    EXPECT_EQ(formatName("0123456789", 7), QString::fromUtf8("012\u2026789"));
    const std::string endless(500'000, 'x');
    EXPECT_EQ(formatName(endless).size(), 120);
}

TEST(Format, RealNumbersHaveFourDigits) {
    EXPECT_EQ(formatReal(0), "0");
    EXPECT_EQ(formatReal(0.41414), "0.4141");
    EXPECT_EQ(formatReal(-12.5), "−12.50");
    EXPECT_EQ(formatReal(-128), "−128");
    EXPECT_EQ(formatReal(12'345.6), "12,346");
    EXPECT_EQ(formatReal(0.0000125), "1.250e−05");
    EXPECT_EQ(formatReal(3e20), "3.000e+20");
    EXPECT_EQ(formatNumber(-1234), "−1,234");
}

TEST(Format, MarksOfAnAxisHaveOneUnit) {
    EXPECT_EQ(formatCountTick(0, 500'000), "0");
    EXPECT_EQ(formatCountTick(1'500'000, 500'000), "1,500 k");
    EXPECT_EQ(formatCountTick(4'000'000, 2'000'000), "4 M");
    EXPECT_EQ(formatCountTick(40, 20), "40");
    EXPECT_EQ(formatCountTick(1, 0.5), "1");
    EXPECT_EQ(formatEnergyTick(0.5, 0.1), "500 nJ");
    EXPECT_EQ(formatEnergyTick(1500, 500), "1,500 µJ");
    EXPECT_EQ(formatEnergyTick(3000, 1000), "3 mJ");
}

TEST(Format, Shares) {
    EXPECT_EQ(formatShare(1, 8), "12.5 %");
    EXPECT_EQ(formatShare(1, 100'000), "<0.1 %");
    EXPECT_EQ(formatShare(0, 5), "0.0 %");
    EXPECT_EQ(formatShare(0, 0), "");
}

}  // namespace
}  // namespace thimble::ui
