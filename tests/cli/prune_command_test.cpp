// `thimble prune` and `thimble apply` as scripts meet them.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>
#include <string>

#include "tests/cli/command_test.h"
#include "tests/support/test_data.h"

namespace thimble {
namespace {

using nlohmann::json;
using test::expectOneErrorLine;
using test::Outcome;
using testing::HasSubstr;

class Prune : public test::CommandTest {
protected:
    static std::string model() { return THIMBLE_SAMPLES "/ds_cnn_s.tflite"; }
    static std::string other() { return THIMBLE_SAMPLES "/resnet8.tflite"; }

    [[nodiscard]] json answer(const std::string& arguments, int status = 0) const {
        const Outcome outcome = run(arguments + " --json");
        EXPECT_EQ(outcome.status, status) << outcome.err;
        return json::parse(outcome.out, nullptr, false);
    }
    [[nodiscard]] json prune(const std::string& arguments, int status = 0) const {
        return answer("prune " + model() + " --samples 8 " + arguments, status);
    }
};

TEST_F(Prune, TheListHasEveryFieldOfTheContract) {
    const json j = prune("--list");
    ASSERT_FALSE(j["groups"].empty());
    int number = 0;
    for (const json& group : j["groups"]) {
        EXPECT_EQ(group["id"], number++);
        const int channels = group["channels"];
        EXPECT_EQ(group["importance"].size(), channels);
        EXPECT_EQ(group["order"].size(), channels - 1);
        EXPECT_FALSE(group["tensors"].empty());
        EXPECT_FALSE(group["operators"].empty());
        EXPECT_GT(group["saves"]["macs"], 0);
        EXPECT_GT(group["saves"]["flash_bytes"], 0);
        EXPECT_GE(group["saves"]["arena_bytes"], 0);
    }
    ASSERT_FALSE(j["frozen"].empty());
    EXPECT_THAT(j["frozen"].back()["reason"].get<std::string>(), HasSubstr("output of the model"));
    EXPECT_EQ(j["reason"], "done");
    EXPECT_NE(prune("--list --importance l1")["groups"][0]["importance"],
              j["groups"][0]["importance"]);
}

TEST_F(Prune, WhatIsPromisedIsWhatIsWritten) {
    const json j = prune("--macs 0.5 -o out.tflite");
    EXPECT_TRUE(j["goal_met"].get<bool>());
    EXPECT_LE(j["after"]["macs"].get<double>(), j["before"]["macs"].get<double>() / 2);
    EXPECT_GT(j["after"]["macs"].get<double>(), j["before"]["macs"].get<double>() * 0.45);
    EXPECT_TRUE(j["after"]["score"].is_null());
    const json inspected = json::parse(run("inspect out.tflite --json").out);
    EXPECT_EQ(inspected["arena"]["minimum_bytes"], j["after"]["arena_bytes"]);
    EXPECT_EQ(inspected["model"]["weight_bytes"], j["after"]["weight_bytes"]);
    EXPECT_EQ(inspected["model"]["macs"], j["after"]["macs"]);
    EXPECT_TRUE(inspected["tflm"]["accepts"].get<bool>());
    EXPECT_EQ(run("run out.tflite").status, 0);

    // Without the plan the same channels, and more arena or as much.
    const json plain = prune("--macs 0.5 --no-plan -o plain.tflite");
    EXPECT_EQ(plain["kept"], j["kept"]);
    const json before = json::parse(run("inspect plain.tflite --json").out);
    EXPECT_GE(before["arena"]["minimum_bytes"], j["after"]["arena_bytes"]);
}

TEST_F(Prune, RecipesGiveTheSameBytesWhateverTheThreads) {
    const json made = prune("--macs 0.6 --jobs 1 -o first.tflite --save-recipe recipe.json");
    EXPECT_TRUE(made["goal_met"].get<bool>());
    const std::string first = read("first.tflite");
    ASSERT_FALSE(first.empty());
    const json applied =
        answer("apply " + model() + " --recipe recipe.json --jobs 3 -o second.tflite");
    EXPECT_TRUE(applied["goal_met"].get<bool>());
    EXPECT_TRUE(read("second.tflite") == first);
    ASSERT_EQ(run("prune " + model() + " --recipe recipe.json -o third.tflite").status, 0);
    EXPECT_TRUE(read("third.tflite") == first);
}

TEST_F(Prune, LargeProductsAreTheSameInBothCommands) {
    THIMBLE_NEEDS_TEST_DATA();
    const std::string wide =
        (test::testDataFolder() / "models/wake_vision_apighetti.tflite").string();
    ASSERT_EQ(
        run("prune " + wide + " --keep 1=13 --samples 4 -o a.tflite --save-recipe r.json").status,
        0);
    ASSERT_EQ(run("apply " + wide + " --recipe r.json -o b.tflite").status, 0);
    EXPECT_TRUE(read("a.tflite") == read("b.tflite"));
}

TEST_F(Prune, RecipesWithDataFindItWhereItIsNow) {
    std::filesystem::create_directories(folder() / "data");
    std::string list;
    for (int i = 0; i < 12; ++i) {
        const std::string name = std::to_string(i) + ".bin";
        std::string bytes(490, ' ');
        for (std::size_t b = 0; b < bytes.size(); ++b)
            bytes[b] = static_cast<char>((b * static_cast<std::size_t>(7 + i) + 13 * b * b) % 251);
        write("data/" + name, bytes);
        list += name + ",12," + std::to_string(i) + "\n";
    }
    write("data/y_labels.csv", list);
    const json j = prune("--keep 0=40 --data data --raw stored -o a.tflite --save-recipe r.json");
    EXPECT_TRUE(j["before"]["score"].is_number());
    EXPECT_TRUE(j["after"]["score"].is_number());
    const std::string recipe = read("r.json");
    EXPECT_THAT(recipe, HasSubstr("\"raw\": \"stored\""));
    ASSERT_EQ(run("apply " + model() + " --recipe r.json -o b.tflite").status, 0);
    EXPECT_TRUE(read("a.tflite") == read("b.tflite"));
    std::filesystem::rename(folder() / "data", folder() / "moved");
    expectOneErrorLine(run("apply " + model() + " --recipe r.json -o c.tflite"));
    ASSERT_EQ(run("apply " + model() + " --recipe r.json --data moved -o c.tflite").status, 0);
    EXPECT_TRUE(read("a.tflite") == read("c.tflite"));
    for (int i = 0; i < 12; ++i)
        write("moved/" + std::to_string(i) + ".bin", std::string(490, 'x'));
    const Outcome changed = run("apply " + model() + " --recipe r.json --data moved -o d.tflite");
    expectOneErrorLine(changed);
    EXPECT_THAT(changed.err, HasSubstr("SHA-256"));
    EXPECT_FALSE(std::filesystem::exists(folder() / "d.tflite"));
}

TEST_F(Prune, KeepTakesNamesAndNumbers) {
    const json groups = prune("--list")["groups"];
    const std::string name = groups[1]["name"];
    const json j = prune("--keep 0=40 --keep '" + name + "=30'");
    EXPECT_EQ(j["kept"][groups[0]["name"].get<std::string>()], 40);
    EXPECT_EQ(j["kept"][name], 30);
    EXPECT_EQ(j["kept"][groups[2]["name"].get<std::string>()], groups[2]["channels"]);
    for (const char* wrong :
         {"0", "0=", "0=0", "0=65", "99=1", "nobody=3", "0=-1", "0=1.5", "=3"}) {
        SCOPED_TRACE(wrong);
        expectOneErrorLine(run("prune " + model() + " --samples 1 --keep " + wrong));
    }
}

TEST_F(Prune, GoalsAreMetOrStatus1SaysHowNearItCame) {
    const json j = prune("--ram 15000");
    EXPECT_LE(j["after"]["arena_bytes"], 15000);
    const json rows = prune("--ram 3000 --by-rows");
    EXPECT_LE(rows["after"]["c_arena_bytes"], 3000);
    EXPECT_GT(rows["before"]["c_arena_bytes"], 3000);
    const json never = prune("--ram 100 -o never.tflite --save-recipe never.json", 1);
    EXPECT_FALSE(never["goal_met"].get<bool>());
    EXPECT_THAT(never["reason"].get<std::string>(), HasSubstr("bytes of memory too many"));
    EXPECT_GT(never["after"]["arena_bytes"], 100);
    EXPECT_FALSE(std::filesystem::exists(folder() / "never.tflite"));
    EXPECT_FALSE(std::filesystem::exists(folder() / "never.json"));
    const json board = answer("prune " + other() + " --samples 4 --board arduino-nano-33-ble");
    EXPECT_TRUE(board["goal_met"].get<bool>());
}

TEST_F(Prune, WrongUsageIsOneLine) {
    for (const char* arguments :
         {"", "--macs nan", "--macs -1", "--macs 2", "--list --macs 0.5", "--keep 0=1 --list",
          "--by-rows", "--keep 0=1 --ram 5", "--ram 100 --stream-input", "--recipe missing.json",
          "--macs 0.5 --samples 0", "--macs 0.5 --importance size", "--macs 0.5 --data nowhere",
          "--board nobody", "--macs 0.5 -o ''"}) {
        SCOPED_TRACE(arguments);
        expectOneErrorLine(run("prune " + model() + " " + arguments));
    }
    expectOneErrorLine(run("prune missing.tflite --macs 0.5"));
    expectOneErrorLine(run("prune " + model() + " --macs 0.5 -o " + model()));
    expectOneErrorLine(run("apply " + model() + " -o out.tflite"));
    const std::string goal = "prune " + model() + " --samples 1 --keep 0=40 ";
    expectOneErrorLine(run(goal + "-o both --save-recipe ./both"));
    ASSERT_EQ(run(goal + "--save-recipe r.json").status, 0);
    const std::string recipe = read("r.json");
    expectOneErrorLine(run("apply " + model() + " --recipe r.json -o r.json"));
    expectOneErrorLine(run("prune " + model() + " --recipe r.json -o r.json"));
    EXPECT_EQ(read("r.json"), recipe);
}

TEST_F(Prune, RecipesOfOthersAreRefused) {
    ASSERT_TRUE(prune("--keep 0=40 --save-recipe r.json")["goal_met"].get<bool>());
    const Outcome outcome = run("apply " + other() + " --recipe r.json -o out.tflite");
    expectOneErrorLine(outcome);
    EXPECT_THAT(outcome.err, HasSubstr("another model"));
    write("bad.json", "{\"thimble_recipe\": 7}");
    expectOneErrorLine(run("apply " + model() + " --recipe bad.json -o out.tflite"));
    EXPECT_FALSE(std::filesystem::exists(folder() / "out.tflite"));
}

TEST_F(Prune, TextTellsWhatWasLostWhere) {
    const Outcome outcome = run("prune " + model() + " --samples 8 --macs 0.5 --verbose");
    EXPECT_EQ(outcome.status, 0);
    for (const char* part : {"TFLM's arena", "MACs", "made by", "at the peak",
                             "The largest working set was", "error before"})
        EXPECT_THAT(outcome.out, HasSubstr(part));
    EXPECT_THAT(run("prune " + model() + " --samples 8 --list").out,
                HasSubstr("one channel less saves"));
}

TEST_F(Prune, WithoutRepairWeightsStay) {
    EXPECT_TRUE(prune("--keep 0=40 --no-repair")["repaired"].empty());
    EXPECT_FALSE(prune("--keep 0=40")["repaired"].empty());
}

TEST_F(Prune, CtrlCWritesNothing) {
    const Outcome outcome =
        run("prune " + other() + " --samples 6000 --macs 0.5 -o out.tflite --json",
            "timeout --preserve-status -s INT 1 ");
    ASSERT_EQ(outcome.status, 0) << outcome.err;
    EXPECT_EQ(json::parse(outcome.out, nullptr, false)["reason"], "cancelled");
    EXPECT_FALSE(std::filesystem::exists(folder() / "out.tflite"));
}

}  // namespace
}  // namespace thimble
