#include "core/report/contributors.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "core/pipeline/analyse.h"
#include "tests/support/model_builder.h"
#include "tests/support/test_data.h"

namespace thimble {
namespace {

using testing::AllOf;
using testing::Contains;
using testing::Each;
using testing::HasSubstr;
using testing::Not;
using testing::StartsWith;

Report reportOf(const Model& model, std::string_view target = "arm32-reference") {
    const LoadedModel loaded{"/models/made_by_hand.tflite", Blob(), model};
    return **analyse(loaded, *tflm::findTarget(target));
}

TEST(Contributors, NameTheTensorThatNothingUsesWhereItDecidesTheHead) {
    Model model = test::chainModel(2, 100);
    test::addTensor(model, "zz", {50'000});
    const Report report = reportOf(model);
    ASSERT_EQ(report.device.headBytes, 50'000);
    EXPECT_EQ(report.contributors.front(),
              "50,000 bytes of the head are tensor #3 'zz' [50000]: nothing writes or reads it, "
              "and TFLM makes room for it all the same");
    EXPECT_THAT(report.contributors, Each(Not(HasSubstr("at the peak"))));
}

TEST(Contributors, LeaveOutWhatFitsBesideEverything) {
    Model model = test::chainModel(2, 100);
    test::addTensor(model, "small", {100});
    EXPECT_THAT(reportOf(model).contributors, Each(Not(HasSubstr("small"))));
}

TEST(Contributors, SayThatASubgraphNeverRuns) {
    Model model = test::chainModel(1, 16);
    const std::size_t never = test::addSubgraph(model);
    const auto x = test::addTensor(model, "x", {9000}, never);
    test::addOperator(model, BuiltinOperator::Relu, {x}, {test::addTensor(model, "y", {1}, never)},
                      never);
    model.subgraphs[never].inputs = {x};
    EXPECT_THAT(reportOf(model).contributors.front(),
                AllOf(StartsWith("9,000 bytes of the head are tensor #0 'x' [9000] of subgraph 1"),
                      HasSubstr("its subgraph never runs")));
}

TEST(Contributors, SpeakOfThePeakOnlyWhereTheFullestStepIsIt) {
    const Report same = reportOf(test::chainModel(3, 1000));
    EXPECT_TRUE(same.isPeakFullest());
    EXPECT_THAT(same.contributors, Contains(HasSubstr("1,000 bytes at the peak are tensor")));

    Model none = test::emptyModel();
    none.subgraphs[0].inputs = none.subgraphs[0].outputs = {test::addTensor(none, "x", {1, 1000})};
    const Report report = reportOf(none);
    EXPECT_FALSE(report.isPeakFullest());
    EXPECT_EQ(report.workingSet.peakBytes, 0);
    EXPECT_THAT(report.contributors,
                Contains(HasSubstr("1,000 bytes in the fullest step are tensor")));
}

TEST(Contributors, AreNotThePeaksWhereScratchOrSubgraphsAreFuller) {
    THIMBLE_NEEDS_TEST_DATA();
    for (const auto& [name, target] : {std::pair{"hey_glados", "arm32-cmsis-mve"},
                                       {"ds_cnn_int16", "arm32-cmsis-dsp"},
                                       {"mcunet_320kb_imagenet", "arm32-cmsis-mve"},
                                       {"str_ww_ref_model", "arm32-cmsis-mve"}}) {
        SCOPED_TRACE(name);
        const Report report = reportOf(test::readShared(name), target);
        EXPECT_FALSE(report.isPeakFullest());
        EXPECT_THAT(report.contributors, Each(Not(HasSubstr("at the peak"))));
    }
}

TEST(Steps, TheArrivingInputsAreInputs) {
    const Report report = reportOf(test::chainModel(2, 100));
    EXPECT_EQ(report.steps[0].inputBytes, 100);
    EXPECT_EQ(report.steps[0].outputBytes, 0);
}

TEST(Operators, OfACustomOneTheWorkIsUnknown) {
    Model model = test::chainModel(2, 100);
    EXPECT_TRUE(reportOf(model).model.macsKnown);
    model.operatorCodes[0].builtin = model.operatorCodes[0].newBuiltin = BuiltinOperator::Custom;
    const Report report = reportOf(model);
    EXPECT_FALSE(report.model.macsKnown);
    EXPECT_FALSE(report.operators[0].macsKnown);
    EXPECT_EQ(report.operators[0].macs, 0);
}

}  // namespace
}  // namespace thimble
