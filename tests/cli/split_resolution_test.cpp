// `thimble split --resolution` as scripts meet it.

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
using testing::StartsWith;

/// On a sample for images of 32 x 32.
class SplitResolution : public test::CommandTest {
protected:
    static std::string model() { return THIMBLE_SAMPLES "/resnet8.tflite"; }

    [[nodiscard]] json answer(const std::string& arguments, int status = 0) const {
        const Outcome outcome = run("split " + model() + " " + arguments + " --json");
        EXPECT_EQ(outcome.status, status) << outcome.err;
        return json::parse(outcome.out, nullptr, false);
    }
};

TEST_F(SplitResolution, JsonSaysWhatItCostsAndWhatFits) {
    const json own = answer("");
    EXPECT_FALSE(own.contains("resolution"));
    const json j = answer("--resolution 64x48");
    const json& r = j["resolution"];
    EXPECT_EQ(r["from"], json({32, 32}));
    EXPECT_EQ(r["to"], json({64, 48}));
    EXPECT_EQ(r["whole_arena_bytes"], own["before"]["arena_bytes"]);
    EXPECT_EQ(r["macs_from"], own["before"]["macs"]);
    EXPECT_EQ(r["macs_to"], j["before"]["macs"]);
    EXPECT_GT(j["before"]["macs"], own["before"]["macs"]);
    EXPECT_GT(j["before"]["arena_bytes"], own["before"]["arena_bytes"]);
    EXPECT_GT(j["before"]["head_bytes"], own["before"]["head_bytes"]);
    EXPECT_LT(j["after"]["arena_bytes"], j["before"]["arena_bytes"]);
    EXPECT_EQ(j["verified_runs"], 3);
    // What fits is what the same command finds at that resolution, and the next does not fit.
    const json& affords = r["affords"];
    EXPECT_EQ(affords["height"], affords["width"]);
    EXPECT_LE(affords["arena_bytes"], r["whole_arena_bytes"]);
    EXPECT_EQ(affords["reason"], "found");
    const auto side = affords["height"].get<int>();
    const auto at = [&](int pixels) {
        return answer("--runs 1 --resolution " + std::to_string(pixels) + "x" +
                      std::to_string(pixels));
    };
    const json largest = at(side);
    EXPECT_EQ(largest["after"]["arena_bytes"], affords["arena_bytes"]);
    EXPECT_EQ(largest["before"]["macs"], affords["macs"]);
    EXPECT_GT(at(side + 8)["after"]["arena_bytes"], r["whole_arena_bytes"]);
}

TEST_F(SplitResolution, MostIsTheLargestThatFits) {
    const json j = answer("--resolution most");
    const json& r = j["resolution"];
    EXPECT_EQ(r["to"], json({r["affords"]["height"], r["affords"]["width"]}));
    EXPECT_EQ(j["after"]["arena_bytes"], r["affords"]["arena_bytes"]);
    const json streamed = answer("--resolution most --stream-input --runs 1");
    EXPECT_GT(streamed["resolution"]["to"][0], r["to"][0]) << "that is what pays for it";
    EXPECT_LE(streamed["after"]["arena_bytes"], r["whole_arena_bytes"]);
}

