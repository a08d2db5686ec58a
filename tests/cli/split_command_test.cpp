// `thimble split` as scripts meet it.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "core/model/drop_orphans.h"
#include "tests/cli/command_test.h"
#include "tests/cli/small_models.h"
#include "tests/support/model_text.h"

namespace thimble {
namespace {

using nlohmann::json;
using test::expectOneErrorLine;
using test::Outcome;
using testing::Contains;
using testing::HasSubstr;
using testing::IsEmpty;

/// On a sample of which the largest tensors lie next to each other.
class Split : public test::CommandTest {
protected:
    static std::string model() { return THIMBLE_SAMPLES "/resnet8.tflite"; }
    /// An LSTM: nothing in it has rows.
    static std::string withoutRows() { return THIMBLE_SAMPLES "/x_lstm.tflite"; }

    [[nodiscard]] json answer(const std::string& arguments, int status = 0) const {
        const Outcome outcome = run("split " + arguments + " --json");
        EXPECT_EQ(outcome.status, status) << outcome.err;
        return json::parse(outcome.out, nullptr, false);
    }
};

TEST_F(Split, JsonHasEveryFieldOfTheContract) {
    const json j = answer(model());
    const json exported = json::parse(run("export " + model() + " --c whole --json").out);
    EXPECT_EQ(j["before"]["arena_bytes"], exported["arena_bytes"]);
    EXPECT_EQ(j["before"]["head_bytes"], 49'152);
    EXPECT_EQ(j["before"]["macs"], 12'501'632);
    EXPECT_LE(j["after"]["arena_bytes"], 12'500);
    EXPECT_TRUE(j["after"]["head_bytes"].is_null()) << "no form in stock operators";
    EXPECT_EQ(j["after"]["macs"], j["before"]["macs"]);
    ASSERT_FALSE(j["segments"].empty());
    std::vector<int> operators;
    for (const json& segment : j["segments"]) {
        EXPECT_EQ(segment["kind"], "rows");
        EXPECT_GT(segment["slices"], 0);
        for (const int number : segment["operators"]) operators.push_back(number);
    }
    EXPECT_THAT(operators, testing::UnorderedElementsAreArray(
                               std::vector<int>{0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12}));
    EXPECT_EQ(j["reason"], "the smallest arena that was found");
    EXPECT_TRUE(j["seconds"].is_number());
    EXPECT_LE(j["load_bytes"], j["after"]["arena_bytes"]);
    EXPECT_LE(j["in_use_bytes"], j["after"]["arena_bytes"]);
    EXPECT_LE(j["least_load_bytes"], j["load_bytes"]);
    EXPECT_EQ(j["verified_runs"], 3);
    EXPECT_FALSE(j.contains("folder"));
}

TEST_F(Split, WithinTheRamItCallsNoMoreKernelsThanItHasTo) {
    const json least = answer(model());
    const json roomy = answer(model() + " --ram 40000");
    EXPECT_LE(roomy["after"]["arena_bytes"], 40'000);
    EXPECT_GT(roomy["after"]["arena_bytes"], least["after"]["arena_bytes"]);
    EXPECT_LT(roomy["calls"], least["calls"]);
    EXPECT_EQ(roomy["reason"], "the fewest calls within the RAM");
    const std::string arena = std::to_string(least["after"]["arena_bytes"].get<int>());
    EXPECT_EQ(answer(model() + " --ram " + arena)["after"]["arena_bytes"],
              least["after"]["arena_bytes"]);
}

TEST_F(Split, WhatDoesNotFitIsStatus1) {
    const json j = answer(model() + " --ram 2000", 1);
    EXPECT_GT(j["after"]["arena_bytes"], 2000);
    EXPECT_EQ(j["reason"], "nothing that was found fits the RAM");
    EXPECT_EQ(run("split " + model() + " --ram 0").status, 1);
}

TEST_F(Split, WritesAProjectOfTheSizeThatItSays) {
    const json j = answer(model() + " --c project");
    EXPECT_EQ(j["folder"], "project");
    EXPECT_THAT(j["files"], Contains("model.c"));
    for (const std::string file : j["files"])
        EXPECT_TRUE(std::filesystem::exists(folder() / "project" / file)) << file;
    EXPECT_THAT(read("project/model.h"),
                HasSubstr("#define MODEL_ARENA_BYTES " +
                          std::to_string(j["after"]["arena_bytes"].get<int>()) + "\n"));
    EXPECT_THAT(read("project/model.c"), HasSubstr("model_segment_0();"));
    ASSERT_EQ(run("split " + model() + " --c again").status, 0);
    for (const std::string file : j["files"])
        EXPECT_EQ(read("project/" + file), read("again/" + file)) << file;
}

TEST_F(Split, AnswersInSentences) {
    const std::string text = run("split " + model() + " --c project --runs 1").out;
    for (const char* words :
         {"resnet8.tflite: the smallest arena that was found", "TFLM's head          49,152",
          "C, by rows", "in use at once", "0 to 12", "for 1 random inputs", "written to project"})
        EXPECT_THAT(text, HasSubstr(words));
}

TEST_F(Split, SaysWhichOperatorsRunInSlicesOfChannels) {
    // Two products; what is between them is wide.
    Model wide = test::modelFromText(
        {"FULLY_CONNECTED(i8 1x24 q.05:3, i8 256x24 q.01:0 =#1) -> i8 1x256 q.05:3",
         "FULLY_CONNECTED(i8 1x256 q.05:3, i8 10x256 q.01:0 =#2) -> i8 1x10 q.05:3"});
    Subgraph& subgraph = wide.subgraphs[0];
    subgraph.operators[1].inputs[0] = subgraph.operators[0].outputs[0];
    subgraph.inputs.resize(1);
    subgraph.outputs = subgraph.operators[1].outputs;
    test::writeModel(folder() / "wide.tflite", dropOrphanTensors(wide));
    const json j = answer("wide.tflite");
    EXPECT_EQ(j["segments"], json::parse(R"([{"kind": "channels", "operators": [0, 1], "slices": 8,
                                              "form": "c"}])"));
    EXPECT_LE(j["after"]["arena_bytes"], 100);
    EXPECT_EQ(j["before"]["arena_bytes"], 280);
    EXPECT_THAT(run("split wide.tflite").out, HasSubstr("8 slices of channels"));
}

TEST_F(Split, AModelThatGainsNothingStaysAsItIs) {
    const json j = answer(withoutRows() + " --c project");
    EXPECT_EQ(j["after"]["arena_bytes"], j["before"]["arena_bytes"]);
    EXPECT_THAT(j["segments"], IsEmpty());
    EXPECT_EQ(j["reason"], "running by rows does not lower the arena");
    ASSERT_EQ(run("export " + withoutRows() + " --c whole").status, 0);
    EXPECT_EQ(read("project/model.c"), read("whole/model.c"));
    EXPECT_EQ(run("split " + withoutRows() + " --ram 1000").status, 0);
    EXPECT_EQ(run("split " + withoutRows() + " --ram 100").status, 1);
    EXPECT_THAT(run("split " + model() + " --ram 60000").out, HasSubstr("does not lower the arena"))
        << "it fits as it is";
}

TEST_F(Split, SeveralPlansAreNamedWithTheirReason) {
    const json j = answer(model() + " --pareto");
    EXPECT_EQ(j["reason"], "none of these is beaten by another");
    EXPECT_GT(j["seconds"], 0);
    ASSERT_GT(j["points"].size(), 1);
    for (std::size_t i = 1; i < j["points"].size(); ++i) {
        EXPECT_GT(j["points"][i]["arena_bytes"], j["points"][i - 1]["arena_bytes"]);
        EXPECT_LT(j["points"][i]["calls"], j["points"][i - 1]["calls"]);
    }
    EXPECT_EQ(run("split " + model() + " --pareto -o out.tflite").status, 2);
}

TEST_F(Split, CtrlCKeepsTheBestSoFar) {
    const std::string model = "'" THIMBLE_SAMPLES "/mobilenet_v2_035_144.tflite'";
    const Outcome outcome =
        run("split " + model + " --json --c project", "timeout --preserve-status -s INT 0.3 ");
    ASSERT_EQ(outcome.status, 0) << outcome.err;
    const json j = json::parse(outcome.out, nullptr, false);
    EXPECT_LE(j["after"]["arena_bytes"], j["before"]["arena_bytes"]);
    // A machine may be done by then.
    EXPECT_THAT(std::string(j["reason"]),
                testing::AnyOf("cancelled", "the smallest arena that was found"));
    EXPECT_TRUE(std::filesystem::exists(folder() / "project/model.c"));
}

TEST_F(Split, WhatDoesNotFitIsNotWritten) {
    EXPECT_EQ(run("split " + model() + " --ram 2000 --c project").status, 1);
    EXPECT_FALSE(std::filesystem::exists(folder() / "project"));
}

TEST_F(Split, AModelThatCannotBeExportedIsOneLine) {
    test::writeModel(folder() / "unknown.tflite", test::unknownOperatorModel());
    const Outcome outcome = run("split unknown.tflite --c project");
    expectOneErrorLine(outcome);
    EXPECT_THAT(outcome.err, HasSubstr("unknown.tflite"));
    EXPECT_THAT(outcome.err, HasSubstr("Mystery"));
    EXPECT_FALSE(std::filesystem::exists(folder() / "project"));
}

TEST_F(Split, BadUsageIsOneLine) {
    write("file", "");
    write("no.tflite", "no model");
    for (const std::string& arguments :
         {std::string(""), std::string("/nowhere.tflite"), std::string("no.tflite"),
          model() + " --ram -1", model() + " --ram 12K", model() + " --ram", model() + " --runs -1",
          model() + " --runs many", model() + " --runs 1001", model() + " --target toaster",
          model() + " --c ''", model() + " --c file/project", model() + " --frob"}) {
        SCOPED_TRACE(arguments);
        expectOneErrorLine(run("split " + arguments));
    }
}

TEST_F(Split, WhatCanBeChosenIsListed) {
    const Outcome outcome = run("split " + model() + " --smallest foo");
    expectOneErrorLine(outcome);
    EXPECT_THAT(outcome.err, testing::AllOf(HasSubstr("arena"), HasSubstr("head")));
    EXPECT_THAT(outcome.err, testing::Not(HasSubstr("->")));
}

TEST_F(Split, HelpTeaches) {
    const Outcome outcome = run("split --help");
    EXPECT_EQ(outcome.status, 0);
    for (const char* words : {"--target", "--ram", "--c", "--runs", "--json", "Examples"})
        EXPECT_THAT(outcome.out, HasSubstr(words));
}

}  // namespace
}  // namespace thimble
