#pragma once

#include "core/schedule/order_problem.h"
#include "core/tflm/device_memory.h"

namespace thimble {

/// The same question as `problem`, asked about TFLM's head instead of the working set: tensors of
/// subgraph `s` rounded up to 16 bytes, and while an operator runs also its scratch and the most
/// that the subgraphs it calls have alive. The peak of the best order is below every head that any
/// order of this subgraph's operators can have.
/// `device` is what TFLM does with the model whose operators `problem` lists.
[[nodiscard]] OrderProblem headProblem(const OrderProblem& problem, std::size_t s,
                                       const tflm::DeviceMemory& device);

/// A bound for every order, also where outputs take over inputs' bytes: the most that one operator
/// of subgraph `s` needs for its own operands, those that may share counted once. Weaker than the
/// best order of `head`, the subgraph's head problem, which is no bound for such plans.
[[nodiscard]] Bytes inPlaceBoundOfAnyOrder(const Model& model, std::size_t s,
                                           const OrderProblem& head, tflm::Target target);

}  // namespace thimble