TEST_F(SplitResolution, WithinTheRam) {
    const json j = answer("--resolution most --ram 30000");
    EXPECT_LE(j["after"]["arena_bytes"], 30'000);
    EXPECT_EQ(j["reason"], "the fewest calls within the RAM");
    EXPECT_LE(j["resolution"]["affords"]["arena_bytes"], 30'000);
    EXPECT_LT(j["resolution"]["to"][0], answer("--resolution most")["resolution"]["to"][0]);
    const json none = answer("--resolution most --ram 100", 1);
    EXPECT_TRUE(none["resolution"]["affords"].is_null());
    EXPECT_EQ(none["resolution"]["to"], none["resolution"]["from"]);
    EXPECT_EQ(run("split " + model() + " --resolution 64x64 --ram 9000").status, 1);
}

TEST_F(SplitResolution, WritesTheProjectAtThatSize) {
    const json j = answer("--resolution 40x56 --stream-input --ram 20000 --c project");
    EXPECT_THAT(read("project/model.h"),
                HasSubstr("#define MODEL_ARENA_BYTES " +
                          std::to_string(j["after"]["arena_bytes"].get<int>()) + "\n"));
    ASSERT_EQ(
        run("split " + model() + " --resolution 40x56 --stream-input --ram 20000 --c again").status,
        0);
    EXPECT_EQ(read("project/model.c"), read("again/model.c"));
    // Its own resolution is the model as it is.
    ASSERT_EQ(run("split " + model() + " --resolution 32x32 --ram 20000 --c own").status, 0);
    ASSERT_EQ(run("split " + model() + " --ram 20000 --c plain").status, 0);
    EXPECT_EQ(read("own/model.c"), read("plain/model.c"));
}

TEST_F(SplitResolution, WritesPatchesAtThatSize) {
    const json j = answer("--resolution 48x48 --ram 20000 --runs 1 -o patched.tflite");
    EXPECT_EQ(j["tflite"]["output"], "patched.tflite");
    const json inspected = json::parse(run("inspect patched.tflite --json").out);
    EXPECT_EQ(inspected["arena"]["head_bytes"], j["after"]["head_bytes"]);
    const Outcome other = run("split patched.tflite --resolution 64x64");
    expectOneErrorLine(other);
    EXPECT_THAT(other.err, HasSubstr("takes a fixed part of what has another size at 64x64"));
}

TEST_F(SplitResolution, SeveralPlans) {
    const json j = answer("--resolution 40x40 --pareto --stream-input");
    EXPECT_EQ(j["resolution"]["to"], json({40, 40}));
    ASSERT_FALSE(j["points"].empty());
    EXPECT_EQ(j["points"][0]["arena_bytes"],
              answer("--resolution 40x40 --stream-input --runs 1")["after"]["arena_bytes"]);
    EXPECT_GT(j["whole_arena_bytes"], j["resolution"]["whole_arena_bytes"]);
    EXPECT_THAT(run("split " + model() + " --resolution 64x64 --pareto").out,
                StartsWith(model() + " at 64x64: arena against calls"));
}

TEST_F(SplitResolution, AnswersInSentences) {
    const std::string text = run("split " + model() + " --resolution 64x64 --runs 1").out;
    for (const char* words : {"resnet8.tflite at 64x64: the smallest arena that was found",
                              "At 32x32 the whole model takes 49,", "by rows, 64x64 takes 2",
                              "4.0 times the MACs", "In that memory, by rows, "})
        EXPECT_THAT(text, HasSubstr(words));
    EXPECT_THAT(run("split " + model() + " --resolution most --ram 30000").out,
                HasSubstr("In 30,000 bytes, by rows, "));
    EXPECT_THAT(run("split " + model() + " --resolution most --ram 100").out,
                HasSubstr("In 100 bytes no resolution fits."));
}

TEST_F(SplitResolution, WhatIsNoImageIsRefusedByName) {
    const Outcome lstm = run("split " THIMBLE_SAMPLES "/x_lstm.tflite --resolution 64x64");
    expectOneErrorLine(lstm);
    EXPECT_THAT(lstm.err, HasSubstr("the model takes 3"));
    test::writeModel(folder() / "mirror.tflite", test::mirrorModel(4));
    const Outcome mirror = run("split mirror.tflite --resolution 64x64 --c project");
    expectOneErrorLine(mirror);
    EXPECT_THAT(mirror.err, HasSubstr("mirror.tflite: the input, tensor 'x' (#0), is [1, 4]"));
    EXPECT_FALSE(std::filesystem::exists(folder() / "project"));
}

TEST_F(SplitResolution, BadUsageIsOneLine) {
    for (const char* size : {"64", "x", "64x", "x64", "64x64x3", "0x64", "-8x64", "64X64",
                             "'64 x 64'", "4097x64", "99999999999x4", "largest", "''"}) {
        SCOPED_TRACE(size);
        const Outcome outcome = run("split " + model() + " --resolution " + size);
        expectOneErrorLine(outcome);
        EXPECT_THAT(outcome.err, HasSubstr("height x width, such as 96x128"));
    }
    EXPECT_THAT(run("split --help").out, HasSubstr("--resolution most"));
}

}  // namespace
}  // namespace thimble
