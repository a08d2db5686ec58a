#pragma once

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/result.h"
#include "core/boards/board.h"

namespace thimble::boards {

/// A board file that is part of the program, from resources/boards.
struct BuiltInFile {
    std::string_view name;
    std::string_view text;
};
[[nodiscard]] std::vector<BuiltInFile> builtInBoardFiles();

/// Where a person keeps board files of their own: `chosen`, or else the environment's
/// THIMBLE_BOARDS, or else thimble/boards under XDG_DATA_HOME (~/.local/share). Empty where there
/// is no home either.
[[nodiscard]] std::filesystem::path userBoardFolder(const std::filesystem::path& chosen = {});

/// All boards, sorted by id: the built-in ones and every *.json of the user's folder. A board of
/// the user's replaces the built-in one of the same id.
///   `chosen`   a folder that must exist; empty: as userBoardFolder, where it may be missing
///   errors     Io, InvalidFile: names the file, board and field; two of the user's with one id
[[nodiscard]] Result<std::vector<Board>> boardCatalogue(const std::filesystem::path& chosen = {});

/// The board of that id. InvalidArgument names those that are nearest.
[[nodiscard]] Result<Board> findBoard(const std::vector<Board>& boards, std::string_view id);

}  // namespace thimble::boards
