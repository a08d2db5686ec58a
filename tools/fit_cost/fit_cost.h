#pragma once

#include "tools/fit_cost/fit_machines.h"
#include "tools/fit_cost/fit_routines.h"

namespace thimble::cost {

/// All that is learned, and how well it would have guessed what it had not seen.
struct FittedCost {
    CostData data;
    std::vector<LeftOut> operators;  ///< per operator; a group of models left out
    std::vector<LeftOut> values;     ///< whole networks; one value left out
    std::vector<LeftOut> networks;   ///< whole networks; the network left out on all boards
};

[[nodiscard]] FittedCost fitCost(const Measurements& measurements);

}  // namespace thimble::cost
