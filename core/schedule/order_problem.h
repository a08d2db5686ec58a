#pragma once

#include <cstdint>
#include <vector>

#include "core/base/result.h"
#include "core/base/units.h"
#include "core/graph/graph.h"

namespace thimble {

struct OrderOperator {
    std::vector<std::int32_t> inputs;   ///< tensors; one may occur several times
    std::vector<std::int32_t> outputs;  ///< tensors; may be none
    Bytes scratchBytes = 0;             ///< taken while it runs
    friend bool operator==(const OrderOperator&, const OrderOperator&) = default;
};

/// One operator must run before another although no tensor says so.
struct Precedence {
    std::int32_t first = 0;
    std::int32_t second = 0;
    friend bool operator==(const Precedence&, const Precedence&) = default;
};

/// Operators that may run in any order that keeps the data flow, and the bytes this costs.
///
/// A tensor is alive from the operator that writes it to the last one that reads it; an input of
/// the graph from the very start, an output to the very end. What nobody reads is alive while it
/// is written; an input that nobody reads, and that is no output, takes nothing; nor does a tensor
/// that is neither written nor an input (a constant).
struct OrderProblem {
    std::vector<Bytes> bytes;              ///< per tensor, unaligned
    std::vector<OrderOperator> operators;  ///< as written; any order that has no cycle
    std::vector<std::int32_t> inputs;      ///< of the graph
    std::vector<std::int32_t> outputs;
    std::vector<Precedence> after;
    friend bool operator==(const OrderProblem&, const OrderProblem&) = default;
};

/// Sizes are not negative and add up to at most 2^62, positions are in range, each tensor has one
/// writer at most (none if it is an input), and there is no cycle. What every function of this
/// folder asks of a problem.
///   errors   InvalidArgument   names the operator or the tensor
[[nodiscard]] Result<void> checkOrderProblem(const OrderProblem& problem);

/// What may be reordered in a subgraph. Sizes and live ranges are those of `workingSet`. Besides
/// the data flow it keeps, in the order of the file:
///   - CALL_ONCE before all that follows it;
///   - operators that touch one variable tensor (SVDF, LSTM);
///   - READ_VARIABLE and ASSIGN_VARIABLE of one variable, by the name of its VAR_HANDLE; where a
///     handle comes from elsewhere, it may be any variable;
///   - whatever may have an effect that the file does not show (custom and unknown operators, those
///     without outputs, those that run subgraphs, random numbers, hash tables): among themselves
///     and with READ_VARIABLE and ASSIGN_VARIABLE;
///   - where a tensor is written twice, or read before it is written: all that touch it.
/// The order as written is always allowed.
[[nodiscard]] OrderProblem orderProblem(const SubgraphGraph& graph);

}  // namespace thimble
