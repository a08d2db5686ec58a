#include "core/pipeline/fit_outline.h"

#include <gtest/gtest.h>

#include "core/boards/catalogue.h"
#include "core/pipeline/analyse.h"
#include "core/prune/remove_channels.h"
#include "core/tflite/writer.h"
#include "tests/support/test_data.h"

namespace thimble {
namespace {

struct Pruned {
    std::shared_ptr<const LoadedModel> loaded;
    Model outline;
    Model model;
};

/// Half of the channels of a model.
Pruned halfOf(const std::string& name) {
    Pruned pruned{.loaded = loadModel(test::sharedModelPath(name)).value()};
    const auto groups = prune::channelGroups(pruned.loaded->model).value();
    const auto selection = prune::randomSelection(groups, 0.5, 1);
    pruned.outline =
        prune::prunedOutline(pruned.loaded->model, groups, prune::keptCounts(selection)).value();
    pruned.model = prune::removeChannels(pruned.loaded->model, groups, selection).value();
    return pruned;
}

TEST(FitOutline, IsWhatTheFileWithWeightsNeeds) {
    THIMBLE_NEEDS_TEST_DATA();
    const Pruned half = halfOf("kws_ref_model");
    OutlineQuestion question{.target = tflm::kTargets[0]};
    const auto asPlaced = fitOutline(half.outline, question).value();
    const auto device = tflm::deviceMemory(half.model, question.target).value();
    EXPECT_EQ(asPlaced.arenaBytes, device.minimumBytes);
    EXPECT_EQ(asPlaced.fileBytes, static_cast<Bytes>(writeTflite(half.model)->size()));
    EXPECT_FALSE(asPlaced.isPlanned);

    question.plan = PlanOptions{};
    const auto planned = fitOutline(half.outline, question).value();
    const auto plan = planMemory(half.model, question.target).value();
    EXPECT_TRUE(planned.isPlanned);
    EXPECT_EQ(planned.arenaBytes, plan.after.minimumBytes);
    EXPECT_EQ(planned.fileBytes, static_cast<Bytes>(writeTflite(plan.model)->size()));
    EXPECT_LE(planned.headBytes, asPlaced.headBytes);
    EXPECT_FALSE(planned.fit || planned.microseconds);
}

TEST(FitOutline, AsksTheBoard) {
    THIMBLE_NEEDS_TEST_DATA();
    const Pruned half = halfOf("kws_ref_model");
    const auto all = boards::boardCatalogue().value();
    OutlineQuestion question{.target = tflm::kTargets[0],
                             .board = boards::findBoard(all, "nucleo-f446re").value()};
    const auto fit = fitOutline(half.outline, question).value();
    ASSERT_TRUE(fit.fit && fit.microseconds);
    EXPECT_TRUE(fit.fit->fits);
    EXPECT_GT(fit.microseconds->value, 0);
    EXPECT_EQ(fit.fit->flash.fileBytes(), fit.fileBytes);
    question.settings.reserveBytes = Bytes{1} << 20;
    EXPECT_FALSE(fitOutline(half.outline, question)->fit->fits);
}

}  // namespace
}  // namespace thimble
