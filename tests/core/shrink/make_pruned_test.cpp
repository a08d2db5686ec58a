// The whole road, from a goal to a file and again by its recipe.

#include "core/shrink/make_pruned.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "core/base/sha256.h"
#include "core/ops/operator_rules.h"
#include "core/prune/remove_channels.h"
#include "core/shrink/arena_needs.h"
#include "core/shrink/goals.h"
#include "core/shrink/savings.h"
#include "core/tflite/reader.h"
#include "core/tflm/device_memory.h"
#include "tests/support/test_data.h"

namespace thimble::shrink {
namespace {

using testing::HasSubstr;

struct Whole {
    Blob file;
    std::shared_ptr<const Model> model;
    Samples samples;
    Study study;
    std::vector<repair::RemovalOrder> orders;
};

Whole studyShared(const std::string& name, const CalibrationSource& source) {
    Whole whole;
    whole.file = test::readAll(test::sharedModelPath(name));
    whole.model = std::make_shared<const Model>(*readTflite(whole.file));
    whole.samples = *gatherSamples(*whole.model, source);
    whole.study = **studyChannels(whole.model, whole.samples.calibration, {.rows = 1000});
    whole.orders = ordersOf(whole.study, repair::Importance::Reconstruction);
    return whole;
}

TEST(MakePruned, ARecipeGivesTheSameBytes) {
    THIMBLE_NEEDS_TEST_DATA();
    const std::string data = (test::testDataFolder() / "data/kws01").string();
    const std::vector<std::pair<const char*, CalibrationSource>> cases = {
        {"kws_ref_model", {.samples = 8}},
        {"kws_ref_model", {.data = data, .samples = 60, .seed = 3}},
        {"pretrainedResnet", {.samples = 4}},
        {"swiftnet_vww_uint8", {.samples = 2}},
        {"ad01_int8", {.samples = 20}},
    };
    for (const auto& [name, source] : cases) {
        SCOPED_TRACE(name);
        const Whole whole = studyShared(name, source);
        const Macs macs = modelMacs(*whole.model);
        const Goals goals{.macs = macs * 6 / 10};
        const auto counts = countsFor(whole.study, whole.orders, goals);
        ASSERT_TRUE(counts && *counts && (*counts)->isEnough());
        const auto selection = selectByOrder(whole.orders, (*counts)->counts);
        const auto made = makePruned(whole.study, selection, {}, {.threads = 1});
        ASSERT_TRUE(made && *made) << made.error().message;
        EXPECT_LE((*made)->after.macs, *goals.macs);
        const Model written = *readTflite(Blob((*made)->file));
        const auto device = tflm::deviceMemory(written, tflm::kTargets[0]);
        ASSERT_TRUE(device);
        if ((*made)->after.arenaBytes) {
            EXPECT_TRUE(device->hasOfflinePlan);
            EXPECT_EQ(device->minimumBytes, *(*made)->after.arenaBytes);
        }
        const Recipe recipe{.modelSha256 = sha256(whole.file.bytes()),
                            .kept = keptOf(whole.study.groups, selection),
                            .repair = whole.samples.source,
                            .target = "arm32-reference"};
        const auto parsed = parseRecipe(recipeText(recipe));
        ASSERT_TRUE(parsed) << parsed.error().message;
        EXPECT_EQ(*parsed, recipe);
        const auto read = followRecipe(whole.model, recipe.modelSha256, *parsed);
        ASSERT_TRUE(read) << read.error().message;
        const auto again = makePruned(read->study, read->selection, read->options, {.threads = 3});
        ASSERT_TRUE(again && *again) << again.error().message;
        EXPECT_TRUE((*again)->file == (*made)->file);
    }
}

TEST(MakePruned, OtherModelsAndSamplesAreRefused) {
    THIMBLE_NEEDS_TEST_DATA();
    const std::string data = (test::testDataFolder() / "data/kws01").string();
    const Whole whole = studyShared("kws_ref_model", {.data = data, .samples = 30});
    Recipe recipe{.modelSha256 = sha256(whole.file.bytes()), .repair = whole.samples.source};
    EXPECT_TRUE(followRecipe(whole.model, recipe.modelSha256, recipe));
    EXPECT_THAT(followRecipe(whole.model, "0", recipe).error().message, HasSubstr("another model"));
    recipe.repair->seed += 1;
    EXPECT_THAT(followRecipe(whole.model, recipe.modelSha256, recipe).error().message,
                HasSubstr("SHA-256"));
    recipe.repair->seed -= 1;
    recipe.repair->data = "/nowhere";
    EXPECT_FALSE(followRecipe(whole.model, recipe.modelSha256, recipe));
    EXPECT_TRUE(followRecipe(whole.model, recipe.modelSha256, recipe, data)) << "moved";
    recipe.repair = CalibrationSource{.samples = 1'000'000, .sha256 = "x"};
    EXPECT_FALSE(followRecipe(whole.model, recipe.modelSha256, recipe)) << "or much memory";
}

TEST(Goals, ArenaBoardAndRowsAreMet) {
    THIMBLE_NEEDS_TEST_DATA();
    const Whole whole = studyShared("kws_ref_model", {.samples = 4});
    const ModelSizes sizes = *sizesOf(*whole.model, tflm::kTargets[0]);
    const auto check = [&](const Goals& goals) {
        const auto counts = countsFor(whole.study, whole.orders, goals);
        ASSERT_TRUE(counts && *counts) << counts.error().message;
        EXPECT_TRUE((*counts)->isEnough()) << (*counts)->shortfall;
        const auto selection = selectByOrder(whole.orders, (*counts)->counts);
        const Model pruned = *prune::removeChannels(*whole.model, whole.study.groups, selection);
        EXPECT_TRUE(overrunOf(pruned, goals)->fits());
        EXPECT_FALSE(overrunOf(*whole.model, goals)->fits());
    };
    check({.ramBytes = *sizes.arenaBytes * 7 / 10});
    check({.macs = sizes.macs * 9 / 10, .ramBytes = *sizes.arenaBytes * 8 / 10});
    check({.ramBytes = *rowArena(*whole.model, false) * 9 / 10, .byRows = true});
    boards::Board board{.id = "small", .core = "cortex-m4", .target = tflm::kTargets[0]};
    board.sram = {{.name = "SRAM", .bytes = 26'000}};
    board.flash.internalBytes = 1'000'000;
    check({.board = board});
}

TEST(Savings, AreWhatTheModelWithoutThatChannelNeedsLess) {
    THIMBLE_NEEDS_TEST_DATA();
    const auto model = std::make_shared<const Model>(test::readShared("kws_ref_model"));
    const auto groups = *prune::channelGroups(*model);
    const auto savings = savingsOf(*model, groups, tflm::kTargets[0]);
    ASSERT_TRUE(savings && *savings);
    ASSERT_EQ((*savings)->size(), groups.groups.size());
    const ModelSizes whole = *sizesOf(*model, tflm::kTargets[0]);
    for (std::size_t g = 0; g < groups.groups.size(); ++g) {
        SCOPED_TRACE(g);
        const Saving& saving = (**savings)[g];
        const auto without = [&](std::int32_t gone) {
            auto selection = prune::keepAll(groups);
            selection.kept[g].resize(selection.kept[g].size() - static_cast<std::size_t>(gone));
            return *sizesOf(*prune::removeChannels(*model, groups, selection), tflm::kTargets[0]);
        };
        const ModelSizes one = without(1);
        EXPECT_EQ(saving.arenaBytes, *whole.arenaBytes - *one.arenaBytes);
        EXPECT_EQ(saving.weightBytes, whole.weightBytes - one.weightBytes);
        EXPECT_EQ(saving.macs, whole.macs - one.macs);
        EXPECT_GT(saving.macs, 0);
        if (saving.channelsToStep == 0) continue;
        EXPECT_EQ(saving.stepBytes, *whole.arenaBytes - *without(saving.channelsToStep).arenaBytes);
        EXPECT_GT(saving.stepBytes, 0);
        if (saving.channelsToStep > 1) {
            EXPECT_EQ(*without(saving.channelsToStep - 1).arenaBytes, *whole.arenaBytes);
        }
    }
}

}  // namespace
}  // namespace thimble::shrink
