#pragma once

#include <span>
#include <string_view>

#include "core/base/search.h"
#include "core/schedule/schedule.h"

namespace thimble {

/// A way to order operators. All have one signature, so they can be swapped.
struct Scheduler {
    std::string_view name;         ///< as options spell it
    std::string_view description;  ///< for people
    bool exact = false;            ///< proves its answer unless it is stopped
    SearchResult<Schedule> (*run)(const OrderProblem&, const SearchLimits&, const SearchControl&);
};

/// All there are. The lower bound of a heuristic is true as well; its reason is Proven where the
/// order happens to reach it, otherwise Limit.
[[nodiscard]] std::span<const Scheduler> schedulers();

/// Null for a name that no scheduler has.
[[nodiscard]] const Scheduler* findScheduler(std::string_view name);

}  // namespace thimble
