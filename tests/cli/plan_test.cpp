// `thimble plan` as scripts meet it.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <nlohmann/json.hpp>
#include <string>

#include "tests/cli/command_test.h"

namespace thimble {
namespace {

using nlohmann::json;
using test::expectOneErrorLine;
using test::Outcome;
using testing::HasSubstr;
using testing::StartsWith;

/// On the sample whose best order is better than its written one.
class Plan : public test::CommandTest {
protected:
    static std::string model() { return THIMBLE_SAMPLES "/nas_cell.tflite"; }
};

TEST_F(Plan, JsonHasEveryFieldOfTheContract) {
    const Outcome outcome = run("plan " + model() + " --json");
    ASSERT_EQ(outcome.status, 0) << outcome.err;
    const json j = json::parse(outcome.out);
    EXPECT_EQ(j["before"]["working_set_peak_bytes"], 262'144);
    EXPECT_EQ(j["after"]["working_set_peak_bytes"], 122'880);
    EXPECT_EQ(j["after"]["head_bytes"], 122'880);
    EXPECT_GT(j["before"]["head_bytes"], j["after"]["head_bytes"]);
    EXPECT_EQ(j["order"]["reason"], "proven");
    EXPECT_EQ(j["order"]["lower_bound_bytes"], 122'880);
    EXPECT_EQ(j["order"]["operators"].size(), 29U);
    EXPECT_EQ(j["placement"]["reason"], "proven");
    EXPECT_EQ(j["placement"]["lower_bound_bytes"], 122'880);
    EXPECT_EQ(j["placement"]["fragmentation_bytes"], 0);
    EXPECT_TRUE(j["seconds"].is_number());
}

TEST_F(Plan, WritesAModelThatInspectUnderstands) {
    const Outcome plan = run("plan " + model() + " --json -o planned.tflite");
    ASSERT_EQ(plan.status, 0) << plan.err;
    const json answer = json::parse(plan.out);
    const json report = json::parse(run("inspect planned.tflite --json").out);
    EXPECT_EQ(report["arena"]["head_bytes"], answer["after"]["head_bytes"]);
    EXPECT_EQ(report["working_set"]["peak_bytes"], answer["after"]["working_set_peak_bytes"]);
    EXPECT_EQ(report["arena"]["offline_plan"], true);
    EXPECT_EQ(report["plan_faults"], json::array());
}

TEST_F(Plan, TheSameTwiceGivesTheSameBytes) {
    ASSERT_EQ(run("plan " + model() + " -o a.tflite").status, 0);
    ASSERT_EQ(run("plan " + model() + " -o b.tflite").status, 0);
    EXPECT_EQ(read("a.tflite"), read("b.tflite"));
    ASSERT_EQ(run("plan a.tflite -o c.tflite").status, 0);
    EXPECT_EQ(read("a.tflite"), read("c.tflite")) << "a planned model needs no other plan";
}

TEST_F(Plan, AnswersInSentences) {
    const std::string text = run("plan " + model()).out;
    EXPECT_THAT(text, HasSubstr("nas_cell.tflite on arm32-reference"));
    EXPECT_THAT(text, HasSubstr("-147,456"));
    EXPECT_THAT(text, HasSubstr("No order can need less"));
    EXPECT_THAT(text, HasSubstr("No placement of this order can be lower"));
    EXPECT_THAT(text, HasSubstr("The operators run in a new order."));
    EXPECT_THAT(text, HasSubstr("-o OUT.tflite"));
    EXPECT_THAT(run("plan " + model() + " --order as-written").out,
                HasSubstr("The operators stay in their order."));
}

TEST_F(Plan, TheInputIsNeverOverwritten) {
    std::filesystem::copy(model(), folder() / "mine.tflite");
    const std::string before = read("mine.tflite");
    std::filesystem::create_symlink("mine.tflite", folder() / "link.tflite");
    for (const char* output : {"mine.tflite", "./mine.tflite", "link.tflite"})
        expectOneErrorLine(run(std::string("plan mine.tflite -o ") + output));
    EXPECT_EQ(read("mine.tflite"), before);
}

TEST_F(Plan, BadUsageIsOneLine) {
    for (const std::string& arguments :
         {std::string("plan"), std::string("plan /nowhere.tflite"),
          "plan " + model() + " --order no", "plan " + model() + " --planner best",
          "plan " + model() + " --nodes -1", "plan " + model() + " -o /nowhere/out.tflite"}) {
        SCOPED_TRACE(arguments);
        expectOneErrorLine(run(arguments));
    }
}

TEST_F(Plan, HelpTeaches) {
    const Outcome outcome = run("plan --help");
    EXPECT_EQ(outcome.status, 0);
    for (const char* words : {"--order", "--planner", "--in-place", "--nodes", "--output", "--json",
                              "OfflineMemoryAllocation", "Examples"})
        EXPECT_THAT(outcome.out, HasSubstr(words));
}

}  // namespace
}  // namespace thimble
