#include "ui/painting/arena_map_layout.h"

#include <gmock/gmock.h>

#include "tests/ui/painting/report_builder.h"

namespace thimble::ui {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

// Buffers of branchReport: 0 input, 1 left, 2 right, 3 sum, 4 output, 5 scratch. Planned sizes
// 1008, 1504, 1504, 1008, 112 and 512; left lies at 0, right at 1504, input at 1504, sum at 3008.
constexpr std::int32_t kInput = 0, kLeft = 1, kRight = 2, kSum = 3, kOutput = 4, kScratch = 5;

const QRect kPlot(100, 0, 500, 251);

ArenaMapLayout layoutOf(const Report& report) {
    const auto steps = static_cast<double>(report.steps.size());
    return layoutArenaMap(report, {0, steps, kPlot.left(), kPlot.width()}, kPlot, 50);
}

QRect rectOf(const ArenaMapLayout& layout, std::int32_t buffer) {
    for (const ArenaBox& box : layout.boxes)
        if (box.buffer == buffer) return box.rect;
    return {};
}

TEST(ArenaMapLayout, PutsEachBufferWhereItLies) {
    const auto report = test::branchReport();
    ASSERT_EQ(report->device.headBytes, 4016);  // sixteen bytes to the pixel
    const ArenaMapLayout layout = layoutOf(*report);
    ASSERT_EQ(layout.boxes.size(), 6U);
    EXPECT_EQ(rectOf(layout, kLeft), QRect(200, 251 - 94, 300, 94));
    EXPECT_EQ(rectOf(layout, kRight), QRect(300, 251 - 188, 200, 94));
    EXPECT_EQ(rectOf(layout, kInput), QRect(100, 251 - 157, 200, 63));
    EXPECT_EQ(rectOf(layout, kSum).top(), 0);
    EXPECT_EQ(rectOf(layout, kOutput).left(), 500);
    EXPECT_EQ(layout.headY, 0);
    EXPECT_EQ(layout.boundY, std::nullopt);  // the head is as low as it can be
    EXPECT_THAT(layout.overlaps, IsEmpty());
}

TEST(ArenaMapLayout, ShowsTheLowerBoundWhereItIsLower) {
    Report report = *test::branchReport();
    report.device.lowerBoundBytes = 2008;
    EXPECT_EQ(layoutOf(report).boundY, 251 - 126);
}

TEST(ArenaMapLayout, FindsTheBufferUnderThePointer) {
    const auto report = test::branchReport();
    const ArenaMapLayout layout = layoutOf(*report);
    EXPECT_EQ(layout.bufferAt({250, 240}), kLeft);
    EXPECT_EQ(layout.bufferAt({350, 100}), kRight);
    EXPECT_EQ(layout.bufferAt({350, 20}), -1);
    EXPECT_EQ(layout.stepAt({350, 20}), 2);
    EXPECT_EQ(layout.stepAt({100, 0}), 0);
    EXPECT_EQ(layout.stepAt({599, 0}), 4);
    EXPECT_EQ(layout.stepAt({99, 0}), std::nullopt);
}

TEST(ArenaMapLayout, SharesAScaleWithAHigherOne) {
    const auto report = test::branchReport();
    const Bytes head = report->device.headBytes;
    const auto maximum = [&](Bytes atLeast) {
        return layoutArenaMap(*report, {0, 5, kPlot.left(), kPlot.width()}, kPlot, 50, atLeast)
            .bytes.maximum;
    };
    EXPECT_EQ(maximum(2 * head), 2 * head);
    EXPECT_EQ(maximum(head / 2), head);
}

TEST(ArenaMapLayout, LeavesOutWhatIsNotVisible) {
    const auto report = test::branchReport();
    const ArenaMapLayout layout =
        layoutArenaMap(*report, {3.5, 5, kPlot.left(), kPlot.width()}, kPlot, 50);
    EXPECT_EQ(layout.boxes.size(), 4U);  // left, right, sum, output
    EXPECT_TRUE(rectOf(layout, kInput).isNull());
}

TEST(ArenaMapLayout, LeavesOutWhatTakesNoRoom) {
    Report report = *test::branchReport();
    report.device.buffers[kSum].plannedBytes = 0;
    EXPECT_EQ(layoutOf(report).boxes.size(), 5U);
}

TEST(ArenaMapLayout, ShowsWhatIsNeverUsedOverAllStepsBelowTheRest) {
    Report report = *test::branchReport();
    report.device.buffers[kOutput].scopes = tflm::kUnmarked;
    report.device.buffers[kOutput].plannedBytes = 4016;
    const ArenaMapLayout layout = layoutOf(report);
    ASSERT_EQ(layout.boxes.size(), 6U);
    EXPECT_EQ(rectOf(layout, kOutput), kPlot);
    EXPECT_EQ(layout.bufferAt({250, 240}), kLeft);
    EXPECT_EQ(layout.bufferAt({350, 20}), kOutput);
    for (const std::int32_t step : {-1, 0, 4})
        EXPECT_EQ(rolesAtStep(report, step)[kOutput], Role::Unused) << step;
}

TEST(ArenaMapLayout, ShowsWhatNothingWritesFromTheFirstStepOn) {
    Report report = *test::branchReport();
    report.device.buffers[kSum].scopes = {-1, 2};
    EXPECT_EQ(rectOf(layoutOf(report), kSum).left(), 100);
    EXPECT_EQ(rectOf(layoutOf(report), kSum).width(), 200);
}

TEST(ArenaMapLayout, GivesEveryBoxAPixel) {
    const auto report = test::largeReport(5000);
    for (const ArenaBox& box : layoutOf(*report).boxes) {
        EXPECT_GE(box.rect.width(), 1);
        EXPECT_GE(box.rect.height(), 1);
        EXPECT_TRUE(kPlot.contains(box.rect));
    }
}

TEST(ArenaMapLayout, ShowsWhereAPlanFromTheFileOverlaps) {
    Report report = *test::branchReport();
    report.device.buffers[kRight].offset = 1504 - 160;  // into left, while both are alive
    EXPECT_THAT(layoutOf(report).overlaps, IsEmpty());  // nobody says that the plan is wrong
    report.device.planFaults = {"right overlaps left"};
    EXPECT_THAT(layoutOf(report).overlaps, ElementsAre(QRect(300, 251 - 94, 200, 10)));
}

TEST(RolesAtStep, FollowTheOperatorThatRuns) {
    const auto report = test::branchReport();
    EXPECT_THAT(rolesAtStep(*report, -1),
                ElementsAre(Role::IdleModelIo, Role::IdleTensor, Role::IdleTensor, Role::IdleTensor,
                            Role::IdleModelIo, Role::IdleScratch));
    EXPECT_THAT(rolesAtStep(*report, 0),
                ElementsAre(Role::Input, Role::IdleTensor, Role::IdleTensor, Role::IdleTensor,
                            Role::IdleModelIo, Role::IdleScratch));
    EXPECT_THAT(rolesAtStep(*report, 1),
                ElementsAre(Role::Input, Role::Output, Role::IdleTensor, Role::IdleTensor,
                            Role::IdleModelIo, Role::Scratch));
    EXPECT_THAT(rolesAtStep(*report, 3),
                ElementsAre(Role::IdleModelIo, Role::Input, Role::Input, Role::Output,
                            Role::IdleModelIo, Role::IdleScratch));
}

TEST(RolesAtStep, AddUpToTheTimeline) {
    const auto report = test::largeReport(60);
    for (std::size_t s = 0; s < report->steps.size(); ++s) {
        const auto roles = rolesAtStep(*report, static_cast<std::int32_t>(s));
        std::array<Bytes, kRoles> sums{};
        for (std::size_t b = 0; b < roles.size(); ++b)
            sums[static_cast<std::size_t>(roles[b])] += report->device.buffers[b].bytes;
        const StepRow& step = report->steps[s];
        EXPECT_EQ(sums[static_cast<std::size_t>(Role::Input)], step.inputBytes);
        EXPECT_EQ(sums[static_cast<std::size_t>(Role::Output)], step.outputBytes);
        EXPECT_EQ(sums[static_cast<std::size_t>(Role::Other)], step.otherBytes);
        EXPECT_EQ(sums[static_cast<std::size_t>(Role::Scratch)], step.scratchBytes);
    }
}

TEST(Neighbour, WalksInTimeAndInTheArena) {
    const auto report = test::branchReport();
    const auto go = [&](std::int32_t from, Direction to) { return neighbour(*report, from, to); };
    EXPECT_EQ(go(-1, Direction::Up), kLeft);  // the largest at the peak
    EXPECT_EQ(go(kLeft, Direction::Right), kRight);
    EXPECT_EQ(go(kRight, Direction::Right), kSum);
    EXPECT_EQ(go(kSum, Direction::Right), kOutput);
    EXPECT_EQ(go(kOutput, Direction::Right), -1);
    EXPECT_EQ(go(kOutput, Direction::Left), kSum);
    EXPECT_EQ(go(kLeft, Direction::Left), kInput);
    EXPECT_EQ(go(kInput, Direction::Left), -1);
    EXPECT_EQ(go(kLeft, Direction::Up), kInput);
    EXPECT_EQ(go(kRight, Direction::Up), kSum);
    EXPECT_EQ(go(kSum, Direction::Down), kRight);
    EXPECT_EQ(go(kRight, Direction::Down), kLeft);
    EXPECT_EQ(go(kLeft, Direction::Down), -1);
    EXPECT_EQ(go(kInput, Direction::Next), kLeft);
    EXPECT_EQ(go(kScratch, Direction::Next), -1);
    EXPECT_EQ(go(kScratch, Direction::Previous), kOutput);
}

TEST(Neighbour, PassesOverWhatIsNotShown) {
    Report report = *test::branchReport();
    report.device.buffers[kLeft].plannedBytes = 0;
    EXPECT_EQ(neighbour(report, kInput, Direction::Next), kRight);
    EXPECT_EQ(neighbour(report, kInput, Direction::Right), kScratch);
    EXPECT_EQ(neighbour(Report{}, -1, Direction::Next), -1);
}

}  // namespace
}  // namespace thimble::ui
