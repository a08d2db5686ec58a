// `thimble report`: pages, tables and node data.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <nlohmann/json.hpp>

#include "tests/cli/command_test.h"

namespace thimble {
namespace {

namespace fs = std::filesystem;
using nlohmann::json;
using test::expectOneErrorLine;
using test::Outcome;
using testing::HasSubstr;
using testing::StartsWith;

class ReportCommand : public test::CommandTest {
protected:
    void SetUp() override {
        CommandTest::SetUp();
        fs::copy_file(fs::path(THIMBLE_SAMPLES) / "resnet8.tflite", folder() / "resnet8.tflite");
    }
    [[nodiscard]] std::string path(const std::string& name) const {
        return (folder() / name).string();
    }
    [[nodiscard]] Outcome report(const std::string& options) const {
        return run("report " + path("resnet8.tflite") + " " + options);
    }
};

TEST_F(ReportCommand, WritesAPage) {
    const Outcome outcome = report("-o " + path("r.html"));
    ASSERT_EQ(outcome.status, 0) << outcome.err;
    EXPECT_EQ(outcome.err, "");
    EXPECT_THAT(outcome.out, HasSubstr("r.html"));
    EXPECT_THAT(read("r.html"), StartsWith("<!DOCTYPE html>"));
    EXPECT_THAT(read("r.html"), HasSubstr("With the best plan"));
    ASSERT_EQ(report("--no-plan -o " + path("plain.html")).status, 0);
    EXPECT_THAT(read("plain.html"), testing::Not(HasSubstr("With the best plan")));
    ASSERT_EQ(report("--board nucleo-f446re -o " + path("r.pdf")).status, 0);
    EXPECT_THAT(read("r.pdf"), StartsWith("%PDF-"));
}

TEST_F(ReportCommand, TheSameBytesTwice) {
    ASSERT_EQ(report("-o " + path("a.html")).status, 0);
    ASSERT_EQ(report("-o " + path("b.html")).status, 0);
    EXPECT_EQ(read("a.html"), read("b.html"));
}

TEST_F(ReportCommand, WritesTablesAndNodeData) {
    const Outcome outcome = report("--csv " + path("tables") + " --node-data " + path("n.json") +
                                   " --quantity macs --json");
    ASSERT_EQ(outcome.status, 0) << outcome.err;
    EXPECT_EQ(json::parse(outcome.out)["files"].size(), 4U);
    EXPECT_THAT(read("tables/operators.csv"), StartsWith("subgraph,index,name,"));
    EXPECT_TRUE(json::parse(read("n.json")).begin().value().contains("results"));
}

TEST_F(ReportCommand, RefusesWhatMakesNoSense) {
    expectOneErrorLine(report(""));
    expectOneErrorLine(report("-o " + path("r.doc")));
    expectOneErrorLine(report("-o " + path("resnet8.tflite")));
    expectOneErrorLine(report("--node-data " + path("resnet8.tflite")));
    expectOneErrorLine(report("--node-data x.json --quantity beauty"));
    expectOneErrorLine(report("--quantity macs -o " + path("r.html")));
    expectOneErrorLine(report("--board no-such-board -o " + path("r.html")));
    expectOneErrorLine(run("report " + path("none.tflite") + " -o " + path("r.html")));
    EXPECT_FALSE(fs::exists(folder() / "r.html"));
    EXPECT_EQ(run("report --help").status, 0);
}

}  // namespace
}  // namespace thimble
