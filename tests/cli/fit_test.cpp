// `thimble boards` and `thimble fit` as scripts meet them.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "tests/cli/command_test.h"

namespace thimble {
namespace {

using nlohmann::json;
using test::expectOneErrorLine;
using test::Outcome;
using testing::HasSubstr;
using testing::Not;

class FitCommand : public test::CommandTest {
protected:
    [[nodiscard]] static std::string sample(const std::string& name) {
        return std::string(THIMBLE_SAMPLES) + "/" + name + ".tflite";
    }
};

TEST_F(FitCommand, BoardsHaveEveryFieldOfTheContract) {
    const Outcome outcome = run("boards --json");
    ASSERT_EQ(outcome.status, 0) << outcome.err;
    const json j = json::parse(outcome.out);
    ASSERT_GE(j["boards"].size(), 50U);
    for (const json& board : j["boards"]) {
        for (const char* key :
             {"id", "name", "core", "clock_hz", "sram_bytes", "flash_bytes", "target", "sources"})
            EXPECT_TRUE(board.contains(key)) << key;
        EXPECT_TRUE(board["sram_bytes"].is_number_integer());
    }
    EXPECT_EQ(run("boards").status, 0);
    const Outcome one = run("boards nucleo-f446re");
    EXPECT_EQ(one.status, 0);
    EXPECT_THAT(one.out, HasSubstr("source: MicroNets"));
    expectOneErrorLine(run("boards nothing-like-it"));
}

TEST_F(FitCommand, FitHasEveryFieldOfTheContract) {
    const Outcome outcome =
        run("fit " + sample("micronet_kws_s") + " --board nucleo-f446re --json");
    ASSERT_EQ(outcome.status, 0) << outcome.err;
    const json j = json::parse(outcome.out);
    EXPECT_EQ(j["fits"], true);
    EXPECT_EQ(j["target"], "arm32-cmsis-dsp");
    for (const char* memory : {"sram", "flash"}) {
        SCOPED_TRACE(memory);
        long sum = 0;
        for (const auto& part : j[memory]["breakdown"].items()) sum += part.value().get<long>();
        EXPECT_EQ(j[memory]["used_bytes"], sum);
    }
    EXPECT_EQ(j["sram"]["available_bytes"], 131072);
    EXPECT_EQ(j["flash"]["available_bytes"], 524288);
    for (const char* model : {"latency_ms", "energy_uj"})
        for (const char* key : {"estimate", "low", "high"})
            EXPECT_TRUE(j[model].contains(key)) << model << key;
    // MicroNets, Table 4: 0.250 s and 40.68 mJ on this board.
    EXPECT_LT(j["latency_ms"]["low"], 250);
    EXPECT_GT(j["latency_ms"]["high"], 250);
    EXPECT_LT(j["energy_uj"]["low"], 40680);
    EXPECT_GT(j["energy_uj"]["high"], 40680);
    ASSERT_FALSE(j["operators"].empty());
    for (const char* key : {"index", "name", "cycles"})
        EXPECT_TRUE(j["operators"][0].contains(key)) << key;
}

TEST_F(FitCommand, AnswersByExitStatus) {
    EXPECT_EQ(run("fit " + sample("micronet_kws_s") + " --board nucleo-f446re").status, 0);
    const Outcome no = run("fit " + sample("micronet_kws_l") + " --board nucleo-f446re");
    EXPECT_EQ(no.status, 1);
    EXPECT_THAT(no.out, HasSubstr("It does not fit. SRAM: "));
    EXPECT_EQ(
        run("fit " + sample("micronet_kws_s") + " --board nucleo-f446re --reserve 100000").status,
        1);
    EXPECT_EQ(run("fit " + sample("micronet_kws_s") + " --all").status, 0);
    expectOneErrorLine(run("fit " + sample("micronet_kws_s")));
    expectOneErrorLine(run("fit " + sample("micronet_kws_s") + " --all --board nucleo-f446re"));
    expectOneErrorLine(run("fit " + sample("micronet_kws_s") + " --board f446"));
    expectOneErrorLine(run("fit nothing.tflite --board nucleo-f446re"));
    expectOneErrorLine(
        run("fit " + sample("micronet_kws_s") + " --board nucleo-f446re --boards nowhere"));
}

TEST_F(FitCommand, TargetOverridesTheBoards) {
    const std::string command =
        "fit " + sample("micronet_kws_s") + " --board nucleo-f446re --json --target ";
    const json reference = json::parse(run(command + "arm32-reference").out);
    EXPECT_EQ(reference["target"], "arm32-reference");
    const json own = json::parse(run(command + "arm32-cmsis-dsp").out);
    EXPECT_LT(reference["sram"]["breakdown"]["tail_bytes"], own["sram"]["breakdown"]["tail_bytes"]);
    EXPECT_LT(reference["flash"]["breakdown"]["kernel_code_bytes"],
              own["flash"]["breakdown"]["kernel_code_bytes"]);
}

TEST_F(FitCommand, ABoardImpliesTheTargetOfInspectAndPlan) {
    const std::string model = sample("micronet_kws_s");
    const json inspected = json::parse(run("inspect " + model + " --json --board gap9-evk").out);
    EXPECT_EQ(inspected["arena"]["target"], "arm32-reference");
    EXPECT_EQ(inspected["arena"]["exact"], false);
    EXPECT_EQ(run("inspect " + model + " --json --board nucleo-f446re").out,
              run("inspect " + model + " --json --target arm32-cmsis-dsp").out);
    const json both = json::parse(
        run("inspect " + model + " --json --board nucleo-f446re --target arm32-reference").out);
    EXPECT_EQ(both["arena"]["target"], "arm32-reference");
    const json planned = json::parse(run("plan " + model + " --json --board nucleo-f446re").out);
    EXPECT_EQ(planned["target"], "arm32-cmsis-dsp");
    expectOneErrorLine(run("inspect " + model + " --board nothing"));
}

/// On the core where they were measured code sizes stand plain; elsewhere they are called
/// estimates.
TEST_F(FitCommand, CodeSizesSayWhereTheyWereMeasured) {
    const auto notes = [this](const std::string& board) {
        const json j =
            json::parse(run("fit " + sample("resnet8") + " --json --board " + board).out);
        EXPECT_THAT(j["flash"]["code_source"].get<std::string>(), HasSubstr("measured: "));
        return j["notes"].dump();
    };
    EXPECT_EQ(notes("nucleo-f446re"), "[]");
    EXPECT_THAT(notes("nucleo-h743zi"),
                HasSubstr("code sizes were measured for arm32-cmsis-dsp on Cortex-M4F"));
    EXPECT_THAT(notes("nucleo-g0b1re"), Not(HasSubstr("code sizes")));  // Cortex-M0+
    EXPECT_THAT(notes("stm32f103c8"),
                HasSubstr("code sizes were measured for arm32-cmsis-scalar on Cortex-M0+"));
    EXPECT_THAT(notes("ek-ra8d1"), HasSubstr("arm32-cmsis-mve on Cortex-M55"));
    EXPECT_THAT(notes("esp32-devkitc"), HasSubstr("an estimate, not exact"));
}

TEST_F(FitCommand, ABatteryLastsAsItIsUsed) {
    const std::string command = "fit " + sample("micronet_kws_s") + " --board nucleo-f446re";
    const json often = json::parse(run(command + " --json").out);
    EXPECT_EQ(often["battery"]["inferences_per_day"], 1440);
    EXPECT_EQ(often["battery"]["battery_mwh"], 7500);
    const double uj = often["energy_uj"]["estimate"];
    // All it takes is the inferences: mWh * 3.6e6 uJ.
    EXPECT_NEAR(often["battery"]["days"]["estimate"], 7500 * 3.6e6 / (1440 * uj), 1e-6);
    EXPECT_LT(often["battery"]["days"]["low"], often["battery"]["days"]["high"]);
    EXPECT_EQ(often["battery"]["keeps_up"], true);
    const json seldom = json::parse(run(command + " --json --per-day 24 --sleep 0.1").out);
    EXPECT_GT(seldom["battery"]["days"]["estimate"], often["battery"]["days"]["estimate"]);
    EXPECT_LT(seldom["battery"]["days"]["high"], 7500 / 0.1 / 24);
    EXPECT_EQ(json::parse(run(command + " --json --per-day 1e7").out)["battery"]["keeps_up"],
              false);
    EXPECT_THAT(run(command).out, HasSubstr("Battery (7500 mWh, 1440 inferences a day"));
    for (const char* wrong :
         {"--battery 0", "--per-day 0", "--per-day -1", "--per-day nan", "--sleep inf",
          "--link-rate 0", "--active 0", "--input-bytes 1.5", "--battery lots"})
        expectOneErrorLine(run(command + " " + wrong));
    expectOneErrorLine(run("fit " + sample("micronet_kws_s") + " --all --active 5"));
}

TEST_F(FitCommand, SendingIsComparedWithInferring) {
    const std::string model = "fit " + sample("person_detection") + " --json --board ";
    EXPECT_EQ(json::parse(run(model + "nucleo-f446re").out)["sending"], nullptr);
    const json ble = json::parse(run(model + "arduino-nano-33-ble").out)["sending"];
    EXPECT_EQ(ble["input"]["bytes"], 9216);
    EXPECT_EQ(ble["answer"]["bytes"], 2);
    EXPECT_NEAR(ble["input"]["time_s"], 9216 * 8 / 1e6, 1e-9);
    EXPECT_NEAR(ble["input"]["energy_uj"], 9216 * 8 * 24.3e-3, 1e-6);
    EXPECT_EQ(ble["infer_saves_energy"], false);
    // A slow and costly downlink turns it round.
    const json far =
        json::parse(run(model + "arduino-nano-33-ble --link-rate 9600 --link-energy 468750").out);
    EXPECT_EQ(far["sending"]["infer_saves_energy"], true);
    EXPECT_EQ(far["sending"]["infer_saves_time"], true);
    // Nothing is known of a LEON3's time: the radio's share is, and nothing is made up.
    const json space = json::parse(run(model + "gr712rc").out);
    EXPECT_EQ(space["battery"]["days"]["estimate"], nullptr);
    EXPECT_EQ(space["sending"]["infer_saves_energy"], nullptr);
    EXPECT_EQ(space["sending"]["infer_energy_uj"]["high"], nullptr);
    EXPECT_NEAR(space["sending"]["most_energy_uj"], (9216 - 2) * 8 * 468.75, 1e-6);
}

TEST_F(FitCommand, OperatorsHaveTheirCostAndItsRange) {
    const json j =
        json::parse(run("fit " + sample("resnet8") + " --json --board nucleo-f446re").out);
    double cycles = 0;
    for (const json& op : j["operators"]) {
        EXPECT_LT(op["cycles_low"], op["cycles"]);
        EXPECT_LT(op["cycles"], op["cycles_high"]);
        EXPECT_GT(op["energy_uj"], 0);
        cycles += op["cycles"].get<double>();
    }
    const double ms = j["latency_ms"]["estimate"];
    EXPECT_NEAR(cycles / 180e3, ms, ms * 1e-3);
}

TEST_F(FitCommand, OwnBoardsAreReadAndWrongOnesNamed) {
    json board = json::parse(run("boards nucleo-f446re --json").out)["boards"][0];
    for (const char* derived : {"sram_bytes", "flash_bytes", "exact"}) board.erase(derived);
    board["id"] = "small";
    board["sram"][0]["sram_bytes"] = 4096;
    const std::string file = write("small.json", board.dump());
    const std::string options = " --board small --boards " + folder().string();
    EXPECT_EQ(run("fit " + sample("micronet_kws_s") + options).status, 1);
    board["price_usd"] = "cheap";
    write("small.json", board.dump());
    const Outcome wrong = run("fit " + sample("micronet_kws_s") + options);
    expectOneErrorLine(wrong);
    EXPECT_THAT(wrong.err, HasSubstr(file + ": board 'small': price_usd: "));
}

TEST_F(FitCommand, TheSameTwiceGivesTheSameBytes) {
    const std::string command = "fit " + sample("micronet_kws_s") + " --all --json";
    EXPECT_EQ(run(command).out, run(command).out);
}

}  // namespace
}  // namespace thimble
