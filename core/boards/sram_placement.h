#pragma once

#include <optional>
#include <string>
#include <vector>

#include "core/boards/board.h"

namespace thimble::boards {

/// SRAM that a program can use as one block: a region, or several whose addresses touch.
struct SramPiece {
    std::string name;  ///< "SRAM1 + SRAM2"
    Bytes bytes = 0;
    std::optional<int> waitStates;  ///< of its slowest region; unknown where one is
    friend bool operator==(const SramPiece&, const SramPiece&) = default;
};
[[nodiscard]] std::vector<SramPiece> sramPieces(const Board& board);

/// Something to be put there.
struct SramBlock {
    std::string name;
    Bytes bytes = 0;
    bool isDivisible = false;  ///< many small things: goes wherever there is room
};

/// Bytes of a block in a piece.
struct SramShare {
    std::size_t block = 0;
    std::size_t piece = 0;
    Bytes bytes = 0;
    friend bool operator==(const SramShare&, const SramShare&) = default;
};

/// Who lies where. Blocks that are not divisible lie in one piece.
struct SramPlacement {
    std::vector<SramPiece> pieces;
    std::vector<SramShare> shares;  ///< empty where there is no placement; none of 0 bytes
    bool fits = false;
    [[nodiscard]] Bytes usedOf(std::size_t piece) const;
};

/// Tries every way to spread the blocks over the pieces, so `fits` is exact. The first block has
/// the first choice; each prefers the piece with the fewest known wait states, then the smallest.
///   cost   pieces ^ blocks: meant for a handful of blocks
[[nodiscard]] SramPlacement placeInSram(const Board& board, const std::vector<SramBlock>& blocks);

}  // namespace thimble::boards
