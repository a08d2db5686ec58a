#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "core/schedule/schedule.h"

namespace thimble {
namespace {

using testing::Contains;
using testing::HasSubstr;
using testing::IsEmpty;

/// 0 and 1 read the input, 2 reads what they write; 0 runs before 1.
OrderProblem problem() {
    return {.bytes = {8, 16, 32, 4},
            .operators = {{{0}, {1}, 0}, {{0}, {2}, 5}, {{1, 2}, {3}, 0}},
            .inputs = {0},
            .outputs = {3},
            .after = {{0, 1}}};
}

const Schedule kRight{{0, 1, 2}, 61, {24, 61, 52}};

TEST(CheckSchedule, BelievesWhatIsRight) {
    EXPECT_THAT(checkSchedule(problem(), kRight), IsEmpty());
    EXPECT_EQ(scheduleOf(problem(), {0, 1, 2}), kRight);
    EXPECT_THAT(checkSchedule({}, {}), IsEmpty());
}

struct BrokenCase {
    const char* name;
    Schedule schedule;
    const char* fault;
};

const BrokenCase kBroken[] = {
    {"too short", {{0, 1}, 61, {24, 61}}, "2 steps for 3 operators"},
    {"twice", {{0, 1, 1}, 61, {24, 61, 52}}, "operator 1 runs twice"},
    {"no such operator", {{0, 1, 3}, 61, {24, 61, 52}}, "there is no operator 3"},
    {"negative", {{0, 1, -1}, 61, {24, 61, 52}}, "there is no operator -1"},
    {"read before written", {{0, 2, 1}, 61, {24, 61, 52}}, "operator 2 reads tensor 2 before 1"},
    {"against the precedence", {{1, 0, 2}, 61, {45, 56, 52}}, "operator 1 must run after 0"},
    {"peak too low", {{0, 1, 2}, 60, {24, 61, 52}}, "the peak is 61 bytes, not 60"},
    {"wrong curve", {{0, 1, 2}, 61, {24, 61, 51}}, "step 2 holds 52 bytes, not 51"},
    {"curve too short", {{0, 1, 2}, 61, {24, 61}}, "2 working sets for 3 steps"},
};

TEST(CheckSchedule, SeesEveryKindOfFault) {
    for (const auto& [name, schedule, fault] : kBroken) {
        SCOPED_TRACE(name);
        EXPECT_THAT(checkSchedule(problem(), schedule), Contains(HasSubstr(fault)));
    }
}

}  // namespace
}  // namespace thimble
