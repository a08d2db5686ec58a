#pragma once

#include <cstdint>
#include <vector>

#include "core/base/interval.h"
#include "core/report/report.h"

namespace thimble {

/// Steps in a row that belong to one subgraph other than the first.
struct CalledSteps {
    std::uint32_t subgraph = 0;
    LiveRange steps;
    friend bool operator==(const CalledSteps&, const CalledSteps&) = default;
};

/// Where in Report::steps operators run called subgraphs, in order: pictures bracket these steps,
/// for their operators have numbers of their own.
[[nodiscard]] std::vector<CalledSteps> calledSteps(const Report& report);

}  // namespace thimble
