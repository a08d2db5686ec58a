#include "core/pipeline/plan_memory.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <functional>

#include "core/model/reorder_operators.h"
#include "core/pipeline/analyse.h"
#include "core/tflite/reader.h"
#include "core/tflite/writer.h"
#include "core/tflm/offline_plan.h"
#include "tests/support/model_builder.h"
#include "tests/support/test_data.h"

namespace thimble {
namespace {

using testing::Contains;
using testing::HasSubstr;
using testing::IsEmpty;

const tflm::TargetInfo kTarget = tflm::kTargets[0];

MemoryPlan planOf(const Model& model, const PlanOptions& options = {},
                  const SearchControl& control = {}) {
    auto plan = planMemory(model, kTarget, options, control);
    EXPECT_TRUE(plan.has_value()) << (plan ? "" : plan.error().message);
    return plan ? std::move(*plan) : MemoryPlan();
}

/// As written, the wide tensor of the first branch waits for the second branch:
///     x 64 -> a 16;  x -> b 256 -> c 16;  x -> d 256 -> e 16;  y = a + c + e
Model twoBranches() {
    Model model = test::emptyModel();
    const auto x = test::addTensor(model, "x", {64});
    std::vector<std::int32_t> wide, ends;
    for (const char* name : {"b", "d"}) {
        wide.push_back(test::addTensor(model, name, {256}));
        test::addOperator(model, BuiltinOperator::Custom, {x}, {wide.back()});
    }
    for (const char* name : {"c", "e"}) {
        ends.push_back(test::addTensor(model, name, {16}));
        test::addOperator(model, BuiltinOperator::Relu, {wide[ends.size() - 1]}, {ends.back()});
    }
    const auto y = test::addTensor(model, "y", {16});
    test::addOperator(model, BuiltinOperator::Add, ends, {y});
    model.subgraphs[0].inputs = {x};
    model.subgraphs[0].outputs = {y};
    for (OperatorCode& code : model.operatorCodes)
        if (code.builtin == BuiltinOperator::Custom)
            code.builtin = code.newBuiltin = BuiltinOperator::Tanh;
    return model;
}

TEST(PlanMemory, FinishesOneBranchBeforeTheOther) {
    const Model model = twoBranches();
    const MemoryPlan plan = planOf(model);
    EXPECT_EQ(plan.peakBefore, 64 + 256 + 256);
    EXPECT_EQ(plan.peakAfter, 64 + 256 + 16);
    EXPECT_EQ(plan.after.headBytes, 64 + 256 + 16);
    EXPECT_EQ(plan.orderFinding, (Finding{StopReason::Proven, plan.peakAfter}));
    EXPECT_EQ(plan.placementFinding.reason, StopReason::Proven);
    EXPECT_EQ(plan.fragmentationBytes(), 0);
    EXPECT_EQ(plan.headBoundOfAnyOrder, plan.after.headBytes);
    EXPECT_FALSE(plan.keepsOrder());
    EXPECT_THAT(checkMemoryPlan(model, plan, kTarget), IsEmpty());
}

TEST(PlanMemory, AsWrittenKeepsTheOrder) {
    const MemoryPlan plan = planOf(twoBranches(), {.order = OrderChoice::AsWritten});
    EXPECT_TRUE(plan.keepsOrder());
    EXPECT_EQ(plan.peakAfter, plan.peakBefore);
    EXPECT_EQ(plan.placementFinding.reason, StopReason::Proven);
    EXPECT_EQ(plan.orderFinding.reason, StopReason::Limit) << "another order is better";
    EXPECT_LE(plan.orderFinding.lowerBoundBytes, 64 + 256 + 16);
    EXPECT_GT(plan.orderFinding.lowerBoundBytes, 0);
    EXPECT_GT(plan.headBoundOfAnyOrder, 0);
}

TEST(PlanMemory, PlanningTwiceChangesNothing) {
    const MemoryPlan once = planOf(twoBranches());
    const MemoryPlan twice = planOf(once.model);
    EXPECT_EQ(once.model, twice.model);
    EXPECT_EQ(once.model.metadata, twice.model.metadata);
    EXPECT_EQ(once.model.buffers, twice.model.buffers);
    EXPECT_EQ(writeTflite(once.model).value(), writeTflite(twice.model).value());
    EXPECT_TRUE(twice.keepsOrder());
}

TEST(PlanMemory, DropsTensorsThatNobodyUses) {
    Model model = twoBranches();
    test::addTensor(model, "dangling", {50'000});
    const MemoryPlan plan = planOf(model);
    EXPECT_GE(plan.before.headBytes, 50'000);
    EXPECT_EQ(plan.after.headBytes, 64 + 256 + 16);
    EXPECT_THAT(checkMemoryPlan(model, plan, kTarget), IsEmpty());
}

TEST(PlanMemory, StaleOffsetsAreReplaced) {
    const Model model = twoBranches();
    const Model stale =
        tflm::withOfflinePlan(model, std::vector<std::int32_t>(model.subgraphs[0].tensors.size()));
    const MemoryPlan plan = planOf(stale);
    EXPECT_FALSE(plan.before.planFaults.empty());
    EXPECT_THAT(checkMemoryPlan(stale, plan, kTarget), IsEmpty());
    EXPECT_EQ(plan.after.headBytes, 64 + 256 + 16);
}

TEST(PlanMemory, APlanThatTflmRefusesIsReplaced) {
    const Model model = twoBranches();
    for (const std::size_t count : {0U, 2U, 100U}) {
        SCOPED_TRACE(count);
        const Model stale = tflm::withOfflinePlan(model, std::vector<std::int32_t>(count));
        const MemoryPlan plan = planOf(stale);
        EXPECT_FALSE(plan.before.accepts);
        EXPECT_TRUE(plan.after.accepts);
        EXPECT_THAT(checkMemoryPlan(stale, plan, kTarget), IsEmpty());
        EXPECT_EQ(plan.after.headBytes, 64 + 256 + 16);
    }
}

TEST(PlanMemory, ASoundPlanOfTheFileIsKeptWhereNothingIsBetter) {
    // Stopped before it begins, a search finds nothing as good as what it found before.
    const Model good = planOf(twoBranches()).model;
    std::stop_source stop;
    stop.request_stop();
    for (const OrderChoice order : {OrderChoice::Optimal, OrderChoice::AsWritten}) {
        const MemoryPlan plan = planOf(good, {.order = order, .placement = PlacementChoice::Greedy},
                                       {stop.get_token(), {}});
        EXPECT_EQ(plan.model, good);
        EXPECT_LE(plan.after.headBytes, plan.before.headBytes);
        EXPECT_THAT(checkMemoryPlan(good, plan, kTarget), IsEmpty());
    }
}

TEST(PlanMemory, TensorsWhoseOffsetVariablesWouldReadStayWithTflm) {
    // TFLM looks up the variables of every subgraph among the offsets of the first.
    Model model = twoBranches();
    const std::size_t s = test::addSubgraph(model);
    const auto a = test::addTensor(model, "a", {16}, s);
    const auto state = test::addTensor(model, "state", {32}, s);
    model.subgraphs[s].tensors[static_cast<std::size_t>(state)].isVariable = true;
    const auto b = test::addTensor(model, "b", {16}, s);
    test::addOperator(model, BuiltinOperator::Add, {a, state}, {b}, s);
    model.subgraphs[s].inputs = {a};
    model.subgraphs[s].outputs = {b};
    const MemoryPlan plan = planOf(model);
    const auto offsets = tflm::readOfflinePlan(plan.model).value();
    EXPECT_EQ(offsets[static_cast<std::size_t>(state)], -1);
    EXPECT_THAT(checkMemoryPlan(model, plan, kTarget), IsEmpty());
}

TEST(PlanMemory, ACancelledSearchStillGivesAPlan) {
    std::stop_source stop;
    stop.request_stop();
    const Model model = twoBranches();
    const MemoryPlan plan = planOf(model, {}, {stop.get_token(), {}});
    EXPECT_THAT(checkMemoryPlan(model, plan, kTarget), IsEmpty());
    EXPECT_LE(plan.orderFinding.lowerBoundBytes, 64 + 256 + 16);
}

TEST(PlanMemory, OrderAndPlacementAreSoughtTogether) {
    // Seven tiles, one of which leaves no byte to spare: no order of the smallest working set can
    // be placed without waste, most with much of it.
    THIMBLE_NEEDS_TEST_DATA();
    for (const std::string& name : test::sharedModels()) {
        if (!name.ends_with("hps_second_tiled")) continue;
        const Model model = test::readShared(name);
        for (const tflm::TargetInfo& target : tflm::kTargets) {
            SCOPED_TRACE(target.name);
            const auto plan = planMemory(model, target);
            ASSERT_TRUE(plan.has_value());
            EXPECT_EQ(plan->headBoundOfAnyOrder, 199'696);
            EXPECT_EQ(plan->after.headBytes, 199'872);
            EXPECT_THAT(checkMemoryPlan(model, *plan, target), IsEmpty());
            const auto hurried = planMemory(model, target, {.limits = {.nodes = 1'000}});
            ASSERT_TRUE(hurried.has_value());
            EXPECT_THAT(checkMemoryPlan(model, *hurried, target), IsEmpty());
        }
    }
}

struct Spoiling {
    const char* name;
    std::function<void(MemoryPlan&)> spoil;
    const char* words;
};

const Spoiling kSpoilings[] = {
    {"operators the other way round",
     [](MemoryPlan& plan) {
         auto& ops = plan.model.subgraphs[0].operators;
         std::swap(ops[0], ops[1]);
     },
     "not sound"},
    {"another operand",
     [](MemoryPlan& plan) {
         plan.model.subgraphs[0].operators.back().inputs[1] =
             plan.model.subgraphs[0].operators.back().inputs[0];
     },
     "inputs of operator"},
    {"an operator twice", [](MemoryPlan& plan) { plan.order[0][1] = plan.order[0][0]; }, "again"},
    {"everything at offset 0",
     [](MemoryPlan& plan) {
         plan.model = tflm::withOfflinePlan(
             plan.model, std::vector<std::int32_t>(plan.model.subgraphs[0].tensors.size()));
     },
     "overlaps"},
    {"a head that is not true", [](MemoryPlan& plan) { plan.after.headBytes -= 16; }, "promised"},
    {"no offsets", [](MemoryPlan& plan) { plan.model = tflm::withoutOfflinePlan(plan.model); },
     "missing"},
    {"another shape",
     [](MemoryPlan& plan) {
         plan.model.subgraphs[0].tensors[0].shape = {8, 8};
     },
     "inputs of"},
};

TEST(CheckMemoryPlan, SeesEveryKindOfFault) {
    const Model model = twoBranches();
    for (const Spoiling& c : kSpoilings) {
        SCOPED_TRACE(c.name);
        MemoryPlan plan = planOf(model);
        ASSERT_THAT(checkMemoryPlan(model, plan, kTarget), IsEmpty());
        c.spoil(plan);
        EXPECT_THAT(checkMemoryPlan(model, plan, kTarget), Contains(HasSubstr(c.words)));
    }
}

TEST(CheckMemoryPlan, SeesAnEffectOutOfOrder) {
    // Nothing but what custom operators may do behind the graph's back says which comes first.
    Model model = test::emptyModel();
    const auto x = test::addTensor(model, "x", {16});
    const auto a = test::addTensor(model, "a", {16});
    const auto b = test::addTensor(model, "b", {16});
    test::addOperator(model, BuiltinOperator::Custom, {x}, {a});
    test::addOperator(model, BuiltinOperator::Custom, {x}, {b});
    model.subgraphs[0].inputs = {x};
    model.subgraphs[0].outputs = {a, b};
    MemoryPlan plan = planOf(model);
    ASSERT_THAT(checkMemoryPlan(model, plan, kTarget), IsEmpty());
    std::ranges::reverse(plan.order[0]);
    std::ranges::reverse(plan.model.subgraphs[0].operators);
    EXPECT_THAT(checkMemoryPlan(model, plan, kTarget),
                Contains(HasSubstr("operator 1 must run after 0")));
}

TEST(PlanMemory, EverySharedModelOnEveryTarget) {
    THIMBLE_NEEDS_TEST_DATA();
    for (const std::string& name : test::sharedModels()) {
        const Model model = test::readShared(name);
        for (const tflm::TargetInfo& target : tflm::kTargets) {
            SCOPED_TRACE(name + " on " + std::string(target.name));
            const auto plan = planMemory(model, target);
            ASSERT_TRUE(plan.has_value());
            EXPECT_THAT(checkMemoryPlan(model, *plan, target), IsEmpty());
            EXPECT_LE(plan->peakAfter, plan->peakBefore);
            EXPECT_GE(plan->after.headBytes, plan->headBoundOfAnyOrder);
            EXPECT_EQ(plan->orderFinding, (Finding{StopReason::Proven, plan->peakAfter}));
            if (!plan->before.hasOfflinePlan)
                EXPECT_LE(plan->after.headBytes, plan->before.headBytes);
            const auto again = readTflite(Blob(writeTflite(plan->model).value()));
            ASSERT_TRUE(again.has_value());
            EXPECT_EQ(*again, plan->model);
        }
    }
}

}  // namespace
}  // namespace thimble
