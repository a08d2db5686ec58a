#pragma once

#include <span>

#include "core/base/result.h"
#include "core/schedule/order_problem.h"

namespace thimble {

/// Reads a bare graph:
///
///     {"tensors": [bytes, ...], "operators": [{"inputs": [t, ...], "outputs": [t, ...]}, ...],
///      "inputs": [t, ...], "outputs": [t, ...]}
///
/// The result passes checkOrderProblem. An operator may have "scratch": bytes, and the graph
/// "after": [[first, second], ...] for operators that must run one after the other; other keys are
/// not looked at.
///   errors   InvalidFile   not JSON, not this form, not a graph, or more than
///                         32,768 operators: names the place
[[nodiscard]] Result<OrderProblem> readOrderJson(std::span<const std::byte> text);

}  // namespace thimble
