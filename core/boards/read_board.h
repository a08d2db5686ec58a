#pragma once

#include <string>
#include <string_view>

#include "core/base/result.h"
#include "core/boards/board.h"

namespace thimble::boards {

/// A board file: one JSON object, its format in docs/formats/board.md. Units are in the keys.
///   `file`   what errors call it
///   errors   InvalidFile, naming file, board and field: a field that is wrong, missing or unknown,
///            and everything checkBoard finds
[[nodiscard]] Result<Board> readBoard(std::string_view json, const std::string& file);

/// The same form again, every field in it, null where nothing is known.
[[nodiscard]] std::string boardJson(const Board& board);

}  // namespace thimble::boards
