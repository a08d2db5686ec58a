// The command line as scripts meet it: exit status, what is on stdout, one line on stderr.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <nlohmann/json.hpp>

#include "core/base/file.h"
#include "core/tflite/writer.h"
#include "tests/cli/command_test.h"
#include "tests/support/model_builder.h"

namespace thimble {
namespace {

using nlohmann::json;
using test::expectOneErrorLine;
using test::Outcome;
using testing::HasSubstr;
using testing::StartsWith;

class Inspect : public test::CommandTest {
protected:
    void SetUp() override {
        CommandTest::SetUp();
        ASSERT_TRUE(writeFile(model(), *writeTflite(test::chainModel(3, 100))).has_value());
    }
    [[nodiscard]] std::string model() const { return (folder() / "chain.tflite").string(); }
};

TEST_F(Inspect, PrintsForPeople) {
    const Outcome outcome = run("inspect " + model());
    EXPECT_EQ(outcome.status, 0);
    EXPECT_THAT(outcome.out, HasSubstr("chain.tflite: 3 operators"));
    EXPECT_THAT(outcome.out, HasSubstr("Needs "));
    EXPECT_THAT(outcome.out, HasSubstr("<- peak"));
    EXPECT_EQ(outcome.err, "");
}

TEST_F(Inspect, JsonHasEveryFieldOfTheContract) {
    const Outcome outcome = run("inspect " + model() + " --json --target host64-reference");
    ASSERT_EQ(outcome.status, 0);
    const json j = json::parse(outcome.out);
    EXPECT_EQ(j["tflm"]["accepts"], true);
    EXPECT_EQ(j["tflm"]["reason"], "");
    for (const char* key :
         {"path", "sha256", "bytes", "subgraphs", "operators", "tensors", "macs", "weight_bytes"})
        EXPECT_TRUE(j["model"].contains(key)) << key;
    EXPECT_EQ(j["working_set"]["peak_bytes"], 200);
    EXPECT_EQ(j["working_set"]["peak_operator"], 0);
    EXPECT_EQ(j["working_set"]["per_operator_bytes"].size(), 3U);
    for (const char* key : {"target", "exact", "head_bytes", "tail_bytes", "used_bytes",
                            "minimum_bytes", "lower_bound_bytes", "tail"})
        EXPECT_TRUE(j["arena"].contains(key)) << key;
    EXPECT_EQ(j["arena"]["target"], "host64-reference");
    EXPECT_EQ(j["arena"]["head_bytes"], 224);
    ASSERT_EQ(j["buffers"].size(), 4U);
    for (const char* key : {"subgraph", "tensor", "operator", "name", "kind", "bytes",
                            "planned_bytes", "offset", "first_step", "end_step"})
        EXPECT_TRUE(j["buffers"][0].contains(key)) << key;
    for (const char* key : {"index", "name", "macs", "inputs", "outputs", "working_set_bytes"})
        EXPECT_TRUE(j["operators"][0].contains(key)) << key;
}

TEST_F(Inspect, TheSameTwiceGivesTheSameBytes) {
    EXPECT_EQ(run("inspect " + model() + " --json").out, run("inspect " + model() + " --json").out);
}

TEST_F(Inspect, ArenaAndBudgetAnswerByExitStatus) {
    const json j = json::parse(run("inspect " + model() + " --json").out);
    const std::string minimum = std::to_string(j["arena"]["minimum_bytes"].get<int>());
    const std::string less = std::to_string(j["arena"]["minimum_bytes"].get<int>() - 16);
    const std::string used = std::to_string(j["arena"]["used_bytes"].get<int>());
    EXPECT_EQ(run("inspect " + model() + " --arena " + minimum).status, 0);
    const Outcome tooSmall = run("inspect " + model() + " --arena " + less);
    EXPECT_EQ(tooSmall.status, 1);
    EXPECT_THAT(tooSmall.out, HasSubstr("is not enough: "));
    EXPECT_EQ(run("inspect " + model() + " --budget " + used).status, 0);
    EXPECT_EQ(run("inspect " + model() + " --budget 10").status, 1);
    const json verdict =
        json::parse(run("inspect " + model() + " --json --arena " + less).out)["arena_verdict"];
    EXPECT_EQ(verdict["enough"], false);
    EXPECT_NE(verdict["failure"], "");
}

TEST_F(Inspect, ResolverNamesTheOperators) {
    const Outcome outcome = run("inspect " + model() + " --resolver");
    EXPECT_EQ(outcome.status, 0);
    EXPECT_THAT(outcome.out, HasSubstr("tflite::MicroMutableOpResolver<1> resolver;\n"
                                       "resolver.AddRelu();\n"));
    EXPECT_THAT(outcome.out, HasSubstr("constexpr int kTensorArenaSize = "));
}

TEST_F(Inspect, PlotsAreWrittenWholeOrNotAtAll) {
    const std::string svg = (folder() / "plot.svg").string();
    const std::string png = (folder() / "plot.png").string();
    EXPECT_EQ(run("inspect " + model() + " --plot " + svg).status, 0);
    EXPECT_EQ(run("inspect " + model() + " --plot " + png + " --plot-size 640x480").status, 0);
    std::ifstream svgFile(svg), pngFile(png, std::ios::binary);
    std::string start(5, ' ');
    svgFile.read(start.data(), 5);
    EXPECT_EQ(start, "<?xml");
    pngFile.read(start.data(), 5);
    EXPECT_EQ(start, "\x89PNG\r");
    expectOneErrorLine(run("inspect " + model() + " --plot " + (folder() / "plot.bmp").string()));
    expectOneErrorLine(run("inspect " + model() + " --plot /nowhere/plot.svg"));
    EXPECT_FALSE(std::filesystem::exists(folder() / "plot.bmp"));
}

TEST_F(Inspect, TheInputIsNeverOverwritten) {
    const auto picture = folder() / "picture.svg";
    std::filesystem::copy(model(), picture);
    const auto before = readFile(picture).value();
    expectOneErrorLine(run("inspect " + picture.string() + " --plot " + picture.string()));
    expectOneErrorLine(run("inspect " + picture.string() + " --plot " + folder().string() + "/../" +
                           folder().filename().string() + "/picture.svg"));
    EXPECT_EQ(readFile(picture).value(), before);
}

TEST_F(Inspect, NamesFromTheFileAreHarmlessInTextAndJson) {
    Model hostile = test::chainModel(2, 100);
    hostile.subgraphs[0].tensors[0].name = "\x1B[31m\nred \xFF";
    hostile.operatorCodes[0].builtin = BuiltinOperator::Custom;
    hostile.operatorCodes[0].newBuiltin = BuiltinOperator::Custom;
    hostile.operatorCodes[0].deprecatedBuiltin = 32;
    hostile.operatorCodes[0].customCode = "evil\n\xE4\xB8 code that goes on and on and \xC3\xA4";
    const auto path = folder() / "hostile.tflite";
    ASSERT_TRUE(writeFile(path, *writeTflite(hostile)).has_value());
    const std::string text = run("inspect " + path.string()).out;
    EXPECT_THAT(text, HasSubstr("\uFFFD[31m\uFFFDred \uFFFD"));
    EXPECT_EQ(text.find('\x1B'), std::string::npos);
    const Outcome verdict = run("inspect " + path.string() + " --json --arena 1000 --budget 10");
    EXPECT_EQ(verdict.status, 1);
    const json parsed = json::parse(verdict.out);
    EXPECT_EQ(parsed["buffers"].size(), 3U);
    EXPECT_EQ(parsed["arena_verdict"]["enough"], false);
}

TEST_F(Inspect, ATensorThatNothingUsesIsNamedWhereItDecidesTheHead) {
    Model dangling = test::chainModel(2, 100);
    test::addTensor(dangling, "zz\n", {50'000});
    const auto path = folder() / "dangling.tflite";
    ASSERT_TRUE(writeFile(path, *writeTflite(dangling)).has_value());
    const std::string text = run("inspect " + path.string()).out;
    EXPECT_THAT(text,
                HasSubstr("50,000 bytes of the head are tensor #3 'zz\uFFFD' [50000]: nothing "
                          "writes or reads it, and TFLM makes room for it all the same."));
    EXPECT_THAT(text, HasSubstr("never used"));
    EXPECT_EQ(text.find("bytes at the peak"), std::string::npos);
    const json buffer = json::parse(run("inspect " + path.string() + " --json").out)["buffers"][3];
    EXPECT_EQ(buffer["first_step"], -1);
    EXPECT_EQ(buffer["end_step"], 0);
}

TEST_F(Inspect, WhatHoldsMostIsCalledPeakOnlyWhereItIsTheWorkingSets) {
    EXPECT_EQ(run("inspect " + model()).out.find("ullest step"), std::string::npos);
    Model none = test::emptyModel();
    none.subgraphs[0].inputs = none.subgraphs[0].outputs = {test::addTensor(none, "x", {1, 8})};
    const auto path = folder() / "none.tflite";
    ASSERT_TRUE(writeFile(path, *writeTflite(none)).has_value());
    const std::string text = run("inspect " + path.string()).out;
    EXPECT_THAT(text, HasSubstr("Peak working set 0 bytes: there are no operators."));
    EXPECT_THAT(text, HasSubstr("Fullest step 8 bytes, when the inputs arrive."));
    EXPECT_EQ(text.find("at the peak"), std::string::npos);
}

TEST_F(Inspect, AnAnswerThatCannotBeWrittenIsAnError) {
    const Outcome outcome = run("inspect " + model() + " --json > /dev/full");
    EXPECT_EQ(outcome.status, 2);
    EXPECT_THAT(outcome.err, HasSubstr("standard output: No space left"));
}

TEST_F(Inspect, NumbersAreDecimal) {
    EXPECT_EQ(run("inspect " + model() + " --budget 010000").status, 0) << "ten thousand";
    for (const char* bad : {"99999999999999999999", "-1", "0x100", "1e6", "12k", "''"})
        expectOneErrorLine(run("inspect " + model() + " --arena " + bad));
}

TEST_F(Inspect, BadUsageAndBadFilesAreOneLine) {
    std::ofstream(folder() / "empty.tflite");
    std::ofstream(folder() / "text.tflite") << "this is not a model";
    for (const std::string& arguments :
         {std::string("inspect /nowhere.tflite"), "inspect " + folder().string(),
          "inspect " + (folder() / "empty.tflite").string(),
          "inspect " + (folder() / "text.tflite").string(), std::string("inspect"),
          std::string("frobnicate"), std::string(""), "inspect " + model() + " --target z80",
          "inspect " + model() + " --arena many", "inspect " + model() + " --frob",
          std::string("inspect ''"), std::string("inspect $'two\\nlines.tflite'"),
          "inspect " + model() + " --json --resolver",
          "inspect " + model() + " --plot-size 640x480"}) {
        SCOPED_TRACE(arguments);
        expectOneErrorLine(run(arguments));
    }
    EXPECT_THAT(run("inspect " + (folder() / "text.tflite").string()).err,
                HasSubstr("text.tflite"));
    EXPECT_THAT(run("frobnicate").err, HasSubstr("'frobnicate' is not a command"));
}

TEST_F(Inspect, HelpTeaches) {
    const Outcome outcome = run("inspect --help");
    EXPECT_EQ(outcome.status, 0);
    for (const char* words : {"--target", "--arena", "--budget", "--resolver", "--plot", "--json",
                              "arm32-cmsis-dsp", "Examples"})
        EXPECT_THAT(outcome.out, HasSubstr(words));
    EXPECT_THAT(run("--version").out, StartsWith("thimble "));
    EXPECT_EQ(run("--help").status, 0);
}

TEST_F(Inspect, FindsNoFaultInAPlanInPlaceForTheSameKernels) {
    const std::string planned = (folder() / "planned.tflite").string();
    const Outcome plan = run("plan " + model() + " --in-place --json -o " + planned);
    ASSERT_EQ(plan.status, 0) << plan.err;
    const json answer = json::parse(plan.out);
    EXPECT_EQ(answer["before"]["head_bytes"], 224);
    EXPECT_EQ(answer["after"]["head_bytes"], 112);
    EXPECT_EQ(answer["placement"]["lower_bound_bytes"], 112);
    EXPECT_EQ(answer["placement"]["fragmentation_bytes"], 0);
    ASSERT_EQ(answer["in_place"].size(), 3U);
    EXPECT_EQ(answer["in_place"][2],
              (json{{"subgraph", 0}, {"operator", 2}, {"input", 2}, {"output", 3}, {"offset", 0}}));
    const json report = json::parse(run("inspect --json " + planned).out);
    EXPECT_EQ(report["plan_faults"], json::array());
    EXPECT_EQ(report["arena"]["lower_bound_bytes"], 112);
}

}  // namespace
}  // namespace thimble
