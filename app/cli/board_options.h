#pragma once

#include <CLI/CLI.hpp>
#include <string>
#include <vector>

#include "core/base/result.h"
#include "core/boards/board.h"
#include "core/tflm/target.h"

namespace thimble::cli {

/// For what machine: a board of the catalogue, a target, or both.
struct TargetChoice {
    std::string board;   ///< id; empty: none
    std::string boards;  ///< folder of board files; empty: the usual one
    std::string target;  ///< name; empty: the board's, or the first in the table
};

/// `--boards DIR`: board files of one's own.
void addBoardsFolder(CLI::App& command, std::string& folder);

/// `--target`, `--board` and `--boards`.
void addTargetChoice(CLI::App& command, TargetChoice& choice);

/// What the choice means. Errors: no such board, or a board file that is wrong.
[[nodiscard]] Result<tflm::TargetInfo> chosenTarget(const TargetChoice& choice);

/// The target that was named; nothing where none was.
[[nodiscard]] std::optional<tflm::TargetInfo> namedTarget(const TargetChoice& choice);

}  // namespace thimble::cli
