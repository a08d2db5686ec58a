// `thimble split` as scripts meet it.

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

class SplitForTflm : public test::CommandTest {
protected:
    static std::string model() { return THIMBLE_SAMPLES "/resnet8.tflite"; }
};

TEST_F(SplitForTflm, WithoutAnOutputOnlyRowsAreLookedFor) {
    const Outcome outcome = run("split " + model() + " --json");
    ASSERT_EQ(outcome.status, 0) << outcome.err;
    const json j = json::parse(outcome.out);
    EXPECT_LT(j["after"]["arena_bytes"], j["before"]["arena_bytes"]);
    EXPECT_TRUE(j["after"]["head_bytes"].is_null());
    EXPECT_EQ(j["after"]["macs"], j["before"]["macs"]);
    EXPECT_FALSE(j.contains("tflite"));
    for (const json& segment : j["segments"]) EXPECT_EQ(segment["kind"], "rows");
}

TEST_F(SplitForTflm, WritesPatchesThatInspectAndCompareUnderstand) {
    const Outcome outcome = run("split " + model() + " --json --smallest head -o patched.tflite");
    ASSERT_EQ(outcome.status, 0) << outcome.err;
    const json j = json::parse(outcome.out);
    EXPECT_LT(j["after"]["head_bytes"], j["before"]["head_bytes"]);
    EXPECT_LT(j["after"]["head_bytes"], j["tflite"]["planned"]["head_bytes"]);
    EXPECT_EQ(j["tflite"]["output"], "patched.tflite");
    bool hasPatches = false;
    for (const json& segment : j["segments"])
        if (segment["kind"] == "patches") {
            hasPatches = true;
            EXPECT_FALSE(segment["operators"].empty());
            EXPECT_EQ(segment["slices"].get<int>(),
                      segment["rows"].get<int>() * segment["columns"].get<int>());
        }
    EXPECT_TRUE(hasPatches);
    const json report = json::parse(run("inspect patched.tflite --json").out);
    EXPECT_EQ(report["arena"]["head_bytes"], j["after"]["head_bytes"]);
    EXPECT_EQ(report["plan_faults"], json::array());
    EXPECT_EQ(run("compare " + model() + " patched.tflite --runs 3").status, 0);
}

TEST_F(SplitForTflm, WhatDoesNotHelpIsNotWritten) {
    // Four bytes of fully connected layers: nothing can be cut.
    const std::string lstm = THIMBLE_SAMPLES "/x_lstm.tflite";
    const Outcome outcome = run("split " + lstm + " --json -o patched.tflite");
    ASSERT_EQ(outcome.status, 1) << outcome.err;
    const json j = json::parse(outcome.out);
    EXPECT_TRUE(j["after"]["head_bytes"].is_null());
    EXPECT_TRUE(j["tflite"]["patched"].is_null());
    EXPECT_FALSE(std::filesystem::exists(folder() / "patched.tflite"));
}

TEST_F(SplitForTflm, OptionsThatMakeNoSenseAreRefused) {
    for (const std::string options :
         {"--max-mac-overhead -1", "--max-mac-overhead nan", "--smallest tail", "-o \"\""})
        EXPECT_EQ(run("split " + model() + " " + options).status, 2) << options;
}

}  // namespace
}  // namespace thimble
