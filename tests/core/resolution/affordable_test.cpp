#include "core/resolution/affordable.h"

#include <gtest/gtest.h>

#include <filesystem>

#include "core/base/file.h"
#include "core/ops/operator_rules.h"
#include "core/tflite/reader.h"

namespace thimble {
namespace {

Model sample(const std::string& name) {
    const auto bytes = readFile(std::filesystem::path(THIMBLE_SAMPLES) / (name + ".tflite"));
    EXPECT_TRUE(bytes);
    auto model = readTflite(Blob(*bytes));
    EXPECT_TRUE(model);
    return *std::move(model);
}

cproject::ProjectOptions byRows(bool streamInput = false) {
    cproject::ProjectOptions options;
    options.rows.emplace().sliceChannels = true;
    options.streamInput = streamInput;
    return options;
}

Bytes arenaAt(const Model& model, Resolution resolution, const cproject::ProjectOptions& options) {
    const auto resized = atResolution(model, resolution);
    EXPECT_TRUE(resized);
    const auto project = cproject::planProject(*resized, options);
    EXPECT_TRUE(project);
    return project->memory.arenaBytes;
}

TEST(Affordable, IsTheLargestThatFits) {
    for (const char* name : {"resnet8", "person_detection"})
        for (const bool isStreamed : {false, true}) {
            SCOPED_TRACE(testing::Message() << name << (isStreamed ? ", streamed" : ""));
            const Model model = sample(name);
            const cproject::ProjectOptions options = byRows(isStreamed);
            const auto whole = cproject::planProject(model);
            ASSERT_TRUE(whole);
            const Bytes most = whole->memory.arenaBytes;
            int planned = 0;
            const auto affords = affordableResolution(model, most, options, {}, [&](int n, int of) {
                EXPECT_EQ(n, ++planned);
                EXPECT_LE(n, of);
            });
            ASSERT_TRUE(affords && *affords);
            const Resolution found = (*affords)->resolution;
            EXPECT_GT(planned, 1);
            EXPECT_EQ((*affords)->reason, Affordable::Reason::Found);
            EXPECT_GT(found.height, resolutionOf(model)->height);
            EXPECT_EQ(found.height, found.width);
            EXPECT_LE((*affords)->arenaBytes, most);
            EXPECT_EQ((*affords)->arenaBytes, arenaAt(model, found, options));
            EXPECT_GT(arenaAt(model, {found.height + 8, found.width + 8}, options), most);
            EXPECT_EQ((*affords)->macs, modelMacs(*atResolution(model, found)));
        }
}

TEST(Affordable, GoesDownWhereItsOwnIsTooLarge) {
    const Model model = sample("resnet8");
    const Bytes own = arenaAt(model, {32, 32}, byRows());
    const auto affords = affordableResolution(model, own - 1, byRows());
    ASSERT_TRUE(affords && *affords);
    EXPECT_EQ((*affords)->resolution, (Resolution{24, 24}));
    EXPECT_EQ((*affords)->arenaBytes, arenaAt(model, {24, 24}, byRows()));
    EXPECT_EQ(*affordableResolution(model, 100, byRows()), std::nullopt);
}

TEST(Affordable, KeepsTheAspectRatio) {
    const auto resized = atResolution(sample("resnet8"), {32, 48});
    ASSERT_TRUE(resized);
    const auto affords = affordableResolution(*resized, 60'000, byRows());
    ASSERT_TRUE(affords && *affords);
    const Resolution found = (*affords)->resolution;
    EXPECT_EQ(found.height * 3, found.width * 2);
    EXPECT_EQ(found.height % 16, 0);
    EXPECT_GT(found.height, 32);
}

TEST(Affordable, StoppedItHasTheBestSoFar) {
    const Model model = sample("resnet8");
    std::stop_source stop;
    const auto affords =
        affordableResolution(model, 1'000'000, byRows(), {stop.get_token(), {}},
                             [&](int n, int) { n == 2 ? (void)stop.request_stop() : void(); });
    ASSERT_TRUE(affords && *affords);
    EXPECT_EQ((*affords)->reason, Affordable::Reason::Cancelled);
    EXPECT_LE((*affords)->resolution.height, 40);
    EXPECT_GE((*affords)->resolution.height, 32);
}

TEST(Affordable, NeedsAnImageAndCKernels) {
    EXPECT_FALSE(affordableResolution(sample("x_lstm"), 1000, byRows()));
}

}  // namespace
}  // namespace thimble
