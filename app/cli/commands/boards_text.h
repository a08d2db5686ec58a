#pragma once

#include <string>
#include <vector>

#include "core/boards/board.h"

namespace thimble::cli {

/// A line for each.
[[nodiscard]] std::string boardsText(const std::vector<boards::Board>& boards);

/// One board with the source of every number.
[[nodiscard]] std::string boardText(const boards::Board& board);

/// One JSON object, ends with a newline.
[[nodiscard]] std::string boardsJson(const std::vector<boards::Board>& boards);

}  // namespace thimble::cli
