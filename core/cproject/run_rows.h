#pragma once

#include <cstddef>
#include <memory>
#include <optional>
#include <stop_token>
#include <string>
#include <vector>

#include "core/base/result.h"
#include "core/cproject/row_model.h"
#include "core/split/row_plan.h"

namespace thimble::cproject {

/// Runs a model by rows as planned, with the interpreter's kernels: task by task, in an arena of
/// the planned size in which everything lies where the plan says. What the C project will do, by
/// other means: its outputs, to the last bit.
///   inputs   one for each input of the model
///   returns  one for each output
///   errors   Unsupported   operators that keep something between invocations
///            as prepareProgram, Frame::invoke
[[nodiscard]] Result<std::vector<std::vector<std::byte>>> runRows(
    const interp::Program& program, const RowModel& rows, const split::RowPlan& plan,
    const std::vector<std::vector<std::byte>>& inputs, const std::stop_token& stop = {});

/// Whether the plan gives what the whole model gives, for inputs drawn with seeds 1 to `runs`.
/// Nothing: it does.
///   errors   as runRows
[[nodiscard]] Result<std::optional<std::string>> firstDifference(
    const std::shared_ptr<const interp::Program>& program, const RowModel& rows,
    const split::RowPlan& plan, int runs, const std::stop_token& stop = {});

}  // namespace thimble::cproject
