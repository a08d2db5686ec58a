// `thimble evaluate` as scripts meet it.

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
using testing::Not;

/// The model answers what the file says: the position of its largest byte.
class Evaluate : public test::CommandTest {
protected:
    void SetUp() override {
        CommandTest::SetUp();
        test::writeModel(folder() / "mirror.tflite", test::mirrorModel(4));
        std::filesystem::create_directory(folder() / "set");
        write("set/right", "aZaa");
        write("set/wrong", "aaaz");
        write("set/close", "cdaa");
        write("set/y_labels.csv", "right,4,0\nwrong,4,1\nclose,4,1\n");
    }
    [[nodiscard]] json answer(const std::string& arguments) const {
        const Outcome outcome = run("evaluate " + arguments + " --json");
        EXPECT_EQ(outcome.status, 0) << outcome.err;
        EXPECT_EQ(outcome.err, "");
        return json::parse(outcome.out);
    }
};

TEST_F(Evaluate, JsonHasEveryFieldOfTheContract) {
    const json j = answer("mirror.tflite --data set");
    EXPECT_EQ(j["samples"], 3);
    EXPECT_EQ(j["correct"], 2);
    EXPECT_DOUBLE_EQ(j["score"], 2.0 / 3);
    EXPECT_TRUE(j["seconds"].is_number());
    EXPECT_EQ(j["confusion"], json({{1, 0, 0, 0}, {0, 1, 0, 1}, {0, 0, 0, 0}, {0, 0, 0, 0}}));
    EXPECT_EQ(j["metric"], "top1");
    EXPECT_EQ(j["reason"], "done");
    ASSERT_EQ(j["worst"].size(), 3U);
    EXPECT_EQ(j["worst"][0]["file"], "wrong");
    EXPECT_EQ(j["worst"][0]["answer"], 3);
    EXPECT_EQ(j["worst"][0]["margin"], -12.5) << "('a' - 'z') * 0.5";
    EXPECT_EQ(j["worst"][1]["file"], "right") << "margins of 0 and 0.5";
}

TEST_F(Evaluate, TheSameBytesForAnyNumberOfJobs) {
    json one = answer("mirror.tflite --data set --jobs 1");
    json many = answer("mirror.tflite --data set --jobs 7");
    one.erase("seconds");
    many.erase("seconds");
    EXPECT_EQ(one.dump(), many.dump());
}

TEST_F(Evaluate, SpeaksToPeople) {
    const std::string text = run("evaluate mirror.tflite --data set --worst 1").out;
    EXPECT_THAT(text, HasSubstr("mirror.tflite on set: 3 samples, "));
    EXPECT_THAT(text, HasSubstr("Top-1 accuracy 66.67 %: 2 of 3 samples right."));
    EXPECT_THAT(text, HasSubstr("Confusion matrix: a row for each label"));
    EXPECT_THAT(text, HasSubstr("Worst samples"));
    EXPECT_THAT(text, HasSubstr("\n  wrong "));
    EXPECT_THAT(text, Not(HasSubstr("\n  close "))) << "only one was asked for";
}

TEST_F(Evaluate, NamesClassesAfterTheirFolders) {
    for (const char* name : {"cat", "dog", "fox"}) {
        std::filesystem::create_directories(folder() / "animals" / name);
        write(std::string("animals/") + name + "/1.bin", "aabb");
    }
    const std::string text = run("evaluate mirror.tflite --data animals").out;
    EXPECT_THAT(text, HasSubstr("33.33 %"));
    EXPECT_THAT(text, HasSubstr("animals: 3 samples"));
    EXPECT_THAT(text, HasSubstr("cat/1.bin"));
    EXPECT_THAT(text, HasSubstr("dog"));
}

TEST_F(Evaluate, TwoClassesAsAuc) {
    test::writeModel(folder() / "pair.tflite", test::mirrorModel(2));
    std::filesystem::create_directory(folder() / "two");
    write("two/a", "ab");
    write("two/b", "ac");
    write("two/c", "ba");
    write("two/y_labels.csv", "a,2,0\nb,2,1\nc,2,0\n");
    const json j = answer("pair.tflite --data two --metric auc");
    EXPECT_EQ(j["metric"], "auc");
    EXPECT_EQ(j["score"], 1);
    EXPECT_EQ(j["correct"], 2);
    EXPECT_THAT(run("evaluate pair.tflite --data two --metric auc").out,
                HasSubstr("Area under the curve 1.0000"));
}

