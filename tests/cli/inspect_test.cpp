// The command line as scripts meet it: exit status, what is on stdout, one line on stderr.

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/wait.h>

#include <array>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <nlohmann/json.hpp>

#include "core/base/file.h"
#include "core/tflite/writer.h"
#include "tests/support/model_builder.h"

namespace thimble {
namespace {

using nlohmann::json;
using testing::HasSubstr;
using testing::StartsWith;

struct Outcome {
    int status = -1;
    std::string out;
    std::string err;
};

class Inspect : public testing::Test {
protected:
    void SetUp() override {
        m_folder = std::filesystem::temp_directory_path() /
                   ("thimble_cli_" + std::to_string(::getpid()) + "_" +
                    testing::UnitTest::GetInstance()->current_test_info()->name());
        std::filesystem::create_directories(m_folder);
        m_model = m_folder / "chain.tflite";
        ASSERT_TRUE(writeFile(m_model, *writeTflite(test::chainModel(3, 100))).has_value());
    }
    void TearDown() override { std::filesystem::remove_all(m_folder); }

    [[nodiscard]] Outcome run(const std::string& arguments) const {
        const std::string errors = (m_folder / "stderr").string();
        FILE* pipe =
            ::popen((std::string(THIMBLE_BINARY) + " " + arguments + " 2>" + errors).c_str(), "r");
        Outcome outcome;
        std::array<char, 4096> chunk{};
        while (const std::size_t count = std::fread(chunk.data(), 1, chunk.size(), pipe))
            outcome.out.append(chunk.data(), count);
        const int status = ::pclose(pipe);
        outcome.status = WIFEXITED(status) ? WEXITSTATUS(status) : -1;
        std::ifstream file(errors);
        outcome.err.assign(std::istreambuf_iterator<char>(file), {});
        return outcome;
    }
    [[nodiscard]] std::string model() const { return m_model.string(); }
    [[nodiscard]] std::filesystem::path folder() const { return m_folder; }

private:
    std::filesystem::path m_folder;
    std::filesystem::path m_model;
};

void expectOneErrorLine(const Outcome& outcome) {
    EXPECT_EQ(outcome.status, 2);
    EXPECT_EQ(outcome.out, "");
    EXPECT_THAT(outcome.err, StartsWith("thimble: error: "));
    EXPECT_EQ(std::ranges::count(outcome.err, '\n'), 1) << outcome.err;
}

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

TEST_F(Inspect, BadUsageAndBadFilesAreOneLine) {
    std::ofstream(folder() / "empty.tflite");
    std::ofstream(folder() / "text.tflite") << "this is not a model";
    for (const std::string& arguments :
         {std::string("inspect /nowhere.tflite"), "inspect " + folder().string(),
          "inspect " + (folder() / "empty.tflite").string(),
          "inspect " + (folder() / "text.tflite").string(), std::string("inspect"),
          std::string("frobnicate"), std::string(""), "inspect " + model() + " --target z80",
          "inspect " + model() + " --arena many", "inspect " + model() + " --frob"}) {
        SCOPED_TRACE(arguments);
        expectOneErrorLine(run(arguments));
    }
    EXPECT_THAT(run("inspect " + (folder() / "text.tflite").string()).err,
                HasSubstr("text.tflite"));
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

}  // namespace
}  // namespace thimble
