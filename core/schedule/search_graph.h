#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "core/base/units.h"
#include "core/schedule/order_problem.h"

namespace thimble {

/// A tensor as a search sees it: alive from the first operator that touches it to the last. Who
/// writes and who reads is left to the precedence, so the same graph can be run backwards.
struct SearchTensor {
    Bytes bytes = 0;
    std::vector<std::int32_t> touchers;  ///< ascending, each once
    bool aliveBefore = false;            ///< from the start
    bool aliveAfter = false;             ///< to the end
    std::int32_t origin = 0;             ///< the tensor of the problem
};

struct SearchOperator {
    std::vector<std::int32_t> before;   ///< operators that must have run; ascending, each once
    std::vector<std::int32_t> after;    ///< operators that wait for this one
    std::vector<std::int32_t> tensors;  ///< touched
    Bytes scratchBytes = 0;
    std::int32_t origin = 0;  ///< the operator of the problem
};

struct SearchGraph {
    std::vector<SearchOperator> operators;
    std::vector<SearchTensor> tensors;  ///< only those that take bytes
    Bytes carriedBytes = 0;             ///< alive all the time without being touched
};

/// The whole problem. Cycles are kept: `firstListedOrder` is how to find them.
[[nodiscard]] SearchGraph searchGraph(const OrderProblem& problem);

/// The same question from the end: an order of one is the other's order backwards, with the same
/// bytes in each step.
[[nodiscard]] SearchGraph backwards(const SearchGraph& graph);

/// The graph cut where `order` reaches the positions `ends`, rising, the last its length: between
/// two of them stand the operators of one part, those that ran before are in earlier parts. The
/// operators of a part are in the order's order.
[[nodiscard]] std::vector<SearchGraph> cutGraph(const SearchGraph& graph,
                                                std::span<const std::int32_t> order,
                                                std::span<const std::size_t> ends);

/// In each step the first listed operator that can run. Shorter than the graph where a cycle keeps
/// operators from running.
[[nodiscard]] std::vector<std::int32_t> firstListedOrder(const SearchGraph& graph);

/// The most bytes alive in a step of `order`, a permutation that keeps the precedence.
[[nodiscard]] Bytes peakOf(const SearchGraph& graph, std::span<const std::int32_t> order);

}  // namespace thimble