TEST_F(Evaluate, AgainstExpectedOutputs) {
    std::filesystem::create_directory(folder() / "arrays");
    write("arrays/x.npy",
          test::npyFile("|i1", "(2, 4)",
                        std::string("\x01\x03\x05\x07", 4) + std::string("\x01\x01\x01\x01", 4)));
    // The outputs are 1 2 3 4 and 1 1 1 1; the second row expects 1 1 1 3.
    const std::string one("\0\0\x80\x3F", 4);
    const std::string two("\0\0\0\x40", 4);
    const std::string three("\0\0\x40\x40", 4);
    const std::string four("\0\0\x80\x40", 4);
    write("arrays/y.npy",
          test::npyFile("<f4", "(2, 4)", one + two + three + four + one + one + one + three));
    const json j = answer("mirror.tflite --data arrays");
    EXPECT_EQ(j["metric"], "mse");
    EXPECT_EQ(j["score"], 0.5);
    EXPECT_TRUE(j["correct"].is_null());
    EXPECT_TRUE(j["confusion"].is_null());
    EXPECT_EQ(j["worst"][0]["index"], 1);
    EXPECT_THAT(run("evaluate mirror.tflite --data arrays").out,
                HasSubstr("Mean squared error 0.5, against the expected outputs."));
}

TEST_F(Evaluate, BadInputsAreOneLine) {
    std::filesystem::create_directory(folder() / "unlabelled");
    write("unlabelled/right", "aZaa");
    std::filesystem::create_directory(folder() / "short");
    write("short/a", "aZaa");
    write("short/b", "aZa");
    write("short/y_labels.csv", "a,4,0\nb,4,1\n");
    std::filesystem::create_directory(folder() / "hollow");
    write("hollow/a", "");
    write("hollow/y_labels.csv", "a,4,0\n");
    std::filesystem::create_directory(folder() / "lost");
    write("lost/y_labels.csv", "a,4,0\n");
    std::filesystem::create_directory(folder() / "beyond");
    write("beyond/a", "aZaa");
    write("beyond/y_labels.csv", "a,4,4\n");
    std::filesystem::create_directory(folder() / "nan");
    write("nan/a.npy",
          test::npyFile("<f4", "(1, 4)", std::string("\0\0\0\0\0\0\xC0\x7F\0\0\0\0\0\0\0\0", 16)));
    write("nan/y_labels.csv", "a.npy,4,0\n");
    write("empty.tflite", "");
    test::writeModel(folder() / "two.tflite", test::twoInputModel());
    test::writeModel(folder() / "pair.tflite", test::mirrorModel(2));
    struct Case {
        const char* arguments;
        const char* words;
    };
    for (const Case& c : {
             Case{"mirror.tflite --data unlabelled", "unlabelled"},
             Case{"mirror.tflite --data short", "short/b: 3 bytes"},
             Case{"mirror.tflite --data hollow", "hollow/a"},
             Case{"mirror.tflite --data lost", "lost/y_labels.csv: line 1"},
             Case{"mirror.tflite --data beyond", "beyond/y_labels.csv: line 1"},
             Case{"mirror.tflite --data nan", "nan/a.npy"},
             Case{"mirror.tflite --data nowhere", "nowhere"},
             Case{"mirror.tflite --data ''", "empty"},
             Case{"mirror.tflite", "--data"},
             Case{"mirror.tflite --data set --metric top5", "top5"},
             Case{"mirror.tflite --data set --metric auc", "mirror.tflite: auc needs two classes"},
             Case{"mirror.tflite --data set --metric mse", "mse needs expected outputs"},
             Case{"mirror.tflite --data set --limit 0", "--limit must be at least 1"},
             Case{"mirror.tflite --data set --jobs -2", "-2"},
             Case{"mirror.tflite --data set --raw soup", "soup"},
             Case{"pair.tflite --data set", "it has 2 elements, for 4 classes"},
             Case{"two.tflite --data set", "two.tflite: it has 2 inputs"},
             Case{"empty.tflite --data set", "empty.tflite"},
         }) {
        SCOPED_TRACE(c.arguments);
        const Outcome outcome = run(std::string("evaluate ") + c.arguments);
        expectOneErrorLine(outcome);
        EXPECT_THAT(outcome.err, HasSubstr(c.words));
    }
}

TEST_F(Evaluate, InterruptedItGivesTheScoreSoFar) {
    std::filesystem::create_directory(folder() / "long");
    // Each file is a hundred thousand inferences: all of them take far longer than the test waits.
    std::string list;
    for (int i = 0; i < 20'000; ++i) list += i % 2 == 0 ? "a,4,1,4,1\n" : "a,4,0,4,1\n";
    write("long/a", std::string(100'000, 'a'));
    write("long/y_labels.csv", list);
    const Outcome outcome = run("evaluate mirror.tflite --data long --json", "timeout -s INT 1 ");
    const json j = json::parse(outcome.out);
    EXPECT_EQ(j["reason"], "cancelled");
    EXPECT_EQ(j["total"], 20'000);
    EXPECT_LT(j["samples"], 20'000);
    EXPECT_EQ(outcome.err, "");
}

TEST_F(Evaluate, HelpTeaches) {
    const Outcome help = run("evaluate --help");
    EXPECT_EQ(help.status, 0);
    for (const char* words : {"--data", "--metric", "--limit", "--worst", "--jobs", "--json",
                              "y_labels.csv", "Examples"})
        EXPECT_THAT(help.out, HasSubstr(words));
}

}  // namespace
}  // namespace thimble
