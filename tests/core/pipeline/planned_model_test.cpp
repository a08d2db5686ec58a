#include "core/pipeline/planned_model.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>

#include "core/base/file.h"
#include "core/pipeline/plan_sentences.h"
#include "core/tflite/writer.h"
#include "tests/support/model_builder.h"

namespace thimble {
namespace {

namespace fs = std::filesystem;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

/// Two branches written level by level; one after the other needs less. Tensor "orphan" is
/// nobody's.
///   x -> #0 a -> #2 c -+
///   x -> #1 b -> #3 d -+-> #4 y
Model branches() {
    Model model = test::emptyModel();
    const auto x = test::addTensor(model, "x", {64});
    test::addTensor(model, "orphan", {16});
    const auto a = test::addTensor(model, "a", {6400});
    const auto b = test::addTensor(model, "b", {6400});
    const auto c = test::addTensor(model, "c", {64});
    const auto d = test::addTensor(model, "d", {64});
    const auto y = test::addTensor(model, "y", {64});
    test::addOperator(model, BuiltinOperator::Relu, {x}, {a});
    test::addOperator(model, BuiltinOperator::Relu, {x}, {b});
    test::addOperator(model, BuiltinOperator::Relu, {a}, {c});
    test::addOperator(model, BuiltinOperator::Relu, {b}, {d});
    test::addOperator(model, BuiltinOperator::Add, {c, d}, {y});
    model.subgraphs[0].inputs = {x};
    model.subgraphs[0].outputs = {y};
    return model;
}

std::shared_ptr<const PlannedModel> planned(const Model& model, const PlanOptions& options = {},
                                            const fs::path& path = "m.tflite") {
    auto loaded = std::make_shared<const LoadedModel>(LoadedModel{path, Blob(), model});
    const auto report = analyse(*loaded, tflm::kTargets[0]);
    if (!report) return nullptr;
    return planModel(std::move(loaded), *report, options).value_or(nullptr);
}

TEST(PlannedModel, ReportsBothSides) {
    const auto plan = planned(branches());
    ASSERT_TRUE(plan);
    EXPECT_THAT(plan->faults, IsEmpty());
    EXPECT_EQ(plan->before->workingSet.peakBytes, plan->plan.peakBefore);
    EXPECT_EQ(plan->after->workingSet.peakBytes, plan->plan.peakAfter);
    EXPECT_LT(plan->plan.peakAfter, plan->plan.peakBefore);
    EXPECT_EQ(plan->after->device.buffers, plan->plan.after.buffers);
    EXPECT_EQ(plan->after->steps.size(), plan->before->steps.size());
}

TEST(PlannedModel, FollowsEveryOperatorAndTensor) {
    const Model model = branches();
    const auto plan = planned(model);
    ASSERT_TRUE(plan);
    const SubgraphChanges& changes = plan->changes.subgraphs[0];
    const Subgraph& before = model.subgraphs[0];
    const Subgraph& after = plan->plan.model.subgraphs[0];
    EXPECT_EQ(changes.tensorAfter[1], -1) << "the orphan is dropped";
    for (std::size_t t = 0; t < before.tensors.size(); ++t) {
        const std::int32_t now = changes.tensorAfter[t];
        if (now < 0) continue;
        EXPECT_EQ(after.tensors[static_cast<std::size_t>(now)].name, before.tensors[t].name);
        EXPECT_EQ(changes.tensorBefore[static_cast<std::size_t>(now)],
                  static_cast<std::int32_t>(t));
    }
    for (std::size_t o = 0; o < before.operators.size(); ++o)
        EXPECT_EQ(changes.operatorBefore[static_cast<std::size_t>(changes.operatorAfter[o])],
                  static_cast<std::int32_t>(o));
    // The second operator swaps places with the third.
    EXPECT_THAT(plan->changes.moved, ElementsAre(MovedOperator{0, 2, 1}, MovedOperator{0, 1, 2}));
}

TEST(PlannedModel, NothingMovesInAChain) {
    const auto plan = planned(test::chainModel(3, 640));
    ASSERT_TRUE(plan);
    EXPECT_THAT(plan->changes.moved, IsEmpty());
    const PlanEffect effect = mainEffect(plan->plan);
    EXPECT_EQ(effect.measure, PlanMeasure::Minimum);
}

TEST(PlannedModel, EffectsAreThoseOfTheDevice) {
    const auto plan = planned(branches());
    ASSERT_TRUE(plan);
    const std::vector<PlanEffect> effects = planEffects(plan->plan);
    EXPECT_EQ(effects[0],
              (PlanEffect{PlanMeasure::WorkingSet, plan->plan.peakBefore, plan->plan.peakAfter}));
    EXPECT_EQ(effects[1], (PlanEffect{PlanMeasure::Head, plan->plan.before.headBytes,
                                      plan->plan.after.headBytes}));
    EXPECT_EQ(effects[2].after, plan->plan.fragmentationBytes());
    EXPECT_EQ(effects.size() > 3, plan->plan.before.accepts);
}

TEST(PlannedModel, WithoutAVerdictOnlyTheHeadCounts) {
    MemoryPlan plan;
    plan.before.headBytes = 64;
    plan.after.headBytes = 48;
    plan.after.lowerBoundBytes = 48;
    EXPECT_EQ(mainEffect(plan), (PlanEffect{PlanMeasure::Head, 64, 48}));
    EXPECT_EQ(planEffects(plan).size(), 3U);
}

TEST(PlanSentences, NameWhatCannotBeAvoided) {
    const auto plan = planned(branches());
    ASSERT_TRUE(plan);
    // 6,400 bytes in, 64 out, and x for the other branch.
    EXPECT_EQ(orderSentence(plan->plan, OrderChoice::Optimal),
              "No order can need less than 6,528 bytes for its tensors: the search has ruled it "
              "out. At operator #2 RELU, which now runs as #1, 6,464 of them are its inputs and "
              "outputs; 64 wait for other operators.");
    const auto chain = planned(test::chainModel(3, 640));
    ASSERT_TRUE(chain);
    EXPECT_EQ(orderSentence(chain->plan, OrderChoice::Optimal),
              "No order can need less: at operator #0 RELU its inputs and outputs alone are 1,280 "
              "bytes alive together.");
    EXPECT_THAT(placementSentence(chain->plan, PlacementChoice::Exact),
                HasSubstr("No placement of this order can be lower: the head's 1,280 bytes"));
}

TEST(PlanSentences, ClaimNoMoreThanIsKnown) {
    const auto found = planned(branches());
    ASSERT_TRUE(found);
    MemoryPlan plan = found->plan;
    plan.orderFinding = {StopReason::Limit, 6'000};
    EXPECT_EQ(orderSentence(plan, OrderChoice::Optimal),
              "Not proven within the search's limit: this order needs 6,528 bytes for its tensors, "
              "any order at least 6,000.");
    plan.orderFinding.reason = StopReason::Cancelled;
    EXPECT_THAT(orderSentence(plan, OrderChoice::Optimal), HasSubstr("Cancelled, so not proven"));
    EXPECT_THAT(orderSentence(plan, OrderChoice::AsWritten), HasSubstr("as they are written"));

    plan.headBoundOfAnyOrder = 5'000;
    plan.after.headBytes = 8'000;
    plan.after.lowerBoundBytes = 7'000;
    plan.placementFinding = {StopReason::Limit, 7'000};
    EXPECT_EQ(placementSentence(plan, PlacementChoice::Exact),
              "Not proven within the search's limit: the placement leaves 1,000 bytes of gaps "
              "above the 7,000 alive at once. The head of any order needs at least 5,000.");
    EXPECT_THAT(placementSentence(plan, PlacementChoice::Greedy), HasSubstr("greedy"));
    plan.placementFinding = {StopReason::Proven, 8'000};
    EXPECT_THAT(placementSentence(plan, PlacementChoice::Exact), HasSubstr("cannot be avoided"));
}

class WritePlannedModel : public testing::Test {
protected:
    void SetUp() override {
        fs::create_directories(m_folder);
        const auto bytes = writeTflite(branches());
        ASSERT_TRUE(bytes && writeFile(m_input, *bytes));
    }
    void TearDown() override { fs::remove_all(m_folder); }

    fs::path m_folder = fs::path(testing::TempDir()) /
                        testing::UnitTest::GetInstance()->current_test_info()->name();
    fs::path m_input = m_folder / "model.tflite";
};

TEST_F(WritePlannedModel, GivesAFileThatReadsBack) {
    const auto plan = planned(branches(), {}, m_input);
    ASSERT_TRUE(plan);
    const fs::path output = m_folder / "planned.tflite";
    ASSERT_TRUE(writePlannedModel(*plan, output));
    const auto again = loadModel(output);
    ASSERT_TRUE(again);
    EXPECT_EQ((*again)->model, plan->plan.model);
}

TEST_F(WritePlannedModel, NeverOverTheInput) {
    const auto plan = planned(branches(), {}, m_input);
    ASSERT_TRUE(plan);
    const auto written = writePlannedModel(*plan, m_folder / "." / "model.tflite");
    ASSERT_FALSE(written);
    EXPECT_EQ(written.error().code, ErrorCode::InvalidArgument);
    EXPECT_EQ((*loadModel(m_input))->model, branches());
}

TEST_F(WritePlannedModel, NotWhenThePlanIsNotSound) {
    const auto plan = planned(branches(), {}, m_input);
    ASSERT_TRUE(plan);
    PlannedModel broken = *plan;
    broken.faults = {"step 1 of subgraph 0 runs operator #0 again"};
    const fs::path output = m_folder / "planned.tflite";
    const auto written = writePlannedModel(broken, output);
    ASSERT_FALSE(written);
    EXPECT_THAT(written.error().message, HasSubstr("runs operator #0 again"));
    EXPECT_FALSE(fs::exists(output));
}

}  // namespace
}  // namespace thimble
