// Board files: what they say, and what is refused with which words.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <nlohmann/json.hpp>
#include <random>

#include "core/boards/catalogue.h"
#include "core/boards/check_board.h"
#include "core/boards/cores.h"
#include "core/boards/read_board.h"
#include "core/boards/sram_placement.h"

namespace thimble::boards {
namespace {

using nlohmann::json;
using testing::HasSubstr;
using testing::IsEmpty;

std::vector<Board> builtIn() {
    std::vector<Board> boards;
    for (const BuiltInFile& file : builtInBoardFiles()) {
        Result<Board> board = readBoard(file.text, std::string(file.name));
        EXPECT_TRUE(board.has_value()) << board.error().message;
        if (board) boards.push_back(std::move(*board));
    }
    return boards;
}

json goodBoard() { return json::parse(boardJson(*findBoard(builtIn(), "nucleo-f446re"))); }

std::string refusal(const json& board) {
    const Result<Board> read = readBoard(board.dump(), "own.json");
    return read ? "accepted" : read.error().message;
}

TEST(BuiltInBoards, AreSoundAndNamedLikeTheirFiles) {
    ASSERT_GE(builtInBoardFiles().size(), 50U);
    for (const BuiltInFile& file : builtInBoardFiles()) {
        SCOPED_TRACE(file.name);
        const Result<Board> board = readBoard(file.text, std::string(file.name));
        ASSERT_TRUE(board.has_value()) << board.error().message;
        EXPECT_EQ(board->id + ".json", file.name);
        EXPECT_THAT(checkBoard(*board), IsEmpty());
        // Written again, the file says the same.
        EXPECT_EQ(json::parse(boardJson(*board)), json::parse(file.text));
        // What the core implies.
        EXPECT_EQ(board->target.name, findCore(board->core)->target);
    }
}

TEST(BuiltInBoards, EveryNumberNamesItsSource) {
    for (const Board& board : builtIn()) {
        SCOPED_TRACE(board.id);
        for (const std::string& field : numbersOf(board))
            EXPECT_GT(board.sourceOf(field).size(), 10U) << field;
        // And without any one of the sources the file is refused.
        for (const auto& entry : board.sources) {
            json without = json::parse(boardJson(board));
            without["sources"].erase(entry.first);
            EXPECT_THAT(refusal(without), HasSubstr(entry.first)) << entry.first;
        }
    }
}

/// What the papers and MLPerf Tiny's system descriptions state.
TEST(BuiltInBoards, AgreeWithThePapers) {
    struct Stated {
        const char* id;
        const char* core;
        double megahertz;  ///< 0: not stated
        Bytes sramKb;      ///< 0: stated in another way
        Bytes flashKb;
    };
    const Stated kStated[] = {{"nucleo-l4r5zi", "cortex-m4f", 120, 640, 2048},
                              {"nucleo-f446re", "cortex-m4f", 180, 128, 512},
                              {"nucleo-f411re", "cortex-m4f", 0, 128, 512},
                              {"nucleo-f412zg", "cortex-m4f", 0, 256, 1024},
                              {"nucleo-f746zg", "cortex-m7", 216, 320, 1024},
                              {"stm32f765", "cortex-m7", 0, 512, 1024},
                              {"nucleo-f767zi", "cortex-m7", 216, 512, 2048},
                              {"nucleo-h743zi", "cortex-m7", 0, 0, 2048},
                              {"nucleo-h7a3zi-q", "cortex-m7", 280, 0, 2048},
                              {"nucleo-u575zi-q", "cortex-m33", 160, 0, 2048},
                              {"nucleo-g0b1re", "cortex-m0+", 64, 144, 512},
                              {"nrf5340-dk", "cortex-m33", 128, 512, 1024},
                              {"cy8cproto-062-4343w", "cortex-m4f", 150, 1024, 2048},
                              {"ek-ra6m4", "cortex-m33", 200, 256, 1024},
                              {"ek-ra8d1", "cortex-m85", 480, 0, 2048},
                              {"xg24-dk2601b", "cortex-m33", 78, 256, 1536},
                              {"numaker-m467hj", "cortex-m4f", 200, 512, 1024},
                              {"rx65n-cloud-kit", "rxv2", 120, 640, 2048},
                              {"gap9-evk", "riscv32", 370, 1664, 2048}};
    const std::vector<Board> boards = builtIn();
    for (const Stated& stated : kStated) {
        SCOPED_TRACE(stated.id);
        const Result<Board> board = findBoard(boards, stated.id);
        ASSERT_TRUE(board.has_value());
        EXPECT_EQ(board->core, stated.core);
        if (stated.megahertz > 0)
            EXPECT_EQ(static_cast<double>(board->clockHz), stated.megahertz * 1e6);
        if (stated.sramKb > 0) EXPECT_EQ(board->sramBytes(), stated.sramKb * 1024);
        EXPECT_EQ(board->flash.internalBytes, stated.flashKb * 1024);
    }
    // The three of MicroNets, Table 1 and Table 4.
    EXPECT_EQ(findBoard(boards, "nucleo-f446re")->priceUsd, 3);
    EXPECT_EQ(findBoard(boards, "nucleo-f446re")->activePower->milliwatts, 163);
    EXPECT_EQ(findBoard(boards, "nucleo-f746zg")->activePower->milliwatts, 445);
    EXPECT_EQ(findBoard(boards, "nucleo-f767zi")->priceUsd, 8);
}

TEST(BuiltInBoards, AreExactOnlyWhereItWasMeasured) {
    const std::vector<Board> boards = builtIn();
    EXPECT_TRUE(findBoard(boards, "nucleo-f446re")->target.exact);
    EXPECT_FALSE(findBoard(boards, "raspberry-pi-pico")->target.exact);
    EXPECT_EQ(findBoard(boards, "gr712rc")->target.name, "arm32-reference");
    EXPECT_FALSE(findBoard(boards, "gr712rc")->target.exact);
    EXPECT_FALSE(targetOn(*findBoard(boards, "gap9-evk"), tflm::kTargets[0]).exact);
    EXPECT_TRUE(targetOn(*findBoard(boards, "ek-ra8d1"), tflm::kTargets[0]).exact);
}

TEST(ReadBoard, SaysWhichFieldOfWhichBoardIsWrong) {
    struct Case {
        const char* field;  ///< what the message names
        const char* patch;  ///< merged into a good board
    };
    const Case kCases[] = {
        {"schema:", R"({"schema": 2})"},
        {"schema:", R"({"schema": null})"},
        {"name:", R"({"name": 7})"},
        {"name: is missing", R"({"name": null})"},
        {"name: is missing", R"({"name": ""})"},
        {"core: there is no", R"({"core": "cortex-m99"})"},
        {"target: there is no", R"({"target": "arm64"})"},
        {"target: a board has", R"({"target": "host64-reference"})"},
        {"target: RISC-V", R"({"core": "riscv32"})"},
        {"clock_hz:", R"({"clock_hz": 0})"},
        {"clock_hz:", R"({"clock_hz": -1})"},
        {"clock_hz:", R"({"clock_hz": 1.5})"},
        {"clock_hz:", R"({"clock_hz": "180 MHz"})"},
        {"clock_hz:", R"({"clock_hz": 18446744073709551615})"},
        {"clock_mhz: no such field", R"({"clock_mhz": 180})"},
        {"sram:", R"({"sram": null})"},
        {"sram:", R"({"sram": []})"},
        {"sram: a list", R"({"sram": 131072})"},
        {"sram[0]: an object", R"({"sram": [131072]})"},
        {"sram[0].sram_bytes:", R"({"sram": [{"name": "A", "sram_bytes": 0}]})"},
        {"sram[0].bytes: no such field", R"({"sram": [{"name": "A", "bytes": 1}]})"},
        {"sram[0].address:", R"({"sram": [{"name": "A", "sram_bytes": 1, "address": 5}]})"},
        {"sram[0].address:", R"({"sram": [{"name": "A", "sram_bytes": 1, "address": "0x"}]})"},
        {"sram[0].address:",
         R"({"sram": [{"name": "A", "sram_bytes": 1, "address": "0x100000000"}]})"},
        {"sram[0].wait_states:",
         R"({"sram": [{"name": "A", "sram_bytes": 1, "wait_states": -1}]})"},
        {"sram[1].name:",
         R"({"sram": [{"name": "A", "sram_bytes": 1}, {"name": "A", "sram_bytes": 1}]})"},
        {"sram[1].address:",
         R"({"sram": [{"name": "A", "sram_bytes": 16, "address": "0x10"},
                      {"name": "B", "sram_bytes": 16, "address": "0x1f"}]})"},
        {"flash: is missing", R"({"flash": null})"},
        {"flash.internal_bytes:", R"({"flash": {"internal_bytes": "512 KB"}})"},
        {"flash.external_bytes:", R"({"flash": {"external_bytes": 0}})"},
        {"flash.bytes: no such field", R"({"flash": {"bytes": 1}})"},
        {"flash.external_bytes: a number without a source", R"({"flash": {"external_bytes": 1}})"},
        {"supply_volts:", R"({"supply_volts": 0})"},
        {"price_usd:", R"({"price_usd": -3})"},
        {"sources.price_usd: this board has no such number", R"({"price_usd": null})"},
        {"active_power: an object", R"({"active_power": 163})"},
        {"active_power.milliwatts: is missing", R"({"active_power": {"milliwatts": null}})"},
        {"link.name: is missing", R"({"link": {}})"},
        {"link.rate_bit_per_s: a number without",
         R"({"link": {"name": "x", "rate_bit_per_s": 9}})"},
        {"notes:", R"({"notes": []})"},
        {"sources: is missing", R"({"sources": null})"},
        {"clock_hz: a number without a source", R"({"sources": {"clock_hz": null}})"},
        {"sources.clock_hz: text", R"({"sources": {"clock_hz": 1}})"},
        {"sources.clock_hz: is missing", R"({"sources": {"clock_hz": ""}})"},
        {"sources.weight: this board has no such", R"({"sources": {"weight": "a scale"}})"},
    };
    ASSERT_EQ(refusal(goodBoard()), "accepted");
    for (const Case& one : kCases) {
        SCOPED_TRACE(one.patch);
        // merge_patch takes away what is null; a list replaces.
        json board = goodBoard();
        board.merge_patch(json::parse(one.patch));
        EXPECT_THAT(refusal(board), HasSubstr("own.json: board 'nucleo-f446re': "));
        EXPECT_THAT(refusal(board), HasSubstr(one.field));
    }
}

