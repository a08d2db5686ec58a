#include "ui/painting/plot_text.h"

#include <gtest/gtest.h>

#include "tests/ui/painting/report_builder.h"

namespace thimble::ui {
namespace {

const tflm::PlannedBuffer& buffer(const Report& report, std::size_t b) {
    return report.device.buffers[b];
}

TEST(PlotText, NamesSteps) {
    Report report = *test::branchReport();
    EXPECT_EQ(stepTitle(report, 0), "inputs arrive");
    EXPECT_EQ(stepTitle(report, 3), "#2 ADD");
    EXPECT_EQ(stepNumber(report.steps[0]), "in");
    EXPECT_EQ(stepNumber(report.steps[3]), "2");
    EXPECT_EQ(stepNumber({.subgraph = 1, .op = 7}), "1:7");
    EXPECT_EQ(stepValue(report, 1), "3,000 B: inputs 1,000 B, outputs 1,500 B, scratch 500 B");
    report.steps[4] = {.subgraph = 0, .op = 3};
    EXPECT_EQ(stepValue(report, 4), "0 B");
}

TEST(PlotText, SaysWhyABufferIsAlive) {
    const auto report = test::branchReport();
    EXPECT_EQ(whyAlive(*report, buffer(*report, 0)),
              "an input of the model, last read by #0 CONV_2D");
    EXPECT_EQ(whyAlive(*report, buffer(*report, 1)), "written by #0 CONV_2D, last read by #2 ADD");
    EXPECT_EQ(whyAlive(*report, buffer(*report, 4)),
              "written by #3 SOFTMAX, an output of the model, kept to the end");
    EXPECT_EQ(whyAlive(*report, buffer(*report, 5)), "a working buffer of #0 CONV_2D");
    EXPECT_EQ(bufferTitle(*report, buffer(*report, 4)), "#4");
    EXPECT_EQ(bufferSteps(*report, buffer(*report, 0)), "inputs arrive to #0 CONV_2D");
}

TEST(PlotText, SaysThatABufferIsNeverUsed) {
    Report report = *test::branchReport();
    report.device.buffers[1].scopes = tflm::kUnmarked;
    EXPECT_EQ(bufferSteps(report, buffer(report, 1)), "never used");
    EXPECT_TRUE(whyAlive(report, buffer(report, 1)).startsWith("its subgraph never runs"));
    report.tensors[1].producer = {};
    report.tensors[1].consumers = {};
    EXPECT_TRUE(whyAlive(report, buffer(report, 1)).startsWith("nothing writes or reads it"));
    report.device.buffers[1].scopes = {-1, 3};
    EXPECT_EQ(bufferSteps(report, buffer(report, 1)), "inputs arrive to #1 DEPTHWISE_CONV_2D");
}

TEST(PlotText, CallsTheFullestStepPeakOnlyWhereItIs) {
    Report report = *test::branchReport();
    EXPECT_EQ(fullestTitle(report), "peak");
    EXPECT_TRUE(stepToolTip(report, 3).contains("#2 ADD: the peak"));
    report.steps[3].scratchBytes = 8;
    EXPECT_EQ(fullestName(report), "fullest step");
    EXPECT_EQ(fullestTitle(report), "fullest step, with scratch");
    EXPECT_TRUE(stepToolTip(report, 3).contains("#2 ADD: the fullest step"));
    EXPECT_EQ(fullestTitle(Report{}), "fullest step");
}

TEST(PlotText, IsNotFooledByNames) {
    Report report = *test::branchReport();
    report.tensors[1].name = "<b>&amp;\n" + std::string(1'000'000, 'x');
    report.operators[0].name = "<img src='http://x'>";
    const QString tip = bufferToolTip(report, buffer(report, 1));
    EXPECT_LT(tip.size(), 2000);
    EXPECT_FALSE(tip.contains("<img"));
    EXPECT_TRUE(tip.contains("&lt;b&gt;&amp;amp;"));
    EXPECT_FALSE(stepToolTip(report, 1).contains("<img"));
}

TEST(PlotText, FindsOnlyWhatTheReportHas) {
    const auto report = test::branchReport();
    using Kind = SelectedItem::Kind;
    EXPECT_EQ(selectedOperator(*report, {Kind::Operator, 0, 2})->name, "ADD");
    EXPECT_EQ(selectedTensor(*report, {Kind::Tensor, 0, 1})->name, "left");
    EXPECT_EQ(selectedTensor(*report, {Kind::Operator, 0, 1}), nullptr);
    for (const Kind kind : {Kind::None, Kind::Operator, Kind::Tensor})
        for (const SelectedItem& item :
             {SelectedItem{kind, 0, -1}, SelectedItem{kind, 0, 99}, SelectedItem{kind, 1, 0}}) {
            EXPECT_EQ(selectedOperator(*report, item), nullptr);
            EXPECT_EQ(selectedTensor(*report, item), nullptr);
        }
}

}  // namespace
}  // namespace thimble::ui
