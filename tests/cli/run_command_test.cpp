// `thimble run` as scripts meet it.

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

class Run : public test::CommandTest {
protected:
    void SetUp() override {
        CommandTest::SetUp();
        test::writeModel(folder() / "mirror.tflite", test::mirrorModel(4));
    }
};

TEST_F(Run, JsonHasEveryFieldOfTheContract) {
    const Outcome outcome = run("run mirror.tflite --json --output out.bin");
    ASSERT_EQ(outcome.status, 0) << outcome.err;
    EXPECT_EQ(outcome.err, "");
    const json j = json::parse(outcome.out);
    ASSERT_EQ(j["outputs"].size(), 1U);
    EXPECT_EQ(j["outputs"][0]["name"], "y");
    EXPECT_EQ(j["outputs"][0]["type"], "INT8");
    EXPECT_EQ(j["outputs"][0]["shape"], json({4}));
    EXPECT_EQ(j["outputs"][0]["bytes"], 4);
    EXPECT_EQ(j["seed"], 1);
    EXPECT_TRUE(j["invoke_ms"].is_number());
    // The low bytes of the first four numbers of splitmix64 from 1.
    EXPECT_EQ(read("out.bin"), "\xC1\x67\x5E\x0B");
    EXPECT_EQ(j["output_sha256"],
              "27033da742b914eaf0eb8a67123da7500084696f61fbb2739c18a01a878cc576");
}

TEST_F(Run, TheSameSeedGivesTheSameBytes) {
    ASSERT_EQ(run("run mirror.tflite --seed 5 -o a").status, 0);
    ASSERT_EQ(run("run mirror.tflite --seed 5 -o b").status, 0);
    ASSERT_EQ(run("run mirror.tflite --seed 6 -o c").status, 0);
    EXPECT_EQ(read("a"), read("b"));
    EXPECT_NE(read("a"), read("c"));
}

TEST_F(Run, TakesRawBytesOfAllInputs) {
    write("in.bin", "abcd");
    ASSERT_EQ(run("run mirror.tflite --input in.bin -o out").status, 0);
    EXPECT_EQ(read("out"), "abcd");

    test::writeModel(folder() / "two.tflite", test::twoInputModel());
    write("seven.bin", "abcdefg");
    ASSERT_EQ(run("run two.tflite --input seven.bin -o out").status, 0);
    EXPECT_EQ(read("out"), "defgabc") << "the outputs are the second input, then the first";
}

TEST_F(Run, TakesPicturesAndArrays) {
    write("grey.pgm", std::string("P5 2 2 255\n") + "\x01\x80\xFF" + std::string(1, '\0'));
    test::writeModel(folder() / "picture.tflite", test::pictureModel(2, 2));
    ASSERT_EQ(run("run picture.tflite --input grey.pgm -o out").status, 0);
    EXPECT_EQ(read("out"), std::string("\x81\x00\x7F\x80", 4)) << "pixel - 128";
    write("four.npy", test::npyFile("|i1", "(1, 4)", "abcd"));
    ASSERT_EQ(run("run mirror.tflite --input four.npy -o out").status, 0);
    EXPECT_EQ(read("out"), "abcd");
}

TEST_F(Run, ShowsTheLargestOutputs) {
    write("in.bin", std::string("\x03\xFF\x07\x07", 4));
    const std::string text = run("run mirror.tflite --input in.bin").out;
    EXPECT_THAT(text, StartsWith("mirror.tflite: one inference on in.bin, "));
    EXPECT_THAT(text, HasSubstr("Output 0 'y': INT8 [4], 4 bytes, scale 0.5, zero point -1\n"));
    const auto seven = text.find("[2]                               4         7\n");
    ASSERT_NE(seven, std::string::npos) << text;
    EXPECT_GT(text.find("[3]                               4         7\n"), seven);
    EXPECT_THAT(text, HasSubstr("[1]                               0        -1\n"));
}

TEST_F(Run, DumpsEveryTensorOfEverySubgraph) {
    test::writeModel(folder() / "caller.tflite", test::callingModel());
    write("in.bin", "abcd");
    const Outcome outcome = run("run caller.tflite --input in.bin --dump deep/er --json");
    ASSERT_EQ(outcome.status, 0) << outcome.err;
    EXPECT_EQ(json::parse(outcome.out)["dumped"], 3);
    EXPECT_EQ(read("deep/er/s0_t000.bin"), "abcd");
    EXPECT_EQ(read("deep/er/s0_t002.bin"), "abcd");
    EXPECT_FALSE(std::filesystem::exists(folder() / "deep/er/s0_t001.bin")) << "a constant";
    EXPECT_EQ(read("deep/er/s1_t000.bin").size(), 3U);
}

