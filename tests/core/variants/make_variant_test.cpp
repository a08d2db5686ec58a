// A variant is made again from what is written down of it, to the byte.

#include "core/variants/make_variant.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>

#include "core/base/file.h"
#include "core/base/sha256.h"
#include "core/pipeline/planned_model.h"
#include "core/shrink/choose_counts.h"
#include "core/shrink/make_pruned.h"
#include "core/tflite/writer.h"
#include "tests/support/test_data.h"

namespace thimble::variants {
namespace {

using testing::HasSubstr;

using LoadedPtr = std::shared_ptr<const LoadedModel>;

LoadedPtr sample(const std::string& name) {
    const auto loaded = loadModel(std::filesystem::path(THIMBLE_SAMPLES) / (name + ".tflite"));
    EXPECT_TRUE(loaded);
    return loaded.value_or(nullptr);
}

std::shared_ptr<const PlannedModel> planOf(const LoadedPtr& loaded,
                                           const PlanOptions& options = {}) {
    const auto report = analyse(*loaded, tflm::kTargets[0]);
    if (!report) return nullptr;
    return planModel(loaded, *report, options).value_or(nullptr);
}

LoadedPtr make(const LoadedPtr& parent, const Change& change) {
    const auto made = makeVariant(parent, change);
    EXPECT_TRUE(made) << made.error().message;
    return made && *made ? **made : nullptr;
}

std::string errorOf(const LoadedPtr& parent, const Change& change) {
    const auto made = makeVariant(parent, change);
    return made ? "" : made.error().message;
}

TEST(MakeVariant, APlanIsDoneAgainWithoutASearch) {
    for (const char* name : {"nas_cell", "person_detection", "ds_cnn_s", "x_lstm"}) {
        for (const bool inPlace : {false, true}) {
            SCOPED_TRACE(name);
            const LoadedPtr loaded = sample(name);
            const auto planned = planOf(loaded, {.inPlace = inPlace, .limits = {.nodes = 100'000}});
            ASSERT_TRUE(planned);
            const auto change = plannedOf(*planned);
            ASSERT_TRUE(change);
            const LoadedPtr made = make(loaded, *change);
            ASSERT_TRUE(made);
            const auto written = writeTflite(planned->plan.model);
            ASSERT_TRUE(written);
            EXPECT_TRUE(made->file == Blob(*written));
            EXPECT_EQ(made->path, loaded->path);
            const auto report = analyse(*made, tflm::kTargets[0]);
            ASSERT_TRUE(report);
            EXPECT_EQ((*report)->device.headBytes, planned->plan.after.headBytes);
        }
    }
}

TEST(MakeVariant, SharedModelsPlannedAgainAreTheSame) {
    THIMBLE_NEEDS_TEST_DATA();
    int tried = 0;
    for (const std::string& name : test::sharedModels()) {
        SCOPED_TRACE(name);
        const auto loaded = loadModel(test::sharedModelPath(name));
        if (!loaded || (*loaded)->file.size() > 400'000) continue;
        const auto planned = planOf(*loaded, {.limits = {.nodes = 2'000}});
        if (!planned || !planned->faults.empty()) continue;
        const auto written = writeTflite(planned->plan.model);
        ASSERT_TRUE(written);
        const auto change = plannedOf(*planned);
        ASSERT_TRUE(change);
        const LoadedPtr made = make(*loaded, *change);
        ASSERT_TRUE(made);
        EXPECT_TRUE(made->file == Blob(*written));
        ++tried;
    }
    EXPECT_GT(tried, 20);
}

TEST(MakeVariant, APlanOfAnotherModelIsRefused) {
    const LoadedPtr loaded = sample("nas_cell");
    const auto planned = planOf(loaded, {.limits = {.nodes = 10'000}});
    ASSERT_TRUE(planned);
    const Planned good = *plannedOf(*planned);
    const auto with = [&](auto breakIt) {
        Planned bad = good;
        breakIt(bad);
        return errorOf(loaded, bad);
    };
    EXPECT_EQ(with([](Planned&) {}), "");
    EXPECT_THAT(with([](Planned& p) { p.target = "z80"; }), HasSubstr("z80"));
    EXPECT_THAT(with([](Planned& p) { p.order[0][0] = p.order[0][1]; }), HasSubstr("twice"));
    EXPECT_THAT(with([](Planned& p) { p.order[0][0] = 4711; }), HasSubstr("4711"));
    EXPECT_THAT(with([](Planned& p) { p.order[0][0] = -1; }), HasSubstr("there is none"));
    EXPECT_THAT(with([](Planned& p) { p.order[0].pop_back(); }), HasSubstr("operators, not"));
    EXPECT_THAT(with([](Planned& p) { std::ranges::reverse(p.order[0]); }), HasSubstr("too early"));
    EXPECT_THAT(with([](Planned& p) { p.order.emplace_back(); }), HasSubstr("subgraphs"));
    EXPECT_THAT(with([](Planned& p) { p.offsets.pop_back(); }), HasSubstr("offsets"));
    EXPECT_THAT(with([](Planned& p) { p.offsets[0] = 8; }), HasSubstr("offset of 8"));
    EXPECT_THAT(with([](Planned& p) { p.offsets[0] = -5; }), HasSubstr("offset of -5"));
    // All at the bottom: they overlap.
    EXPECT_THAT(with([](Planned& p) {
                    for (std::int32_t& offset : p.offsets) offset = std::min(offset, 0);
                }),
                HasSubstr("not sound"));
}

TEST(MakeVariant, ARecipeGivesWhatApplyGives) {
    const LoadedPtr loaded = sample("ds_cnn_s");
    const std::shared_ptr<const Model> model(loaded, &loaded->model);
    const auto samples = shrink::gatherSamples(*model, {.samples = 4});
    ASSERT_TRUE(samples);
    const auto study = shrink::studyChannels(model, samples->calibration);
    ASSERT_TRUE(study && *study);
    const auto orders = shrink::ordersOf(**study, repair::Importance::Reconstruction);
    std::vector<std::int32_t> counts = prune::keptCounts(prune::keepAll((*study)->groups));
    counts[0] = counts[0] / 2;
    const auto selection = shrink::selectByOrder(orders, counts);
    const auto written = shrink::makePruned(**study, selection, {});
    ASSERT_TRUE(written && *written);
    Pruned pruned{{.modelSha256 = sha256(loaded->file.bytes()),
                   .kept = shrink::keptOf((*study)->groups, selection),
                   .repair = samples->source,
                   .target = "arm32-reference"}};
    const LoadedPtr made = make(loaded, pruned);
    ASSERT_TRUE(made);
    EXPECT_TRUE(made->file == Blob((*written)->file));
    // One after the other: the plan is of the pruned model.
    const auto planned = planOf(made);
    ASSERT_TRUE(planned);
    const LoadedPtr both = make(made, *plannedOf(*planned));
    ASSERT_TRUE(both);
    EXPECT_LE((*analyse(*both, tflm::kTargets[0]))->device.minimumBytes,
              (*analyse(*made, tflm::kTargets[0]))->device.minimumBytes);

    pruned.recipe.modelSha256.assign(64, '0');
    EXPECT_THAT(errorOf(loaded, pruned), HasSubstr("another model"));
    std::stop_source stop;
    stop.request_stop();
    pruned.recipe.modelSha256 = sha256(loaded->file.bytes());
    const auto stopped = makeVariant(loaded, pruned, {}, {.stop = stop.get_token()});
    ASSERT_TRUE(stopped);
    EXPECT_FALSE(*stopped);
}

TEST(MakeVariant, ByRowsIsTheSameModelInASmallerArena) {
    const LoadedPtr loaded = sample("ds_cnn_s");
    const auto study = cproject::studyRows(loaded->model, {});
    ASSERT_TRUE(study);
    const auto plan = split::planRows(study->model.graph, {.sliceChannels = true}, {});
    ASSERT_TRUE(plan);
    const ByRows rows{plan->chosen};
    EXPECT_EQ(make(loaded, rows), loaded);
    const auto answer = answerByRows(*loaded, rows, 2);
    ASSERT_TRUE(answer) << answer.error().message;
    EXPECT_EQ((*answer)->arenaBytes, cproject::arenaOf(*plan));
    EXPECT_LT((*answer)->arenaBytes, study->wholeArenaBytes);
    EXPECT_EQ((*answer)->verifiedRuns, 2);
    const auto report = analyse(*loaded, tflm::kTargets[0]);
    const Figures figures = figuresByRows(**report, **answer);
    EXPECT_EQ(figures.arenaBytes, (*answer)->arenaBytes);
    EXPECT_EQ(figures.peakBytes, split::mostInUse((*answer)->history));
    EXPECT_LE(figures.peakBytes, *figures.arenaBytes);
    EXPECT_FALSE(figures.headBytes || figures.tailBytes);
    EXPECT_FALSE(answerByRows(*loaded, ByRows{{{0, 1, false}}}, 1));
}

TEST(Figures, AreThoseOfTheReport) {
    const LoadedPtr loaded = sample("person_detection");
    const auto report = analyse(*loaded, tflm::kTargets[0]);
    ASSERT_TRUE(report);
    const Figures figures = figuresOf(**report);
    EXPECT_EQ(figures.arenaBytes, (*report)->device.minimumBytes);
    EXPECT_EQ(*figures.headBytes + *figures.tailBytes, (*report)->device.usedBytes);
    EXPECT_EQ(figures.fileBytes, loaded->file.size());
    EXPECT_EQ(figures.macs, (*report)->model.macs);
    EXPECT_EQ(figures.target, "arm32-reference");
}

}  // namespace
}  // namespace thimble::variants
