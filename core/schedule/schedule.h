#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "core/base/units.h"
#include "core/schedule/order_problem.h"

namespace thimble {

/// An order of the operators and what it costs.
struct Schedule {
    std::vector<std::int32_t> order;     ///< a permutation of the operators
    Bytes peakBytes = 0;                 ///< the most of `workingSetBytes`; 0 without operators
    std::vector<Bytes> workingSetBytes;  ///< while each step runs: tensors and scratch
    friend bool operator==(const Schedule&, const Schedule&) = default;
};

/// The costs of an order. `order` is a permutation that keeps data flow and precedence.
///   cost     linear
[[nodiscard]] Schedule scheduleOf(const OrderProblem& problem, std::vector<std::int32_t> order);

/// The operators as they are listed. Where the list itself is out of order, each waits until it can
/// run, and of those that can the first listed runs.
[[nodiscard]] Schedule orderAsWritten(const OrderProblem& problem);

/// Every way the schedule is wrong, in words; empty means valid. Quadratic, and short enough to
/// believe: it shares no code with what computes schedules.
[[nodiscard]] std::vector<std::string> checkSchedule(const OrderProblem& problem,
                                                     const Schedule& schedule);

}  // namespace thimble