TEST(ReadBoard, RefusesWhatIsNoBoard) {
    const auto message = [](std::string_view text) {
        const auto board = readBoard(text, "f.json");
        return board ? std::string("accepted") : board.error().message;
    };
    EXPECT_THAT(message(""), HasSubstr("f.json: not JSON"));
    EXPECT_THAT(message("{"), HasSubstr("f.json: not JSON"));
    EXPECT_THAT(message("[]"), HasSubstr("f.json: a board is one JSON object"));
    EXPECT_THAT(message("{}"), HasSubstr("f.json: schema: is missing"));
    EXPECT_THAT(message("{\"id\": \"\xff\"}"), HasSubstr("f.json: not JSON"));
    EXPECT_THAT(message(std::string(200'000, '[')), HasSubstr("f.json: "));
    json board = goodBoard();
    board["id"] = "../x";
    EXPECT_THAT(refusal(board), HasSubstr("id: small letters"));
    board["id"] = 5;
    EXPECT_THAT(refusal(board), HasSubstr("own.json: id: text"));
}

/// Any byte of a good file changed: an answer, never a crash.
TEST(ReadBoard, SurvivesDamage) {
    const std::string good = goodBoard().dump();
    std::mt19937 random(7);
    for (int i = 0; i < 3000; ++i) {
        std::string bad = good;
        for (int k = 0; k < 3; ++k) bad[random() % bad.size()] = static_cast<char>(random() % 256);
        const auto board = readBoard(bad, "f.json");
        if (board) EXPECT_THAT(checkBoard(*board), IsEmpty());
    }
}

class Catalogue : public testing::Test {
protected:
    void SetUp() override {
        m_folder = std::filesystem::temp_directory_path() /
                   ("thimble_boards_" + std::to_string(std::random_device{}()));
        std::filesystem::create_directories(m_folder);
    }
    void TearDown() override {
        std::filesystem::remove_all(m_folder);
        ::unsetenv("THIMBLE_BOARDS");
        ::unsetenv("XDG_DATA_HOME");
    }
    void write(const std::string& name, const json& board) const {
        std::ofstream(m_folder / name) << board.dump();
    }
    std::filesystem::path m_folder;
};

TEST_F(Catalogue, AddsAndReplacesBoards) {
    json own = goodBoard();
    own["id"] = "my-board";
    write("mine.json", own);
    json changed = goodBoard();
    changed["clock_hz"] = 1'000'000;
    write("changed.json", changed);
    std::ofstream(m_folder / "notes.txt") << "no board";
    const auto boards = boardCatalogue(m_folder);
    ASSERT_TRUE(boards.has_value()) << boards.error().message;
    EXPECT_EQ(boards->size(), builtInBoardFiles().size() + 1);
    EXPECT_TRUE(findBoard(*boards, "my-board").has_value());
    EXPECT_EQ(findBoard(*boards, "nucleo-f446re")->clockHz, 1'000'000);
    EXPECT_TRUE(std::is_sorted(boards->begin(), boards->end(),
                               [](const Board& a, const Board& b) { return a.id < b.id; }));
}

TEST_F(Catalogue, NamesTheFileThatIsWrong) {
    json own = goodBoard();
    own["sram"][0].erase("sram_bytes");
    write("bad.json", own);
    const auto boards = boardCatalogue(m_folder);
    ASSERT_FALSE(boards.has_value());
    EXPECT_THAT(boards.error().message, HasSubstr((m_folder / "bad.json").string()));
    EXPECT_THAT(boards.error().message, HasSubstr("sram[0].sram_bytes: is missing"));
}

TEST_F(Catalogue, RefusesOneIdTwice) {
    write("a.json", goodBoard());
    write("b.json", goodBoard());
    const auto boards = boardCatalogue(m_folder);
    ASSERT_FALSE(boards.has_value());
    EXPECT_THAT(boards.error().message, HasSubstr("b.json: board 'nucleo-f446re': id:"));
}

TEST_F(Catalogue, LooksWhereTheEnvironmentSays) {
    json own = goodBoard();
    own["id"] = "my-board";
    write("mine.json", own);
    ::setenv("THIMBLE_BOARDS", m_folder.c_str(), 1);
    EXPECT_TRUE(findBoard(*boardCatalogue(), "my-board").has_value());
    EXPECT_FALSE(boardCatalogue(m_folder / "nowhere").has_value());
    ::unsetenv("THIMBLE_BOARDS");
    ::setenv("XDG_DATA_HOME", m_folder.c_str(), 1);
    EXPECT_EQ(userBoardFolder(), m_folder / "thimble" / "boards");
    EXPECT_FALSE(findBoard(*boardCatalogue(), "my-board").has_value());
    std::filesystem::create_directories(userBoardFolder());
    std::filesystem::rename(m_folder / "mine.json", userBoardFolder() / "mine.json");
    EXPECT_TRUE(findBoard(*boardCatalogue(), "my-board").has_value());
}

TEST_F(Catalogue, KnowsWhatWasMeant) {
    const auto board = findBoard(builtIn(), "nucleo-f446");
    ASSERT_FALSE(board.has_value());
    EXPECT_THAT(board.error().message, HasSubstr("'nucleo-f446re'"));
}

}  // namespace
}  // namespace thimble::boards
