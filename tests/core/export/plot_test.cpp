#include "core/export/plot.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <string>

#include "core/base/file.h"
#include "core/export/canvas.h"
#include "core/export/thin_boxes.h"
#include "core/report/called_steps.h"

namespace thimble {
namespace {

namespace fs = std::filesystem;
using ::testing::HasSubstr;
using ::testing::StartsWith;

/// One operator that writes a tensor of 64 bytes.
Report oneStep() {
    Report report;
    report.model.path = "/models/one_step.tflite";
    report.target = tflm::kTargets[0];
    TensorRow tensor;
    tensor.name = "out";
    tensor.bytes = 64;
    tensor.producer = OperatorId{0};
    tensor.isOutput = true;
    tensor.buffer = 0;
    report.tensors = {tensor};
    report.firstTensor = {0};
    OperatorRow op;
    op.name = "CONV_2D";
    op.outputs = {0};
    op.step = 1;
    report.operators = {op};
    report.firstOperator = {0};
    report.steps.resize(2);
    report.steps[0].op = -1;
    report.steps[1].op = 0;
    report.steps[1].outputBytes = 64;
    report.steps[1].alignedBytes = 64;
    report.peakStep = 1;
    tflm::PlannedBuffer buffer;
    buffer.tensor = 0;
    buffer.bytes = 64;
    buffer.plannedBytes = 64;
    buffer.scopes = {1, 2};
    report.device.accepts = true;
    report.device.buffers = {buffer};
    report.device.headBytes = 64;
    return report;
}

class WritePlot : public ::testing::Test {
protected:
    WritePlot() { fs::create_directories(m_folder); }
    ~WritePlot() override { fs::remove_all(m_folder); }

