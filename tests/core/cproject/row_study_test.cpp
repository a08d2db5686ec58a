#include "core/cproject/row_study.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>

#include "core/pipeline/analyse.h"
#include "core/split/edit_segments.h"
#include "tests/support/test_data.h"

namespace thimble::cproject {
namespace {

Model sample(const std::string& name) {
    const auto loaded = loadModel(std::filesystem::path(THIMBLE_SAMPLES) / (name + ".tflite"));
    EXPECT_TRUE(loaded);
    return loaded ? (*loaded)->model : Model{};
}

TEST(RowStudy, SaysWhatTheProjectWillBe) {
    for (const char* name : {"ds_cnn_s", "resnet8", "person_detection"}) {
        SCOPED_TRACE(name);
        const Model model = sample(name);
        const auto study = studyRows(model, {});
        ASSERT_TRUE(study);
        const auto project = makeProject(model, {.rows = split::RowPlanOptions{}});
        ASSERT_TRUE(project && project->rows);
        EXPECT_EQ(study->wholeArenaBytes, project->wholeArenaBytes);
        EXPECT_EQ(study->model.graph, project->rows->model.graph);
        auto plan = split::planRows(study->model.graph, {}, {});
        ASSERT_TRUE(plan);
        const auto answer = lookAt(*study, *std::move(plan), 2);
        ASSERT_TRUE(answer);
        EXPECT_EQ(answer->arenaBytes, project->memory.arenaBytes);
        EXPECT_EQ(answer->verifiedRuns, 2);
        EXPECT_FALSE(answer->difference);
        // The same segments by name give the same project.
        const auto again =
            makeProject(model, {.rows = split::RowPlanOptions{.segments = answer->plan.segments}});
        ASSERT_TRUE(again);
        EXPECT_EQ(again->memory.arenaBytes, answer->arenaBytes);
    }
}

TEST(RowStudy, WholeBytesReachThePeakOfWholeOperators) {
    THIMBLE_NEEDS_TEST_DATA();
    // Its fullest operator is a PAD, which vanishes by rows.
    const Model model = test::readShared("mcunet_10fps_vww");
    const auto study = studyRows(model, {});
    ASSERT_TRUE(study);
    auto plan = split::planRows(study->model.graph, {}, {});
    ASSERT_TRUE(plan);
    const auto answer = lookAt(*study, *std::move(plan), 1);
    ASSERT_TRUE(answer);
    const std::vector<Bytes> bytes = wholeBytes(*study, *answer);
    ASSERT_EQ(bytes.size(), answer->history.steps.size());
    const split::ArenaHistory& whole = study->wholeHistory;
    EXPECT_EQ(*std::ranges::max_element(bytes),
              whole.used[static_cast<std::size_t>(whole.peakStep)].total());
    EXPECT_EQ(bytes.front(), whole.used.front().total());
    EXPECT_EQ(bytes.back(), whole.used.back().total());
}

TEST(RowStudy, HistoryOfWholeOperatorsStaysInTheArena) {
    for (const char* name : {"ds_cnn_s", "nas_cell"}) {
        SCOPED_TRACE(name);
        const auto study = studyRows(sample(name), {});
        ASSERT_TRUE(study);
        const split::ArenaHistory& history = study->wholeHistory;
        Bytes top = 0;
        for (const split::HeldBytes& held : history.held)
            top = std::max(top, held.offset + held.bytes);
        EXPECT_LE(top, study->wholeArenaBytes);
        EXPECT_GT(top, study->wholeArenaBytes - 16);
        const Bytes peak = history.used[static_cast<std::size_t>(history.peakStep)].total();
        EXPECT_LE(peak, study->wholeArenaBytes);
        EXPECT_GT(peak, study->wholeArenaBytes / 2);
    }
}

}  // namespace
}  // namespace thimble::cproject
