#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <sstream>

#include "core/search/as_text.h"
#include "core/search/checkpoint.h"
#include "core/search/result_cache.h"
#include "tests/core/search/toy.h"

namespace thimble::search {
namespace {

using test::toyScale;
using test::toySetup;
using test::toyWork;

class Kept : public testing::Test {
protected:
    void SetUp() override {
        m_folder = std::filesystem::temp_directory_path() /
                   ("thimble_search_" + std::to_string(::getpid()) + "_" +
                    testing::UnitTest::GetInstance()->current_test_info()->name());
        std::filesystem::create_directories(m_folder);
    }
    void TearDown() override { std::filesystem::remove_all(m_folder); }
    [[nodiscard]] std::filesystem::path path(const std::string& name) const {
        return m_folder / name;
    }
    [[nodiscard]] std::string read(const std::string& name) const {
        std::ostringstream text;
        text << std::ifstream(path(name), std::ios::binary).rdbuf();
        return text.str();
    }
    void write(const std::string& name, const std::string& text) const {
        std::ofstream(path(name), std::ios::binary) << text;
    }

private:
    std::filesystem::path m_folder;
};

/// A memory of a checkpoint alone.
class OnDisk final : public Memory {
public:
    explicit OnDisk(Checkpoint& checkpoint) : m_checkpoint(checkpoint) {}
    std::optional<Record> recordOf(std::int64_t index) override {
        return m_checkpoint.recordOf(index);
    }
    std::optional<double> scoreOf(Task::Kind kind, const Genome& genome) override {
        return kind == Task::Kind::Test ? m_checkpoint.testOf(genome) : std::nullopt;
    }
    Result<void> keep(std::int64_t index, const Record& record) override {
        return m_checkpoint.keep(index, record);
    }
    Result<void> keepTest(const Genome& genome, double score) override {
        return m_checkpoint.keepTest(genome, score);
    }

private:
    Checkpoint& m_checkpoint;
};

SearchAnswer searchOn(const std::string& algorithm, Checkpoint& checkpoint, unsigned threads) {
    OnDisk memory(checkpoint);
    const auto made = findAlgorithm(algorithm)->make(toySetup(4));
    const auto workers = threadWorkers(threads, toyWork(200));
    return *runSearch(*made, toyScale(), {.evaluations = 100, .finalists = 12}, *workers, memory);
}

TEST_F(Kept, EveryBeginningOfACheckpointLeadsToTheSameEnd) {
    for (const AlgorithmInfo& info : kAlgorithms) {
        SCOPED_TRACE(info.name);
        const std::string name(info.name);
        std::filesystem::remove(path("whole"));
        SearchAnswer whole;
        {
            const auto checkpoint = Checkpoint::open(path("whole"), "{}", test::toySpace());
            ASSERT_TRUE(checkpoint) << checkpoint.error().message;
            whole = searchOn(name, **checkpoint, 3);
        }
        const std::string bytes = read("whole");
        SplitMix random(8);
        for (int i = 0; i < 25; ++i) {
            // Cut off anywhere, within a line, too, as a killed program leaves it.
            write("cut", bytes.substr(0, random.next() % (bytes.size() + 1)));
            const auto checkpoint = Checkpoint::open(path("cut"), "{}", test::toySpace());
            ASSERT_TRUE(checkpoint) << checkpoint.error().message;
            const SearchAnswer again = searchOn(name, **checkpoint, 1 + i % 4);
            EXPECT_EQ(again.evaluations, whole.evaluations);
            EXPECT_EQ(again.front, whole.front);
            EXPECT_EQ(again.discarded, whole.discarded);
        }
    }
}

TEST_F(Kept, ACheckpointOfAnotherSearchIsRefused) {
    { ASSERT_TRUE(Checkpoint::open(path("a"), R"({"seed":1})", test::toySpace())); }
    const auto other = Checkpoint::open(path("a"), R"({"seed":2})", test::toySpace());
    ASSERT_FALSE(other);
    EXPECT_EQ(other.error().code, ErrorCode::InvalidArgument);
    EXPECT_EQ(read("a"), "{\"thimble_search\":1,\"settings\":{\"seed\":1}}\n");
}

TEST_F(Kept, WhatIsNoCheckpointIsNotTouched) {
    for (const char* text : {"a letter", "a letter\nof two lines\n", "{\"thimble_search\":2}\n"}) {
        SCOPED_TRACE(text);
        write("letter", text);
        const auto opened = Checkpoint::open(path("letter"), "{}", test::toySpace());
        ASSERT_FALSE(opened);
        EXPECT_EQ(opened.error().code, ErrorCode::InvalidFile);
        EXPECT_EQ(read("letter"), text);
    }
    const std::string head = "{\"thimble_search\":1,\"settings\":{}}\n";
    for (const char* line : {"[]", "{\"index\":1}", "null", "{\"genome\":{\"counts\":[\"x\"]}}"}) {
        SCOPED_TRACE(line);
        write("broken", head + line + "\n");
        const auto opened = Checkpoint::open(path("broken"), "{}", test::toySpace());
        ASSERT_FALSE(opened);
        EXPECT_THAT(opened.error().message, testing::HasSubstr("line 2"));
    }
    EXPECT_FALSE(Checkpoint::open(path("nowhere/file"), "{}", test::toySpace()));
}

TEST_F(Kept, WhatIsNoVariantOfTheSearchIsRefused) {
    const Space space = test::toySpace();
    for (int wrong = 0; wrong < 5; ++wrong) {
        CheckpointLine line{.index = 0, .record = {.proposal = {.genome = wholeModel(space)}}};
        Genome& genome = line.record.proposal.genome;
        if (wrong == 0) genome.counts.pop_back();
        if (wrong == 1) genome.counts[0] = space.channels[0] + 1;
        if (wrong == 2) genome.form = space.forms;
        if (wrong == 3) genome.order = -1;
        if (wrong == 4) genome.resolution = space.resolutions;
        write("other", "{\"thimble_search\":1,\"settings\":{}}\n" + lineText(line) + "\n");
        const auto opened = Checkpoint::open(path("other"), "{}", space);
        ASSERT_FALSE(opened);
        EXPECT_EQ(opened.error().code, ErrorCode::InvalidFile);
        EXPECT_THAT(opened.error().message, testing::HasSubstr("line 2: no variant"));
    }
}

TEST_F(Kept, TwoSearchesDoNotWriteOneCheckpoint) {
    const auto first = Checkpoint::open(path("a"), "{}", test::toySpace());
    ASSERT_TRUE(first);
    EXPECT_FALSE(Checkpoint::open(path("a"), "{}", test::toySpace()));
}

TEST_F(Kept, TheCacheRemembers) {
    {
        const auto cache = ResultCache::open(path("cache.sqlite"));
        ASSERT_TRUE(cache) << cache.error().message;
        EXPECT_EQ(*(*cache)->find("k"), std::nullopt);
        EXPECT_TRUE((*cache)->keep("k", "one"));
        EXPECT_TRUE((*cache)->keep("k", "two"));
        // Another search at the same time.
        const auto second = ResultCache::open(path("cache.sqlite"));
        ASSERT_TRUE(second) << second.error().message;
        EXPECT_EQ(*(*second)->find("k"), "one");
        EXPECT_TRUE((*second)->keep("l", std::string("a'\0\"\xC3\xA4", 6)));
    }
    const auto cache = ResultCache::open(path("cache.sqlite"));
    ASSERT_TRUE(cache);
    EXPECT_EQ(*(*cache)->find("k"), "one");
    EXPECT_EQ(*(*cache)->find("l"), std::string("a'\0\"\xC3\xA4", 6));
}

TEST_F(Kept, WhatIsNoCacheIsRefusedAndNotTouched) {
    const std::string text(5000, 'x');
    write("text", text);
    const auto opened = ResultCache::open(path("text"));
    ASSERT_FALSE(opened);
    EXPECT_EQ(opened.error().code, ErrorCode::InvalidFile);
    EXPECT_EQ(read("text"), text);
    EXPECT_FALSE(ResultCache::open(path("nowhere/cache")));
}

TEST(AsText, WhatIsReadIsWhatWasWritten) {
    const Genome genome{.counts = {1, 2, 300}, .order = 3, .form = 1, .resolution = 2};
    const Outcome outcome{.refused = "\"no\"\n",
                          .arenaBytes = 1'234'567'890'123,
                          .flashBytes = 2,
                          .macs = 3,
                          .latencyMs = 0.1,
                          .energyUj = std::nullopt,
                          .excess = 1.0 / 3,
                          .score = 0.8765432109876543};
    EXPECT_EQ(*parseOutcome(outcomeText(outcome)), outcome);
    CheckpointLine line{.index = 7};
    line.record.proposal.genome = genome;
    line.record.proposal.discarded = 9;
    line.record.outcome = outcome;
    EXPECT_EQ(*parseLine(lineText(line)), line);
    EXPECT_EQ(lineText(line).find('\n'), std::string::npos);
    const Task task{Task::Kind::Test, 12, genome, 0.25};
    EXPECT_EQ(*parseTask(taskText(task)), task);
    const auto answer = parseAnswer(answerText({Task::Kind::Evaluate, 3, outcome}));
    EXPECT_EQ(**answer->outcome, outcome);
    const auto stopped = parseAnswer(answerText({Task::Kind::Evaluate, 3, std::nullopt}));
    EXPECT_FALSE(stopped->outcome->has_value());
    const auto failed =
        parseAnswer(answerText({Task::Kind::Evaluate, 3, fail(ErrorCode::Io, "full")}));
    EXPECT_EQ(failed->outcome.error(), (Error{ErrorCode::Io, "full"}));
    for (const char* text : {"", "{}", "[1]", "{\"kind\":0}", "nul"}) {
        EXPECT_FALSE(parseTask(text));
        EXPECT_FALSE(parseAnswer(text));
        EXPECT_FALSE(parseOutcome(text));
    }
}

}  // namespace
}  // namespace thimble::search
