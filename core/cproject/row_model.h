#pragma once

#include <cstdint>
#include <memory>
#include <vector>

#include "core/base/result.h"
#include "core/cproject/emitter.h"
#include "core/interp/program.h"
#include "core/split/row_plan.h"

namespace thimble::cproject {

/// What an operator becomes: at once, or row by row.
struct RowCode {
    Emission whole;
    Emission row;   ///< where it has a rule for rows; Sum: takes in one row
    Emission mean;  ///< Sum: when all rows are in
    FoldedPadding padding;
    /// The operator as a model of one row, for the interpreter; null for windows and sums.
    std::shared_ptr<const interp::Program> oneRow;
    /// A slice: the operator with these channels alone, as a program of its own; null otherwise.
    std::shared_ptr<const interp::Program> slice;
    friend bool operator==(const RowCode&, const RowCode&) = default;
};

/// A model for planning by rows.
///
/// Operators that only give bytes another shape, and padding in front of convolutions, are no
/// operators here: the reader takes what they read.
struct RowModel {
    split::RowGraph graph;
    std::vector<RowCode> code;               ///< by operator of the graph
    std::vector<split::Part> parts;          ///< by operator of the graph: which slice it is
    std::vector<std::int32_t> tensorOf;      ///< by tensor of the model: the graph's; -1: none
    std::vector<std::int32_t> absorbed;      ///< operators of the model that vanish
    std::int32_t streamedInput = -1;         ///< position among the model's inputs; -1: none
    RowScratch scratch = RowScratch::Quick;  ///< of the kernels for rows
};

/// Operators in the order given. `emissions` are those of the whole operators. `streamInput`: the
/// application hands over the rows of the largest image among the inputs, where there is one.
[[nodiscard]] RowModel readRows(const interp::Program& program,
                                const std::vector<Emission>& emissions,
                                const std::vector<std::int32_t>& order, bool streamInput = false,
                                RowScratch scratch = RowScratch::Quick);

/// The model as a plan runs it: its graph and code for each operator of that, slices included.
///   errors   Unsupported   an operator that is not sliced after all
[[nodiscard]] Result<RowModel> modelOfPlan(const interp::Program& program, const RowModel& rows,
                                           const split::RowPlan& plan);

}  // namespace thimble::cproject
