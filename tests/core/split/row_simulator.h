#pragma once

#include <string>
#include <vector>

#include "core/split/row_placement.h"

namespace thimble::split::test {

/// Runs the tasks on values: every row's bytes are made from the values of the rows that its maker
/// reads, and every reader compares all of them with what running operator by operator in memory
/// without end gives. A kernel is as unkind as its rules permit: it spoils its output, its sums and
/// its scratch before it reads, unless a rule says that a row may be overwritten: such rows it
/// reads first. The second opinion on checkRows, which follows names and knows no values.
///   result   the first thing that goes wrong, in words; empty means that all is well
[[nodiscard]] std::string runRows(const RowGraph& graph, const RowPieces& pieces,
                                  const std::vector<RowTask>& tasks, const RowPlacement& placement);

}  // namespace thimble::split::test