TEST_F(Run, BadInputsAreOneLine) {
    write("three.bin", "abc");
    write("empty.bin", "");
    write("nan.npy",
          test::npyFile("<f4", "(1, 4)", std::string("\0\0\0\0\0\0\xC0\x7F\0\0\0\0\0\0\0\0", 16)));
    write("short.npy", test::npyFile("<f4", "(1, 4)", "abc"));
    write("many.npy", test::npyFile("|i1", "(2, 1, 4)", "abcdefgh"));
    write("broken.png", "\x89PNG, or not");
    write("not.tflite", "not a model");
    test::writeModel(folder() / "two.tflite", test::twoInputModel());
    test::writeModel(folder() / "unknown.tflite", test::unknownOperatorModel());
    struct Case {
        const char* arguments;
        const char* words;
    };
    for (const Case& c : {
             Case{"mirror.tflite --input three.bin",
                  "three.bin: it has 3 bytes, but input 0, tensor 'x' (#0), is INT8 [1, 4] and "
                  "takes 4"},
             Case{"two.tflite --input three.bin",
                  "three.bin: it has 3 bytes, but the 2 inputs together take 7"},
             Case{"mirror.tflite --input empty.bin", "empty.bin"},
             Case{"mirror.tflite --input nowhere.bin", "nowhere.bin"},
             Case{"mirror.tflite --input .", "."},
             Case{"mirror.tflite --input nan.npy", "nan.npy: "},
             Case{"mirror.tflite --input short.npy", "short.npy: "},
             Case{"mirror.tflite --input many.npy", "many.npy: it holds 2 inputs"},
             Case{"mirror.tflite --input broken.png", "broken.png: "},
             Case{"two.tflite --input nan.npy", "nan.npy: the model has 2 inputs"},
             Case{"not.tflite", "not.tflite"},
             Case{"nowhere.tflite", "nowhere.tflite"},
             Case{"unknown.tflite", "unknown.tflite: there is no kernel for operator #0"},
             Case{"mirror.tflite -o /nowhere/out.bin", "/nowhere/out.bin"},
             Case{"mirror.tflite --dump three.bin", "three.bin"},
             Case{"mirror.tflite --seed -1", "-1"},
             Case{"mirror.tflite --seed 1 --input three.bin", "--input"},
             Case{"mirror.tflite --pixels huge", "huge"},
             Case{"mirror.tflite --output ''", "empty"},
             Case{"", "MODEL"},
         }) {
        SCOPED_TRACE(c.arguments);
        const Outcome outcome = run(std::string("run ") + c.arguments);
        expectOneErrorLine(outcome);
        EXPECT_THAT(outcome.err, HasSubstr(c.words));
    }
}

TEST_F(Run, NothingThatItReadsIsOverwritten) {
    std::filesystem::create_directory(folder() / "tensors");
    std::filesystem::rename(folder() / "mirror.tflite", folder() / "tensors/s0_t001.bin");
    write("tensors/s0_t000.bin", "abcd");
    const std::string before = read("tensors/s0_t001.bin");
    for (const char* arguments :
         {"tensors/s0_t001.bin -o tensors/s0_t001.bin", "tensors/s0_t001.bin --dump tensors",
          "tensors/s0_t001.bin --input tensors/s0_t000.bin -o tensors/../tensors/s0_t000.bin"}) {
        SCOPED_TRACE(arguments);
        expectOneErrorLine(run(std::string("run ") + arguments));
        EXPECT_EQ(read("tensors/s0_t001.bin"), before);
        EXPECT_EQ(read("tensors/s0_t000.bin"), "abcd");
    }
}

TEST_F(Run, HelpTeaches) {
    const Outcome help = run("run --help");
    EXPECT_EQ(help.status, 0);
    for (const char* words : {"--seed", "--input", "--output", "--dump", "--json", "Examples"})
        EXPECT_THAT(help.out, HasSubstr(words));
}

}  // namespace
}  // namespace thimble
