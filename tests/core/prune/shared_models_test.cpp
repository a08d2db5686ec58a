// Real models, pruned at random.

#include <gtest/gtest.h>

#include <chrono>
#include <cstdlib>
#include <string>

#include "core/tflite/reader.h"
#include "tests/core/prune/pruned_property.h"
#include "tests/support/test_data.h"

namespace thimble {
namespace {

constexpr double kShares[] = {0.9, 0.7, 0.5, 0.3};

/// THIMBLE_PRUNE_WAYS=200 for a long run.
int waysToTry(int otherwise) {
    const char* wanted = std::getenv("THIMBLE_PRUNE_WAYS");
    return wanted != nullptr ? std::atoi(wanted) : otherwise;
}

void pruneAtRandom(const Model& model, int ways, test::PruneTally& tally) {
    const test::PruneSubject subject(model);
    prune::SizePredictor predictor(subject.model, subject.groups);
    std::uint64_t seed = 0;
    for (const double share : kShares)
        for (int way = 0; way < ways; ++way) {
            SCOPED_TRACE("share " + std::to_string(share) + ", way " + std::to_string(way));
            ++seed;
            test::expectPruned(subject, predictor,
                               prune::randomSelection(subject.groups, share, seed), seed, tally);
            if (testing::Test::HasFatalFailure()) return;
        }
}

double microsecondsOfPrediction(const Model& model) {
    constexpr int kTimes = 1000;
    const auto groups = prune::channelGroups(model);
    prune::SizePredictor predictor(model, *groups);
    const auto few = prune::keptCounts(prune::randomSelection(*groups, 0.5, 1));
    const auto start = std::chrono::steady_clock::now();
    for (int i = 0; i < kTimes; ++i) (void)predictor.predict(few);
    const std::chrono::duration<double, std::micro> taken =
        std::chrono::steady_clock::now() - start;
    return taken.count() / kTimes;
}

class PrunedModel : public testing::TestWithParam<const char*> {};

TEST_P(PrunedModel, KeepsAllPromises) {
    THIMBLE_NEEDS_TEST_DATA();
    const Model model = test::readShared(GetParam());
    test::PruneTally tally;
    const auto start = std::chrono::steady_clock::now();
    pruneAtRandom(model, waysToTry(3), tally);
    const double seconds =
        std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
    std::printf(
        "%s: %lld ways, %lld channels removed, %lld of them not exact, %lld tensors "
        "compared, %.1f s\n",
        GetParam(), static_cast<long long>(tally.ways), static_cast<long long>(tally.removed),
        static_cast<long long>(tally.inexact), static_cast<long long>(tally.compared), seconds);
    std::printf("%s: %.1f us for a prediction\n", GetParam(), microsecondsOfPrediction(model));
    EXPECT_GT(tally.removed, 0);
    EXPECT_GT(tally.compared, 0);
    EXPECT_LT(tally.inexact, tally.removed);
}

INSTANTIATE_TEST_SUITE_P(Seven, PrunedModel,
                         testing::Values("vww_96_int8", "pretrainedResnet_quant", "micronets_vww2",
                                         "mcunet_10fps_vww", "on_off_v3", "swiftnet_vww_uint8",
                                         "yolov5_tiny_96"));

TEST(PrunedModels, OfAllKindsKeepThem) {
    THIMBLE_NEEDS_TEST_DATA();
    constexpr std::int64_t kLargeFile = 1'000'000;
    for (const std::string& name : test::sharedModels()) {
        SCOPED_TRACE(name);
        const Blob file = test::readAll(test::sharedModelPath(name));
        const auto model = readTflite(file);
        ASSERT_TRUE(model.has_value());
        const test::PruneSubject subject(*model);
        if (file.size() > kLargeFile || subject.groups.groups.empty()) continue;
        test::PruneTally tally;
        prune::SizePredictor predictor(subject.model, subject.groups);
        test::expectPruned(subject, predictor, prune::randomSelection(subject.groups, 0.5, 1), 1,
                           tally);
    }
}

TEST(PrunedModels, OfTheSamplesKeepThem) {
    for (const char* name : {"ds_cnn_s", "micronet_kws_s", "mobilenet_v2_035_144", "nas_cell",
                             "person_detection", "resnet8", "x_lstm"}) {
        SCOPED_TRACE(name);
        const auto model =
            readTflite(test::readAll(std::string(THIMBLE_SAMPLES) + "/" + name + ".tflite"));
        ASSERT_TRUE(model.has_value());
        const test::PruneSubject subject(*model);
        EXPECT_FALSE(subject.groups.groups.empty());
        test::PruneTally tally;
        prune::SizePredictor predictor(subject.model, subject.groups);
        test::expectPruned(subject, predictor, prune::randomSelection(subject.groups, 0.5, 2), 2,
                           tally);
        EXPECT_GT(tally.removed, tally.inexact);
    }
}

}  // namespace
}  // namespace thimble
