#pragma once

#include <string>
#include <vector>

#include "core/pipeline/use_on_board.h"

namespace thimble::cli {

/// The answer for one board in sentences, two memory maps and the costliest operators.
[[nodiscard]] std::string fitText(const BoardFit& fit, const UseOnBoard& use, const Usage& usage);

/// One JSON object, ends with a newline.
[[nodiscard]] std::string fitJson(const BoardFit& fit, const UseOnBoard& use, const Usage& usage);

/// A line for each board, the most suitable first.
[[nodiscard]] std::string fitsText(const std::vector<BoardFit>& fits);
[[nodiscard]] std::string fitsJson(const std::vector<BoardFit>& fits);

}  // namespace thimble::cli
