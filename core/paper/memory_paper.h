#pragma once

#include <filesystem>
#include <memory>

#include "core/base/result.h"
#include "core/paper/paper.h"
#include "core/pipeline/fit_on_board.h"
#include "core/pipeline/planned_model.h"
#include "core/report/report.h"

namespace thimble {

struct MemoryPaperParts {
    std::shared_ptr<const Report> report;         ///< of the model as it is
    std::shared_ptr<const PlannedModel> planned;  ///< null: no section on a better plan
    const BoardFit* board = nullptr;              ///< null: no section on a board
};

/// What a model needs, why, and what a plan changes: the numbers with where each comes from,
/// pictures, and the tables of operators, buffers and tensors (at most 2,000 rows each).
[[nodiscard]] Paper memoryPaper(const MemoryPaperParts& parts);

/// As HTML or PDF by the name's ending, whole or not at all.
///   errors   InvalidArgument   another ending; the file is `model`
///            Io                the file cannot be written
[[nodiscard]] Result<void> writePaper(const Paper& paper, const std::filesystem::path& file,
                                      const std::filesystem::path& model);

}  // namespace thimble
