// The hard instances that google/minimalloc publishes, when the test data is there.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "core/arena/arena_csv.h"
#include "core/arena/optimal_plan.h"
#include "tests/support/test_data.h"

namespace thimble {
namespace {

using testing::IsEmpty;

struct HardCase {
    const char* name;
    Bytes lowest;  // proven: the most bytes alive in one step
};

const HardCase kHardCases[] = {
    {"A", 1048576}, {"C", 1039360}, {"E", 1048576}, {"G", 1048576}, {"I", 1048576}, {"K", 1048576},
};
constexpr Bytes kCapacity = 1048576;
constexpr std::int64_t kEnoughNodes = 2'000'000;

ArenaProblem readHard(const std::string& name) {
    const auto path = test::testDataFolder() / "packing" / (name + ".1048576.csv");
    const Blob blob = test::readAll(path);
    const auto table =
        readArenaCsv({reinterpret_cast<const char*>(blob.bytes().data()), blob.bytes().size()});
    if (!table) ADD_FAILURE() << path << ": " << table.error().message;
    return table ? table->problem : ArenaProblem();
}

TEST(HardInstances, FitTheirCapacity) {
    THIMBLE_NEEDS_TEST_DATA();
    for (const HardCase& row : kHardCases) {
        SCOPED_TRACE(row.name);
        const ArenaProblem problem = readHard(row.name);
        const auto result = findPlanWithin(problem, kCapacity, {.nodes = kEnoughNodes});
        EXPECT_THAT(checkArenaPlan(problem, result.best), IsEmpty());
        EXPECT_LE(result.best.arenaBytes, kCapacity);
        EXPECT_EQ(result.reason, StopReason::Proven);
        EXPECT_GT(findPlanWithin(problem, row.lowest - 1, {.nodes = 0}).lowerBound, row.lowest - 1);
    }
}

TEST(HardInstances, TheirLowestPlanIsProven) {
    THIMBLE_NEEDS_TEST_DATA();
    for (const HardCase& row : kHardCases) {
        SCOPED_TRACE(row.name);
        const ArenaProblem problem = readHard(row.name);
        const auto result = findOptimalPlan(problem, {.nodes = kEnoughNodes});
        EXPECT_THAT(checkArenaPlan(problem, result.best), IsEmpty());
        EXPECT_EQ(result.best.arenaBytes, row.lowest);
        EXPECT_EQ(result.reason, StopReason::Proven);
    }
}

}  // namespace
}  // namespace thimble
