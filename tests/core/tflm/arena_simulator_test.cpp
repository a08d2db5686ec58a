#include "core/tflm/arena_simulator.h"

#include <gtest/gtest.h>

#include "core/tflm/device_memory.h"
#include "tests/support/model_builder.h"

namespace thimble::tflm {
namespace {

using Kind = AllocationEvent::Kind;

AllocationEvent persistent(Bytes bytes, Bytes alignment, TailCategory category) {
    return {Kind::Persistent, category, bytes, alignment};
}

TEST(ArenaSimulator, PaddingBelongsToTheRequestThatNeedsIt) {
    const AllocationEvent script[] = {persistent(36, 4, TailCategory::AllocatorObjects),
                                      persistent(10, 16, TailCategory::OpInit)};
    const ArenaUse use = simulateArena(script, 256);
    EXPECT_FALSE(use.failure.has_value());
    EXPECT_EQ(use.tail[0], 36);
    EXPECT_EQ(use.tail[static_cast<std::size_t>(TailCategory::OpInit)], 12);
    EXPECT_EQ(use.tailBytes, 48);
}

TEST(ArenaSimulator, TemporariesCountOnlyWhileTheyLast) {
    const AllocationEvent script[] = {{Kind::Temp, {}, 100, 4},
                                      {Kind::ResetTemps, {}, 0, 1},
                                      persistent(64, 16, TailCategory::OpInit)};
    EXPECT_EQ(simulateArena(script, 1024).peakBytes, 100);
    EXPECT_EQ(minimumArena(script), 112);
    EXPECT_FALSE(simulateArena(script, 112).failure.has_value());
    ASSERT_TRUE(simulateArena(script, 96).failure.has_value());
    EXPECT_EQ(simulateArena(script, 96).failure->event, 0U);
    EXPECT_EQ(simulateArena(script, 96).failure->requested, 100);
    EXPECT_EQ(simulateArena(script, 96).failure->available, 96);
}

TEST(ArenaSimulator, AHeadThatMayFailToGrowDoesNotCount) {
    const AllocationEvent script[] = {persistent(16, 16, TailCategory::OpInit),
                                      {Kind::TryReserveHead, {}, 500, 4},
                                      {Kind::ReserveHead, {}, 32, 16}};
    EXPECT_EQ(minimumArena(script), 48);
}

TEST(ArenaSimulator, ThePlannerNeedsWhatIsLeft) {
    const AllocationEvent script[] = {persistent(20, 4, TailCategory::OpInit),
                                      {Kind::Temp, {}, 20, 4},
                                      {Kind::PlannerMemory, {}, 80, 16}};
    // 20 bytes of temporaries end at 32, the tail starts on 32 from the end.
    EXPECT_EQ(minimumArena(script), 32 + 80 + 32);
}

TEST(ArenaSimulator, SmallestArenaIsSmallestForModels) {
    for (const int operators : {1, 3, 20}) {
        const Model model = test::chainModel(operators, 100);
        for (const TargetInfo& target : kTargets) {
            const auto memory = deviceMemory(model, target);
            ASSERT_TRUE(memory.has_value());
            ASSERT_TRUE(memory->accepts) << memory->reason;
            EXPECT_TRUE(tryArena(model, *memory, memory->minimumBytes).enough);
            const ArenaVerdict less = tryArena(model, *memory, memory->minimumBytes - 16);
            EXPECT_FALSE(less.enough);
            EXPECT_FALSE(less.failure.empty());
            EXPECT_FALSE(tryArena(model, *memory, 0).enough);
            EXPECT_TRUE(tryArena(model, *memory, Bytes{1} << 40).enough);
        }
    }
}

TEST(ArenaSimulator, MoreRoomNeverHurts) {
    const Model model = test::chainModel(7, 50);
    const auto memory = deviceMemory(model, kTargets[0]);
    ASSERT_TRUE(memory.has_value());
    bool wasEnough = false;
    for (Bytes bytes = 0; bytes < memory->minimumBytes + 200; bytes += 4) {
        const bool enough = !simulateArena(memory->script, bytes).failure.has_value();
        EXPECT_TRUE(enough || !wasEnough || bytes % 16 != 0) << bytes;
        wasEnough = wasEnough || (enough && bytes % 16 == 0);
    }
    EXPECT_TRUE(wasEnough);
}

}  // namespace
}  // namespace thimble::tflm
