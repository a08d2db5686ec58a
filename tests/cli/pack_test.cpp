// `thimble pack` as scripts meet it.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <nlohmann/json.hpp>
#include <random>
#include <string>

#include "tests/cli/command_test.h"

namespace thimble {
namespace {

using nlohmann::json;
using testing::HasSubstr;
using testing::StartsWith;

class Pack : public test::CommandTest {
protected:
    void SetUp() override {
        CommandTest::SetUp();
        write("small.csv", "id,lower,upper,size\na,0,3,4\nb,3,9,4\nc,0,9,4\nd,9,21,4\ne,0,21,4\n");
    }
    /// What it prints goes to the files out and stderr.
    [[nodiscard]] int pack(const std::string& arguments) const {
        return run("pack " + arguments + " >out").status;
    }
};

TEST_F(Pack, PlacesAndProves) {
    EXPECT_EQ(pack("small.csv -o placed.csv --json"), 0);
    const json j = json::parse(read("out"));
    EXPECT_EQ(j["buffers"], 5);
    EXPECT_EQ(j["arena_bytes"], 12);
    EXPECT_EQ(j["lower_bound_bytes"], 12);
    EXPECT_EQ(j["reason"], "proven");
    EXPECT_TRUE(j["nodes"].is_number_integer());
    EXPECT_TRUE(j["seconds"].is_number());
    EXPECT_THAT(read("placed.csv"), StartsWith("id,lower,upper,size,offset\na,0,3,4,"));
    EXPECT_EQ(read("stderr"), "");
    EXPECT_EQ(pack("small.csv"), 0);
    EXPECT_THAT(read("out"), HasSubstr("It is the lowest there is: proven."));
}

TEST_F(Pack, AnswersWhetherItFits) {
    EXPECT_EQ(pack("small.csv --capacity 12 --json"), 0);
    EXPECT_EQ(json::parse(read("out"))["fits"], true);
    EXPECT_EQ(pack("small.csv --capacity 11 -o placed.csv --json"), 1);
    EXPECT_EQ(json::parse(read("out"))["fits"], false);
    EXPECT_FALSE(std::filesystem::exists(folder() / "placed.csv"));
    EXPECT_EQ(pack("small.csv --capacity 11"), 1);
    EXPECT_THAT(read("out"), HasSubstr("Nothing fits in 11 bytes: proven."));
}

TEST_F(Pack, KeepsFixedOffsets) {
    write("fixed.csv", "id,lower,upper,size,offset\na,0,2,4,6\nb,1,3,8,\n");
    EXPECT_EQ(pack("fixed.csv -o placed.csv"), 0);
    EXPECT_EQ(read("placed.csv"), "id,lower,upper,size,offset\na,0,2,4,6\nb,1,3,8,10\n");
    write("clash.csv", "id,lower,upper,size,offset\na,0,2,4,6\nb,1,3,8,4\n");
    EXPECT_EQ(pack("clash.csv -o none.csv --json"), 1);
    EXPECT_TRUE(json::parse(read("out"))["arena_bytes"].is_null());
    EXPECT_FALSE(std::filesystem::exists(folder() / "none.csv"));
}

/// A full rectangle of 60 steps and a million bytes, cut into 300 pieces by chance: no step has
/// any slack, which makes it far too hard to be solved while a test waits.
std::string hardTable() {
    struct Piece {
        unsigned long lower, upper, bytes;
    };
    std::mt19937 random(4);
    std::vector<Piece> pieces = {{0, 60, 1'000'000}};
    while (pieces.size() < 300) {
        const std::size_t i = random() % pieces.size();
        const Piece piece = pieces[i];
        const unsigned long steps = piece.upper - piece.lower;
        if (steps * piece.bytes < 20'000) continue;
        if (random() % 2 == 0 && steps > 1) {
            const unsigned long cut = piece.lower + 1 + random() % (steps - 1);
            pieces[i].upper = cut;
            pieces.push_back({cut, piece.upper, piece.bytes});
        } else if (piece.bytes > 1) {
            const unsigned long cut = 1 + random() % (piece.bytes - 1);
            pieces[i].bytes = cut;
            pieces.push_back({piece.lower, piece.upper, piece.bytes - cut});
        }
    }
    std::string text = "id,lower,upper,size\n";
    for (std::size_t i = 0; i < pieces.size(); ++i)
        text += std::to_string(i) + "," + std::to_string(pieces[i].lower) + "," +
                std::to_string(pieces[i].upper) + "," + std::to_string(pieces[i].bytes) + "\n";
    return text;
}

TEST_F(Pack, InterruptedItGivesTheBestSoFar) {
    write("hard.csv", hardTable());
    write("interrupt.sh", "'" THIMBLE_BINARY
                          "' pack hard.csv --nodes 1000000000 --json "
                          "-o placed.csv >answer & sleep 1; kill -INT $!; wait $!; echo $?");
    const std::string shell = "cd '" + folder().string() + "' && bash interrupt.sh >status";
    ASSERT_EQ(std::system(shell.c_str()), 0);
    EXPECT_EQ(read("status"), "0\n");
    const json j = json::parse(read("answer"));
    EXPECT_EQ(j["reason"], "cancelled");
    EXPECT_LT(j["lower_bound_bytes"], j["arena_bytes"]);
    EXPECT_TRUE(std::filesystem::exists(folder() / "placed.csv"));
}

TEST_F(Pack, TheSameSeedGivesTheSameBytes) {
    write("hard.csv", hardTable());
    EXPECT_EQ(pack("hard.csv --nodes 20000 --seed 5 -o a.csv"), 0);
    EXPECT_EQ(pack("hard.csv --nodes 20000 --seed 5 -o b.csv"), 0);
    EXPECT_EQ(read("a.csv"), read("b.csv"));
}

TEST_F(Pack, BadUsageAndBadFilesAreOneLine) {
    write("bad.csv", "id,lower,upper,size\n0,1,2,x\n");
    write("empty.csv", "");
    for (const std::string arguments :
         {"nowhere.csv", "bad.csv", "empty.csv", ".", "", "small.csv --capacity -1",
          "small.csv --nodes many", "small.csv -o /nowhere/out.csv", "small.csv -o small.csv",
          "small.csv -o ./small.csv", "small.csv --frob"}) {
        SCOPED_TRACE(arguments);
        EXPECT_EQ(pack(arguments), 2);
        EXPECT_EQ(read("out"), "");
        EXPECT_THAT(read("stderr"), StartsWith("thimble: error: "));
        EXPECT_EQ(std::ranges::count(read("stderr"), '\n'), 1);
    }
    EXPECT_EQ(pack("bad.csv"), 2);
    EXPECT_THAT(read("stderr"), HasSubstr("bad.csv: line 2: size is 'x'"));
    EXPECT_THAT(read("small.csv"), StartsWith("id,lower,upper,size\na,"));
}

TEST_F(Pack, HelpTeaches) {
    EXPECT_EQ(pack("--help"), 0);
    for (const char* words : {"--capacity", "--output", "--nodes", "--seed", "--json", "Examples"})
        EXPECT_THAT(read("out"), HasSubstr(words));
}

}  // namespace
}  // namespace thimble
