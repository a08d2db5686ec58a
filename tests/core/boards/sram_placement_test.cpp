// Which regions are one piece of memory, and what goes where.

#include "core/boards/sram_placement.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <functional>
#include <random>

#include "core/boards/catalogue.h"

namespace thimble::boards {
namespace {

using testing::ElementsAre;

Board boardOf(std::vector<SramRegion> regions) {
    Board board;
    board.sram = std::move(regions);
    return board;
}

TEST(SramPieces, RegionsThatTouchAreOne) {
    const Board board = boardOf({{"C", 10, 0x500, 0},
                                 {"A", 0x100, 0x100, 0},
                                 {"D", 5, std::nullopt, 0},
                                 {"B", 0x80, 0x200, 2},
                                 {"E", 6, std::nullopt, 1}});
    EXPECT_THAT(sramPieces(board), ElementsAre(SramPiece{"A + B", 0x180, 2}, SramPiece{"C", 10, 0},
                                               SramPiece{"D", 5, 0}, SramPiece{"E", 6, 1}));
    // Where one is not known, the slowest is not.
    EXPECT_THAT(sramPieces(boardOf({{"A", 1, 0, 0}, {"B", 1, 1, std::nullopt}})),
                ElementsAre(SramPiece{"A + B", 2, std::nullopt}));
}

TEST(SramPieces, OfTheBoards) {
    const auto boards = boardCatalogue();
    ASSERT_TRUE(boards.has_value());
    const auto sizes = [&boards](const char* id) {
        std::vector<Bytes> bytes;
        for (const SramPiece& piece : sramPieces(*findBoard(*boards, id)))
            bytes.push_back(piece.bytes / 1024);
        return bytes;
    };
    EXPECT_THAT(sizes("nucleo-f446re"), ElementsAre(128));
    EXPECT_THAT(sizes("nucleo-f746zg"), ElementsAre(320));
    EXPECT_THAT(sizes("nucleo-f767zi"), ElementsAre(512));
    EXPECT_THAT(sizes("nucleo-l4r5zi"), ElementsAre(640));
    EXPECT_THAT(sizes("nucleo-h743zi"), ElementsAre(128, 512, 288, 64));
    EXPECT_THAT(sizes("nucleo-h7a3zi-q"), ElementsAre(128, 1024, 128, 32));
    EXPECT_THAT(sizes("nucleo-l476rg"), ElementsAre(32, 96));
    EXPECT_THAT(sizes("disco-f407vg"), ElementsAre(64, 128));
    EXPECT_THAT(sizes("nucleo-g474re"), ElementsAre(128));
    EXPECT_THAT(sizes("raspberry-pi-pico"), ElementsAre(264));
}

TEST(PlaceInSram, TheArenaHasTheFirstChoiceAndTakesTheFastPiece) {
    const Board board = boardOf({{"fast", 100, 0x1000, 0}, {"slow", 1000, 0x9000, 3}});
    const auto small = placeInSram(board, {{"arena", 80}, {"stack", 30}, {"rest", 900, true}});
    ASSERT_TRUE(small.fits);
    EXPECT_THAT(small.shares, ElementsAre(SramShare{0, 0, 80}, SramShare{1, 1, 30},
                                          SramShare{2, 0, 20}, SramShare{2, 1, 880}));
    EXPECT_EQ(small.usedOf(0), 100);
    EXPECT_EQ(small.usedOf(1), 910);
    // One byte more than there is.
    EXPECT_FALSE(placeInSram(board, {{"arena", 80}, {"stack", 30}, {"rest", 991, true}}).fits);
    EXPECT_TRUE(placeInSram(board, {{"arena", 80}, {"stack", 30}, {"rest", 990, true}}).fits);
}

TEST(PlaceInSram, GivesUpTheFirstChoiceForTheRest) {
    // The arena would rather have the fast piece, but then the stack has no place.
    const Board board = boardOf({{"fast", 100, 0x1000, 0}, {"slow", 60, 0x9000, 3}});
    const auto placement = placeInSram(board, {{"arena", 55}, {"stack", 90}});
    ASSERT_TRUE(placement.fits);
    EXPECT_THAT(placement.shares, ElementsAre(SramShare{0, 1, 55}, SramShare{1, 0, 90}));
}

TEST(PlaceInSram, AnArenaIsNotSplit) {
    const Board board = boardOf({{"A", 96, 0x2000, 0}, {"B", 32, 0x1000, 0}});
    EXPECT_FALSE(placeInSram(board, {{"arena", 97}}).fits);
    EXPECT_TRUE(placeInSram(board, {{"arena", 97, true}}).fits);
}

/// Against trying every piece for every block.
TEST(PlaceInSram, FindsAPlacementWhereverThereIsOne) {
    std::mt19937 random(11);
    const auto upTo = [&random](Bytes most) {
        return static_cast<Bytes>(random() % static_cast<std::uint32_t>(most + 1));
    };
    int fitting = 0;
    for (int round = 0; round < 3000; ++round) {
        std::vector<SramRegion> regions;
        for (int r = 0; r < 3; ++r)
            regions.push_back({std::to_string(r), 1 + upTo(30), std::nullopt,
                               random() % 2 == 0 ? std::optional<int>(0) : std::nullopt});
        const Board board = boardOf(regions);
        const std::vector<SramBlock> blocks = {
            {"a", upTo(30)}, {"b", upTo(20)}, {"c", upTo(10)}, {"d", upTo(20), true}};
        bool possible = false;
        for (int choice = 0; choice < 27; ++choice) {
            Bytes room[3] = {regions[0].bytes, regions[1].bytes, regions[2].bytes};
            room[choice % 3] -= blocks[0].bytes;
            room[choice / 3 % 3] -= blocks[1].bytes;
            room[choice / 9] -= blocks[2].bytes;
            possible = possible || (room[0] >= 0 && room[1] >= 0 && room[2] >= 0 &&
                                    room[0] + room[1] + room[2] >= blocks[3].bytes);
        }
        const SramPlacement placement = placeInSram(board, blocks);
        ASSERT_EQ(placement.fits, possible);
        if (!possible) {
            EXPECT_TRUE(placement.shares.empty());
            continue;
        }
        ++fitting;
        Bytes sums[4] = {};
        for (const SramShare& share : placement.shares) sums[share.block] += share.bytes;
        for (std::size_t b = 0; b < 4; ++b) EXPECT_EQ(sums[b], blocks[b].bytes);
        for (std::size_t p = 0; p < 3; ++p)
            EXPECT_LE(placement.usedOf(p), placement.pieces[p].bytes);
    }
    EXPECT_GT(fitting, 500);
    EXPECT_LT(fitting, 2500);
}

}  // namespace
}  // namespace thimble::boards
