// `thimble compare` as scripts meet it.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <nlohmann/json.hpp>
#include <string>

#include "tests/cli/command_test.h"
#include "tests/cli/small_models.h"

namespace thimble {
namespace {

using nlohmann::json;
using test::expectOneErrorLine;
using test::Outcome;
using testing::HasSubstr;

class Compare : public test::CommandTest {
protected:
    void SetUp() override {
        CommandTest::SetUp();
        test::writeModel(folder() / "a.tflite", test::constantModel({1, 2, 3, 4}));
        test::writeModel(folder() / "b.tflite", test::constantModel({1, 2, 5, -5}));
    }
};

TEST_F(Compare, AModelWithItself) {
    const Outcome outcome = run("compare a.tflite a.tflite --runs 4 --json");
    ASSERT_EQ(outcome.status, 0) << outcome.err;
    EXPECT_EQ(outcome.err, "");
    const json j = json::parse(outcome.out);
    EXPECT_EQ(j["runs"], 4);
    EXPECT_EQ(j["bit_exact"], true);
    EXPECT_EQ(j["max_abs_difference"], 0);
    EXPECT_TRUE(j["first_difference"].is_null());
    EXPECT_EQ(j["reason"], "done");
    for (const char* side : {"a", "b"}) {
        EXPECT_GT(j[side]["arena"]["used_bytes"], 0) << side;
        EXPECT_GE(j[side]["arena"]["minimum_bytes"], j[side]["arena"]["used_bytes"]) << side;
    }
    const std::string text = run("compare a.tflite a.tflite").out;
    EXPECT_THAT(text, HasSubstr("The outputs are the same to the last bit in 10 inferences"));
    EXPECT_THAT(text, HasSubstr("output 1 'y': equal"));
}

TEST_F(Compare, NamesWhereTheyPartWays) {
    const Outcome outcome = run("compare a.tflite b.tflite --runs 2 --json");
    EXPECT_EQ(outcome.status, 1);
    EXPECT_EQ(outcome.err, "");
    const json j = json::parse(outcome.out);
    EXPECT_EQ(j["bit_exact"], false);
    EXPECT_EQ(j["differing_runs"], 2);
    EXPECT_EQ(j["max_abs_difference"], 9);
    const json first = j["first_difference"];
    EXPECT_EQ(first["run"], 0);
    EXPECT_EQ(first["a"]["operator"], 1);
    EXPECT_EQ(first["a"]["operator_name"], "RESHAPE");
    EXPECT_EQ(first["a"]["tensor_name"], "middle");
    EXPECT_EQ(first["a"]["value"], 3);
    EXPECT_EQ(first["b"]["value"], 5);
    EXPECT_EQ(first["element"], 2);
    EXPECT_EQ(first["differing"], 2);
    EXPECT_EQ(first["max_abs_difference"], 9);

    const Outcome text = run("compare a.tflite b.tflite");
    EXPECT_EQ(text.status, 1);
    EXPECT_THAT(text.out, HasSubstr("The outputs differ in 10 of 10 inferences"));
    EXPECT_THAT(text.out, HasSubstr("They part ways at operator #1 RESHAPE of A, in tensor "
                                    "'middle' (#3)"));
    EXPECT_THAT(text.out, HasSubstr("element 2 is 3 in A and 5 in B (run 0)"));
}

TEST_F(Compare, ShowsWhatIsStoredWhereScalesHideIt) {
    // Twice the scale and half the numbers: the same values, other bytes.
    const auto scaled = [](const std::vector<int>& values, float scale) {
        Model model = test::constantModel(values);
        for (Tensor& tensor : model.subgraphs[0].tensors)
            tensor.quantization = Quantization{.scale = {scale}, .zeroPoint = {0}};
        return model;
    };
    test::writeModel(folder() / "fine.tflite", scaled({2, 4, 6, 8}, 0.25F));
    test::writeModel(folder() / "coarse.tflite", scaled({1, 2, 3, 4}, 0.5F));
    EXPECT_THAT(run("compare fine.tflite coarse.tflite").out,
                HasSubstr("element 0 is 0.5 (stored 2) in A and 0.5 (stored 1) in B"));
}

TEST_F(Compare, APlannedModelComputesTheSame) {
    const std::string model = THIMBLE_SAMPLES "/nas_cell.tflite";
    ASSERT_EQ(run("plan " + model + " -o planned.tflite").status, 0);
    const Outcome outcome = run("compare " + model + " planned.tflite --runs 1 --json");
    ASSERT_EQ(outcome.status, 0) << outcome.err << outcome.out;
    const json j = json::parse(outcome.out);
    EXPECT_EQ(j["bit_exact"], true);
    EXPECT_LT(j["b"]["arena"]["head_bytes"], j["a"]["arena"]["head_bytes"]);
}

TEST_F(Compare, OnTheSamplesOfADataSet) {
    write("y_labels.csv", "one,2,0\ntwo,2,1,4,4\n");
    write("one", "abcd");
    write("two", "abcdefgh");
    Outcome outcome = run("compare a.tflite a.tflite --data . --json");
    ASSERT_EQ(outcome.status, 0) << outcome.err;
    EXPECT_EQ(json::parse(outcome.out)["runs"], 3) << "the second file holds two inputs";
    write("two", "");
    outcome = run("compare a.tflite a.tflite --data .");
    expectOneErrorLine(outcome);
    EXPECT_THAT(outcome.err, HasSubstr("two"));
}

TEST_F(Compare, BadInputsAreOneLine) {
    test::writeModel(folder() / "five.tflite", test::constantModel({1, 2, 3, 4, 5}));
    test::writeModel(folder() / "mirror.tflite", test::mirrorModel(4));
    test::writeModel(folder() / "unknown.tflite", test::unknownOperatorModel());
    write("not.tflite", "not a model");
    struct Case {
        const char* arguments;
        const char* words;
    };
    for (const Case& c : {
             Case{"a.tflite five.tflite",
                  "a.tflite and five.tflite: the models cannot be compared: output 1 is INT8 [4] "
                  "in the first and INT8 [5] in the second"},
             Case{"a.tflite mirror.tflite", "the first has 2 outputs, the second 1"},
             Case{"a.tflite unknown.tflite", "unknown.tflite: there is no kernel"},
             Case{"not.tflite a.tflite", "not.tflite"},
             Case{"a.tflite nowhere.tflite", "nowhere.tflite"},
             Case{"a.tflite", "required"},
             Case{"a.tflite a.tflite --runs 0", "--runs must be at least 1"},
             Case{"a.tflite a.tflite --runs many", "many"},
             Case{"a.tflite a.tflite --data nowhere", "nowhere"},
             Case{"a.tflite a.tflite --data . --seed 3", "--data"},
             Case{"a.tflite a.tflite --target z80", "z80"},
         }) {
        SCOPED_TRACE(c.arguments);
        const Outcome outcome = run(std::string("compare ") + c.arguments);
        expectOneErrorLine(outcome);
        EXPECT_THAT(outcome.err, HasSubstr(c.words));
    }
}

TEST_F(Compare, InterruptedItKeepsWhatIsKnown) {
    const Outcome outcome =
        run("compare a.tflite a.tflite --runs 1000000000 --json", "timeout -s INT 1 ");
    const json j = json::parse(outcome.out);
    EXPECT_EQ(j["reason"], "cancelled");
    EXPECT_EQ(j["bit_exact"], true);
    EXPECT_LT(j["runs"], 1'000'000'000);
}

TEST_F(Compare, HelpTeaches) {
    const Outcome help = run("compare --help");
    EXPECT_EQ(help.status, 0);
    for (const char* words : {"--runs", "--seed", "--data", "--target", "--json", "Examples"})
        EXPECT_THAT(help.out, HasSubstr(words));
}

}  // namespace
}  // namespace thimble
