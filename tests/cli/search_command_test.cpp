// `thimble search` as scripts meet it: the same front whatever the threads and processes, and after
// any interruption.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>
#include <string>

#include "tests/cli/command_test.h"

namespace thimble {
namespace {

using nlohmann::json;
using test::expectOneErrorLine;
using test::Outcome;
using testing::HasSubstr;

class Search : public test::CommandTest {
protected:
    void SetUp() override {
        test::CommandTest::SetUp();
        std::filesystem::create_directories(folder() / "data");
        std::string list;
        for (int i = 0; i < 32; ++i) {
            const std::string name = std::to_string(i) + ".bin";
            std::string bytes(490, ' ');
            for (std::size_t b = 0; b < bytes.size(); ++b)
                bytes[b] = static_cast<char>(
                    (b * static_cast<std::size_t>(7 + i % 12) + 13 * b * b + i) % 251);
            write("data/" + name, bytes);
            list += name + ",12," + std::to_string(i % 12) + "\n";
        }
        write("data/y_labels.csv", list);
    }

    static std::string model() { return THIMBLE_SAMPLES "/ds_cnn_s.tflite"; }
    [[nodiscard]] std::string command(const std::string& arguments) const {
        return "search " + model() + " --data data --raw stored " + arguments;
    }
    /// Without what may differ.
    [[nodiscard]] json answer(const std::string& arguments, int status = 0,
                              const std::string& before = "") const {
        const Outcome outcome = run(command(arguments + " --json"), before);
        EXPECT_EQ(outcome.status, status) << outcome.err;
        json parsed = json::parse(outcome.out, nullptr, false);
        EXPECT_TRUE(parsed.is_object()) << outcome.out;
        if (parsed.is_object()) {
            parsed.erase("seconds");
            parsed.erase("known_before");
        }
        return parsed;
    }
    static constexpr const char* kShort =
        "--evaluations 24 --population 8 --sample 4 --window 6 --cold ";
};

TEST_F(Search, TheFrontHasEveryFieldOfTheContract) {
    const json j = answer("--evaluations 20 --front front.json --save-recipes recipes");
    EXPECT_EQ(j["evaluations"], 20);
    ASSERT_FALSE(j["front"].empty());
    for (const json& point : j["front"]) {
        EXPECT_GT(point["arena_bytes"], 0);
        EXPECT_GT(point["flash_bytes"], 0);
        EXPECT_GT(point["latency_ms"], 0);
        EXPECT_GE(point["score"], 0);
        EXPECT_EQ(point["score_of"], "test");
        EXPECT_TRUE(point["recipe"].is_object());
        EXPECT_LE(point["arena_bytes"], j["whole"]["arena_bytes"]);
    }
    json written = json::parse(read("front.json"));
    written.erase("seconds");
    EXPECT_EQ(written, j);

    // A point exports, and is what was said.
    const json& last = j["front"].front();
    write("recipe.json", last["recipe"].dump());
    for (const char* recipe : {"recipe.json", "recipes/point-01.json"}) {
        const Outcome applied =
            run("apply " + model() + " --recipe " + recipe + " -o out.tflite --json");
        ASSERT_EQ(applied.status, 0) << applied.err;
        const json after = json::parse(applied.out)["after"];
        EXPECT_EQ(after["arena_bytes"], last["arena_bytes"]);
        EXPECT_EQ(after["macs"], last["macs"]);
        EXPECT_EQ(after["score"], last["score"]);
        EXPECT_EQ(std::filesystem::file_size(folder() / "out.tflite"), last["flash_bytes"]);
    }
}

TEST_F(Search, AnyNumberOfThreadsPrintsTheSame) {
    for (const char* algorithm : {"evolution", "nsga2", "descent", "random"}) {
        SCOPED_TRACE(algorithm);
        const std::string arguments = std::string(kShort) + "--algorithm " + algorithm;
        const json one = answer(arguments + " --jobs 1");
        EXPECT_EQ(one, answer(arguments + " --jobs 5"));
        EXPECT_FALSE(one["front"].empty());
    }
}

TEST_F(Search, KilledItGoesOnWhereItWas) {
    const std::string arguments = std::string(kShort) + "--jobs 2 --seed 3";
    const json whole = answer(arguments);
    int kills = 0;
    for (const char* seconds : {"0.05", "0.2", "0.3", "0.4", "0.5", "0.45", "0.35"}) {
        const Outcome killed = run(command(arguments + " --checkpoint run.jsonl --json"),
                                   std::string("timeout -s KILL ") + seconds + " ");
        kills += killed.status == 0 ? 0 : 1;
    }
    EXPECT_GT(kills, 0);
    EXPECT_EQ(answer(arguments + " --checkpoint run.jsonl"), whole);
    // Now all is known.
    const json again = json::parse(run(command(arguments + " --checkpoint run.jsonl --json")).out);
    EXPECT_EQ(again["known_before"], 24);
    // More evaluations go on from there; another seed does not.
    EXPECT_EQ(answer("--population 8 --sample 4 --window 6 --cold --seed 3 --evaluations 30 "
                     "--checkpoint run.jsonl"),
              answer("--population 8 --sample 4 --window 6 --cold --seed 3 --evaluations 30"));
    expectOneErrorLine(run(command(std::string(kShort) + "--seed 4 --checkpoint run.jsonl")));
}

TEST_F(Search, TheCacheIsForOtherSearchesToo) {
    const std::string arguments = std::string(kShort) + "--cache results.sqlite";
    const json first = answer(arguments);
    const json second = json::parse(run(command(arguments + " --json")).out);
    EXPECT_EQ(second["known_before"], 24);
    EXPECT_EQ(second["front"], first["front"]);
    // Other limits plan again, and find the scores.
    EXPECT_EQ(answer(arguments + " --ram 16000"), answer(std::string(kShort) + "--ram 16000"));
    write("text", "this is no database, however long it is read");
    expectOneErrorLine(run(command(std::string(kShort) + "--cache text")));
}

TEST_F(Search, CtrlCKeepsTheFront) {
    const Outcome outcome =
        run(command("--evaluations 100000 --json"), "timeout --preserve-status -s INT 3 ");
    ASSERT_EQ(outcome.status, 0) << outcome.err;
    const json j = json::parse(outcome.out, nullptr, false);
    EXPECT_EQ(j["reason"], "cancelled");
    ASSERT_FALSE(j["front"].empty());
    EXPECT_EQ(j["front"][0]["score_of"], "search");
}

TEST_F(Search, LimitsHoldOrTheAnswerIsNo) {
    const json j = answer(std::string(kShort) + "--ram 15000 --macs 0.6");
    for (const json& point : j["front"]) {
        EXPECT_LE(point["arena_bytes"], 15000);
        EXPECT_LE(point["macs"].get<double>(), 0.6 * j["whole"]["macs"].get<double>());
    }
    EXPECT_GT(j["discarded"], 0);
    EXPECT_TRUE(answer(std::string(kShort) + "--ram 100", 1)["front"].empty());
    const json board = answer(std::string(kShort) +
                              "--board nucleo-f446re --objectives score,latency,energy,flash");
    EXPECT_FALSE(board["front"].empty());
}

TEST_F(Search, FormsAreChosenAmong) {
    const json j = answer(
        "--evaluations 12 --population 6 --forms tflm,rows,c,tflm-as-written "
        "--objectives score,arena");
    ASSERT_FALSE(j["front"].empty());
    // By rows takes the least.
    EXPECT_EQ(j["front"][0]["form"], "rows");
}

TEST_F(Search, FlashIsWhatIsWritten) {
    const json j = answer(
        "--evaluations 12 --population 6 --cold --forms tflm,rows,c,tflm-as-written "
        "--objectives score,arena,flash --finalists 12");
    ASSERT_FALSE(j["front"].empty());
    for (const json& point : j["front"]) {
        write("recipe.json", point["recipe"].dump());
        ASSERT_EQ(run("apply " + model() + " --recipe recipe.json -o out.tflite").status, 0);
        const std::string form = point["form"];
        if (form.starts_with("tflm")) {
            EXPECT_EQ(read("out.tflite").size(), point["flash_bytes"]) << form;
            continue;
        }
        const Outcome made = run(form == "c" ? "export out.tflite --c project --json"
                                             : "split out.tflite --c project --json");
        ASSERT_EQ(made.status, 0) << made.err;
        const std::string about = read("project/README.md");
        const std::size_t at = about.find("| tables |");
        ASSERT_NE(at, std::string::npos);
        std::string digits;
        for (std::size_t c = at; about[c] != '\n' && about.substr(c, 5) != "flash"; ++c)
            if (about[c] >= '0' && about[c] <= '9') digits += about[c];
        // Repaired weights may make tables equal that were not, or the other way round.
        EXPECT_NEAR(std::stod(digits), point["flash_bytes"].get<double>(), 64) << form;
    }
}

TEST_F(Search, PointsOfAResolutionExportToo) {
    const json j = answer("--evaluations 6 --population 6 --resolutions 49x10");
    ASSERT_FALSE(j["front"].empty());
    const json& point = j["front"][0];
    EXPECT_EQ(point["resolution"], "49x10");
    EXPECT_EQ(point["recipe"]["resolution"], "49x10");
    write("recipe.json", point["recipe"].dump());
    const Outcome applied = run("apply " + model() + " --recipe recipe.json -o out.tflite --json");
    ASSERT_EQ(applied.status, 0) << applied.err;
    EXPECT_EQ(json::parse(applied.out)["after"]["arena_bytes"], point["arena_bytes"]);
    // These samples are of no other size.
    expectOneErrorLine(run(command("--resolutions 40x10")));
}

TEST_F(Search, AWarmStartComesFirst) {
    ASSERT_EQ(run("prune " + model() + " --samples 8 --keep 0=17 --save-recipe mine.json").status,
              0);
    ASSERT_EQ(
        run(command(std::string(kShort) + "--warm-start mine.json --checkpoint run.jsonl")).status,
        0);
    EXPECT_THAT(read("run.jsonl"), HasSubstr("\"counts\":[17,"));
    expectOneErrorLine(run(command("--warm-start missing.json")));
    write("bad.json", "{}");
    expectOneErrorLine(run(command("--warm-start bad.json")));
}

TEST_F(Search, TextIsATable) {
    const Outcome outcome = run(command(kShort));
    EXPECT_EQ(outcome.status, 0);
    for (const char* part : {"variant", "channels kept", "No variant is beaten", "never saw"})
        EXPECT_THAT(outcome.out, HasSubstr(part));
}

TEST_F(Search, WrongUsageIsOneLine) {
    for (const char* arguments :
         {"--algorithm luck", "--evaluations 0", "--objectives arena", "--objectives beauty",
          "--forms paper", "--resolutions 96", "--resolutions 0x10", "--resolutions 9x9999",
          "--board nobody", "--window 0", "--macs 2", "--ram -1", "--checkpoint ''", "--macs nan",
          "--latency-ms nan", "--latency-ms inf", "--energy-uj nan",
          "--front same --checkpoint same"}) {
        SCOPED_TRACE(arguments);
        expectOneErrorLine(run(command(arguments)));
    }
    expectOneErrorLine(run("search " + model()));
    expectOneErrorLine(run("search " + model() + " --data nowhere"));
    expectOneErrorLine(run("search missing.tflite --data data"));
    expectOneErrorLine(run(command("--front " + model())));
    expectOneErrorLine(run(command("--checkpoint " + model())));
}

#ifdef THIMBLE_MPIRUN
// OpenMPI does not give back all that its parts take.
#define THIMBLE_MPI_SURROUNDINGS \
    "ASAN_OPTIONS=detect_leaks=0 OMPI_ALLOW_RUN_AS_ROOT=1 OMPI_ALLOW_RUN_AS_ROOT_CONFIRM=1 "
constexpr const char* kMpi = THIMBLE_MPI_SURROUNDINGS THIMBLE_MPIRUN " --oversubscribe ";

TEST_F(Search, ProcessesFindTheSame) {
    const std::string arguments = std::string(kShort) + "--seed 2";
    const json alone = answer(arguments);
    EXPECT_EQ(answer(arguments, 0, std::string(kMpi) + "-n 1 "), alone);
    EXPECT_EQ(answer(arguments, 0, std::string(kMpi) + "-n 4 "), alone);
}

TEST_F(Search, ADeadProcessEndsTheRunAndTheNextGoesOn) {
    const std::string arguments = std::string(kShort) + "--seed 2 --checkpoint run.jsonl";
    const json alone = answer(std::string(kShort) + "--seed 2");
    // When a few evaluations are on disk, the youngest of the processes dies.
    write("kill_one",
          "#!/bin/sh\n"
          "\"$@\" & run=$!\n"
          "while kill -0 $run 2>/dev/null; do\n"
          "    if [ \"$(cat run.jsonl 2>/dev/null | wc -l)\" -ge 5 ]; then\n"
          "        kill -9 \"$(pgrep -P $run | tail -n 1)\"\n"
          "        break\n"
          "    fi\n"
          "    sleep 0.02\n"
          "done\n"
          "wait $run\n");
    const Outcome dead = run(command(arguments + " --json"), THIMBLE_MPI_SURROUNDINGS
                             "sh ./kill_one " THIMBLE_MPIRUN " --oversubscribe -n 4 ");
    EXPECT_NE(dead.status, 0);
    const json j = answer(arguments, 0, std::string(kMpi) + "-n 3 ");
    EXPECT_EQ(j, alone);
}

TEST_F(Search, AProcessWithWrongInputEndsAll) {
    expectOneErrorLine(
        run("search " + model() + " --data nowhere", std::string(kMpi) + "-q -n 1 "));
}
#endif

}  // namespace
}  // namespace thimble
