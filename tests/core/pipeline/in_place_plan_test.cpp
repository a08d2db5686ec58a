#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <random>
#include <string>
#include <vector>

#include "core/model/options.h"
#include "core/pipeline/plan_memory.h"
#include "core/tflite/option_names.h"
#include "core/tflite/writer.h"
#include "core/tflm/offline_plan.h"
#include "tests/support/model_builder.h"
#include "tests/support/test_data.h"

namespace thimble::test {
namespace {

using testing::IsEmpty;
using testing::SizeIs;
using Code = BuiltinOperator;

const tflm::TargetInfo kReference = *tflm::findTarget("arm32-reference");
const tflm::TargetInfo kMve = *tflm::findTarget("arm32-cmsis-mve");

MemoryPlan planned(const Model& model, bool inPlace, const tflm::TargetInfo& target = kReference,
                   OrderChoice order = OrderChoice::Optimal) {
    PlanOptions options;
    options.order = order;
    options.inPlace = inPlace;
    options.limits.nodes = 20'000;
    auto plan = planMemory(model, target, options);
    EXPECT_TRUE(plan.has_value()) << (plan ? "" : plan.error().message);
    if (!plan) return {};
    EXPECT_THAT(checkMemoryPlan(model, *plan, target), IsEmpty());
    EXPECT_THAT(plan->after.planFaults, IsEmpty());
    EXPECT_GE(plan->fragmentationBytes(), 0);
    EXPECT_LE(plan->placementFinding.lowerBoundBytes, plan->after.headBytes);
    EXPECT_LE(plan->headBoundOfAnyOrder, plan->after.headBytes);
    EXPECT_EQ(plan->inPlace.size(), plan->after.inPlace.size());
    return std::move(*plan);
}

Bytes head(const Model& model, bool inPlace, const tflm::TargetInfo& target = kReference) {
    return planned(model, inPlace, target).after.headBytes;
}

void concatenate(Model& model, std::vector<std::int32_t> inputs, std::int32_t output) {
    const std::size_t o = addOperator(model, Code::Concatenation, std::move(inputs), {output});
    model.subgraphs[0].operators[o].options =
        makeOptions("ConcatenationOptions", {{"axis", OptionValue{std::int64_t{1}}}});
}

TEST(InPlacePlan, AChainIsOneBuffer) {
    const Model model = chainModel(5, 100);
    EXPECT_EQ(head(model, false), 224);
    const MemoryPlan plan = planned(model, true);
    EXPECT_EQ(plan.after.headBytes, 112);
    EXPECT_EQ(plan.placementFinding.reason, StopReason::Proven);
    EXPECT_EQ(plan.placementFinding.lowerBoundBytes, 112);
    EXPECT_EQ(plan.fragmentationBytes(), 0);
    ASSERT_THAT(plan.inPlace, SizeIs(5));
    EXPECT_EQ(plan.inPlace[1], (tflm::InPlacePair{0, 1, 1, 2, 0}));
}

TEST(InPlacePlan, AResidualKeepsItsShortcut) {
    Model model = chainModel(2, 64);
    const auto sum = addTensor(model, "sum", {1, 64});
    addOperator(model, Code::Add, {0, 2}, {sum});
    model.subgraphs[0].outputs = {sum};
    EXPECT_EQ(head(model, false), 192);
    EXPECT_EQ(head(model, true), 128);
}

/// Two slices, each made of an input of its own that is as large: joined they need no third.
Model slices(std::int32_t first, std::int32_t second) {
    Model model = emptyModel();
    const auto x = addTensor(model, "x", {1, first});
    const auto y = addTensor(model, "y", {1, second});
    const auto a = addTensor(model, "a", {1, first});
    const auto b = addTensor(model, "b", {1, second});
    const auto c = addTensor(model, "c", {1, first + second});
    addOperator(model, Code::Relu, {x}, {a});
    addOperator(model, Code::Relu, {y}, {b});
    concatenate(model, {a, b}, c);
    model.subgraphs[0].inputs = {x, y};
    model.subgraphs[0].outputs = {c};
    return model;
}

TEST(InPlacePlan, SlicesAreWrittenWhereTheyBelong) {
    EXPECT_EQ(head(slices(64, 32), false), 192);
    const MemoryPlan plan = planned(slices(64, 32), true);
    EXPECT_EQ(plan.after.headBytes, 96);
    EXPECT_THAT(plan.inPlace, SizeIs(4));
    EXPECT_EQ(head(slices(40, 32), true), 80 + 32) << "the second slice cannot begin on byte 40";
}

TEST(InPlacePlan, RoomForSlicesIsNotKeptWhereItCostsMore) {
    // The first slice is old when the widest operators run: its room would be needed there.
    Model model = emptyModel();
    const auto repeat = [&](std::int32_t from, const std::string& name, std::int32_t width) {
        const auto to = addTensor(model, name, {1, width});
        addOperator(model, Code::Tile, {from, addConstant(model, "times", {2})}, {to});
        return to;
    };
    const auto x = addTensor(model, "x", {1, 16});
    const auto a = repeat(x, "a", 16);
    const auto b = repeat(repeat(repeat(a, "wide", 640), "wider", 640), "b", 320);
    const auto c = addTensor(model, "c", {1, 336});
    concatenate(model, {a, b}, c);
    model.subgraphs[0].inputs = {x};
    model.subgraphs[0].outputs = {c};
    const MemoryPlan plan = planned(model, true);
    EXPECT_EQ(plan.after.headBytes, 16 + 640 + 640);
    EXPECT_THAT(plan.inPlace, IsEmpty());
}

TEST(InPlacePlan, ABrokenPlanIsNoticed) {
    const Model model = chainModel(2, 64);
    MemoryPlan plan = planned(model, true);
    plan.model = tflm::withOfflinePlan(plan.model, std::vector<std::int32_t>{0, 16, 16});
    plan.after.headBytes = 80;
    EXPECT_THAT(checkMemoryPlan(model, plan, kReference), SizeIs(2))
        << "planner's view and its own";
}

TEST(InPlacePlan, WhatOneTargetAllowsAnotherMayNot) {
    Model model = emptyModel();
    const auto x = addTensor(model, "x", {4, 16});
    const auto y = addTensor(model, "y", {16});
    const auto z = addTensor(model, "z", {4, 16});
    addOperator(model, Code::Maximum, {x, y}, {z});
    model.subgraphs[0].inputs = {x, y};
    model.subgraphs[0].outputs = {z};
    const MemoryPlan plan = planned(model, true);
    EXPECT_EQ(plan.after.headBytes, 80);
    EXPECT_THAT(checkMemoryPlan(model, plan, kMve), SizeIs(2));
    EXPECT_EQ(head(model, true, kMve), 144);
}

/// Element-wise operators on tensors of few sizes, some read again much later.
Model randomModel(std::uint32_t seed) {
    std::mt19937 random(seed);
    const auto pick = [&](std::size_t n) { return static_cast<std::size_t>(random() % n); };
    Model model = emptyModel();
    std::vector<std::int32_t> made = {addTensor(model, "x", {1, 64}),
                                      addTensor(model, "y", {1, 48})};
    model.subgraphs[0].inputs = made;
    const auto widthOf = [&](std::int32_t t) {
        return model.subgraphs[0].tensors[static_cast<std::size_t>(t)].shape[1];
    };
    const std::size_t count = 4 + pick(8);
    for (std::size_t i = 0; i < count; ++i) {
        const std::int32_t a = made[made.size() - 1 - pick(std::min<std::size_t>(3, made.size()))];
        const std::int32_t b = made[pick(made.size())];
        const std::size_t kind = pick(4);
        const bool joins = kind == 0 && widthOf(a) + widthOf(b) <= 400;
        const std::int32_t out =
            addTensor(model, "t" + std::to_string(i), {1, widthOf(a) + (joins ? widthOf(b) : 0)});
        if (joins)
            concatenate(model, {a, b}, out);
        else if (kind < 3 && widthOf(a) == widthOf(b))
            addOperator(model, Code::Add, {a, b}, {out});
        else
            addOperator(model, Code::Relu, {a}, {out});
        made.push_back(out);
    }
    model.subgraphs[0].outputs = {made.back()};
    if (pick(3) == 0) model.subgraphs[0].outputs.push_back(made[2]);
    return model;
}

TEST(InPlacePlan, RandomModelsAreNeverWorse) {
    int lower = 0;
    for (std::uint32_t seed = 1; seed <= 60; ++seed) {
        SCOPED_TRACE(seed);
        const Model model = randomModel(seed);
        const Bytes without = head(model, false);
        const Bytes with = head(model, true);
        EXPECT_LE(with, without);
        lower += with < without ? 1 : 0;
    }
    EXPECT_GT(lower, 30);
}

TEST(InPlacePlan, TheSameModelGivesTheSameBytes) {
    for (const std::uint32_t seed : {3U, 7U}) {
        const Model model = randomModel(seed);
        EXPECT_EQ(writeTflite(planned(model, true).model), writeTflite(planned(model, true).model));
    }
}

TEST(InPlacePlan, SharedModelsAreNeverWorse) {
    THIMBLE_NEEDS_TEST_DATA();
    for (const std::string& name : sharedModels()) {
        SCOPED_TRACE(name);
        const Model model = readShared(name);
        for (const tflm::TargetInfo& target : {kReference, kMve}) {
            const MemoryPlan without = planned(model, false, target, OrderChoice::AsWritten);
            const MemoryPlan with = planned(model, true, target, OrderChoice::AsWritten);
            EXPECT_LE(with.after.headBytes, without.after.headBytes);
        }
    }
}

TEST(InPlacePlan, SharedModelsThatGain) {
    THIMBLE_NEEDS_TEST_DATA();
    EXPECT_EQ(head(readShared("simple_add_model"), true), 32768);
    EXPECT_EQ(head(readShared("seanet/leaky_relu0"), true), 5120);
    EXPECT_EQ(head(readShared("seanet/sub0"), true), 3200);
}

}  // namespace
}  // namespace thimble::test