    [[nodiscard]] fs::path file(const std::string& name) const { return m_folder / name; }
    /// The bytes of the plot, or a failed test.
    [[nodiscard]] std::string drawn(const Report& report, const std::string& name,
                                    PlotSize size = {}) const {
        const auto written = writePlot(report, file(name), size);
        EXPECT_TRUE(written.has_value()) << written.error().message;
        const auto bytes = readFile(file(name));
        if (!bytes) return {};
        return {reinterpret_cast<const char*>(bytes->bytes().data()),
                static_cast<std::size_t>(bytes->size())};
    }

private:
    fs::path m_folder = fs::path(::testing::TempDir()) /
                        (std::string("thimble_plot_") +
                         ::testing::UnitTest::GetInstance()->current_test_info()->name());
};

TEST_F(WritePlot, TheEndingDecides) {
    EXPECT_THAT(drawn(oneStep(), "a.svg"), StartsWith("<?xml"));
    EXPECT_THAT(drawn(oneStep(), "a.SVG"), StartsWith("<?xml"));
    EXPECT_THAT(drawn(oneStep(), "a.png"), StartsWith("\x89PNG"));
    const auto other = writePlot(oneStep(), file("a.gif"));
    ASSERT_FALSE(other.has_value());
    EXPECT_EQ(other.error().code, ErrorCode::InvalidArgument);
}

TEST_F(WritePlot, AFileThatCannotBeWrittenIsNamed) {
    const auto missing = writePlot(oneStep(), file("no/such/folder/plot.png"));
    ASSERT_FALSE(missing.has_value());
    EXPECT_EQ(missing.error().code, ErrorCode::Io);
    EXPECT_THAT(missing.error().message, HasSubstr("no/such/folder/plot.png"));
}

TEST_F(WritePlot, AModelWithoutOperatorsHasAPlot) {
    EXPECT_FALSE(drawn(Report{}, "a.png").empty());
    EXPECT_FALSE(drawn(Report{}, "a.svg").empty());
}

TEST_F(WritePlot, NamesOfAnyKindAreDrawn) {
    // After a text that cairo refuses nothing more would be drawn: the plot would be as small as
    // one without the rest.
    Report report = oneStep();
    const std::size_t whole = drawn(report, "whole.svg").size();
    report.tensors[0].name = "\xff\xc3";
    EXPECT_GT(drawn(report, "broken.svg").size(), whole * 9 / 10);
    report.tensors[0].name = std::string(2'000'000, 'x');
    EXPECT_LT(drawn(report, "long.svg").size(), whole * 2);
    report.operators[0].name = std::string(300, 'W');
    EXPECT_FALSE(drawn(report, "narrow.svg", {400, 300}).empty());
}

TEST_F(WritePlot, WhatIsNeverUsedIsDrawnAllTheSame) {
    Report report = oneStep();
    report.device.headBytes = 4096;
    const std::string without = drawn(report, "without.svg");
    report.tensors.push_back({.index = 1, .name = "dangling", .bytes = 4096, .buffer = 1});
    report.device.buffers.push_back(
        {.tensor = 1, .bytes = 4096, .plannedBytes = 4096, .scopes = tflm::kUnmarked});
    // A box, its frame, and every letter of "#1 dangling" placed.
    EXPECT_GT(drawn(report, "with.svg").size(), without.size() + 1000);
}

TEST_F(WritePlot, ThousandsOfThinBoxesAreDrawnAsWhatCanBeSeenOfThem) {
    Report report = oneStep();
    constexpr int kMany = 30'000;
    report.steps.resize(kMany + 2, report.steps[1]);
    report.device.headBytes = Bytes{16} * kMany;
    for (std::int32_t i = 0; i < kMany; ++i)
        report.device.buffers.push_back({.tensor = 0,
                                         .bytes = 16,
                                         .plannedBytes = 16,
                                         .offset = Bytes{16} * i,
                                         .scopes = {i + 1, kMany}});
    EXPECT_LT(drawn(report, "many.svg").size(), 1'000'000U);
}

TEST(ThinBoxes, CoverWhatTheirBoxesCover) {
    ThinBoxes thin({Colour{0, 0, 0}});
    EXPECT_FALSE(thin.take({10, 10, 1, 1}, 0));
    // A line of four boxes a quarter of a pixel wide, a wide thin one, and one far away.
    for (int i = 0; i < 4; ++i) EXPECT_TRUE(thin.take({20 + i * 0.25, 30, 0.25, 8}, 0));
    EXPECT_TRUE(thin.take({40, 30, 10, 0.01}, 0));
    EXPECT_TRUE(thin.take({45, 30.2, 20, 0.01}, 0));
    EXPECT_TRUE(thin.take({80, 30, 10, 0.01}, 0));
    Canvas canvas(Canvas::Format::Svg, 100, 100);
    thin.draw(canvas);
    const std::vector<std::byte> bytes = *canvas.finish();
    const std::string svg(reinterpret_cast<const char*>(bytes.data()), bytes.size());
    std::size_t shapes = 0;
    for (std::size_t at = svg.find("<path"); at != std::string::npos;
         at = svg.find("<path", at + 1))
        ++shapes;
    for (std::size_t at = svg.find("<rect"); at != std::string::npos;
         at = svg.find("<rect", at + 1))
        ++shapes;
    EXPECT_EQ(shapes, 5U) << svg;  // the page, two columns, two stretches of one row
}

TEST(Canvas, FitsTextByLeavingOutItsEnd) {
    Canvas canvas(Canvas::Format::Svg, 400, 300);
    const double width = canvas.textWidth("conv1/relu", 11);
    EXPECT_EQ(canvas.fitted("conv1/relu", 11, width + 1), "conv1/relu");
    EXPECT_THAT(canvas.fitted("conv1/relu", 11, width * 0.8), StartsWith("conv"));
    EXPECT_EQ(canvas.fitted("conv1/relu", 11, 1), "");
    EXPECT_EQ(canvas.fitted("a\nb\xff \xed\xa0\x80", 11, 400),
              "a\xEF\xBF\xBD"
              "b\xEF\xBF\xBD \xEF\xBF\xBD\xEF\xBF\xBD\xEF\xBF\xBD");
    EXPECT_EQ(canvas.fitted("Gr\xC3\xB6\xC3\x9F"
                            "e \xF0\x9F\x98\x80",
                            11, 400),
              "Gr\xC3\xB6\xC3\x9F"
              "e \xF0\x9F\x98\x80");
}

TEST(CalledSteps, AreTheRunsOfOtherSubgraphs) {
    Report report;
    for (const std::uint32_t subgraph : {0U, 0U, 1U, 1U, 2U, 1U, 0U, 1U})
        report.steps.push_back({.subgraph = subgraph});
    const std::vector<CalledSteps> expected = {{1, {2, 4}}, {2, {4, 5}}, {1, {5, 6}}, {1, {7, 8}}};
    EXPECT_EQ(calledSteps(report), expected);
}

TEST_F(WritePlot, CalledSubgraphsAreBracketed) {
    Report report = oneStep();
    report.steps.resize(6, report.steps[1]);
    const std::size_t plain = drawn(report, "plain.svg").size();
    for (std::size_t s = 2; s < 5; ++s) report.steps[s].subgraph = 1;
    report.firstOperator = {0, 0};
    report.peakStep = 1;
    // Words and lines in place of three numbers.
    EXPECT_GT(drawn(report, "called.svg").size(), plain + 300);
}

TEST(ParsePlotSize, WantsTwoNumbersWithinBounds) {
    const auto size = parsePlotSize("640x480");
    ASSERT_TRUE(size.has_value());
    EXPECT_EQ(size->width, 640);
    EXPECT_EQ(size->height, 480);
    for (const char* text : {"", "x", "640", "640x", "x480", "640x480x", "640 x480", "399x300",
                             "400x299", "8001x800", "-640x480", "99999999999x480"})
        EXPECT_FALSE(parsePlotSize(text).has_value()) << text;
}

}  // namespace
}  // namespace thimble
