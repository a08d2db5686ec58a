#pragma once

#include <vector>

#include "core/cproject/c_text.h"
#include "core/split/row_order.h"

namespace thimble::cproject {

// What model.c has for running by rows (Project::rows).

/// By operator of the graph; one whose rows lie beside every window has no task.
[[nodiscard]] std::vector<bool> operatorsThatRun(const split::RowGraph& graph,
                                                 const std::vector<split::RowTask>& tasks);

/// Where rows lie, the order of the tasks, and a function for each segment that runs by rows.
[[nodiscard]] Text rowFunctions(const Project& project);

/// The body of model_invoke.
[[nodiscard]] Text rowSteps(const Project& project);

/// For a streamed input instead: its sizes, for model.h; model_push_rows, which begins as
/// model_invoke would, and model_rows_left.
[[nodiscard]] Text streamedSizes(const Project& project);
[[nodiscard]] Text pushRows(const Project& project, const Text& begin);

}  // namespace thimble::cproject
