#pragma once

#include <string>
#include <vector>

#include "core/boards/board.h"

namespace thimble::boards {

/// The fields that hold a number, as `sources` calls them: "clock_hz", "sram", "price_usd". Only
/// those that are known on this board.
[[nodiscard]] std::vector<std::string> numbersOf(const Board& board);

/// What is wrong with a board, a sentence each that begins with the field: a core or target that
/// there is not, SRAM that overlaps, a number without source, a source without number. Empty for a
/// sound one.
[[nodiscard]] std::vector<std::string> checkBoard(const Board& board);

}  // namespace thimble::boards
