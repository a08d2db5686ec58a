#pragma once

#include <string>
#include <vector>

#include "core/pipeline/fit_on_board.h"

namespace thimble::cli {

/// The answer for one board in sentences and two memory maps.
[[nodiscard]] std::string fitText(const BoardFit& fit);

/// One JSON object, ends with a newline.
[[nodiscard]] std::string fitJson(const BoardFit& fit);

/// A line for each board, the most suitable first.
[[nodiscard]] std::string fitsText(const std::vector<BoardFit>& fits);
[[nodiscard]] std::string fitsJson(const std::vector<BoardFit>& fits);

}  // namespace thimble::cli
