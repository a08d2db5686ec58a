#pragma once

#include <functional>
#include <vector>

#include "core/cost/cost_data.h"
#include "tools/fit_cost/left_out.h"
#include "tools/fit_cost/measurements.h"

namespace thimble::cost {

/// Coefficients that are not negative and for which the relative errors of sums are least; large
/// errors count less (three rounds of reweighting), so that one odd operator moves nothing. The
/// same on every machine up to rounding.
///   `rows`      one row of terms per measurement
///   `measured`  above 0
[[nodiscard]] Terms fitTerms(const std::vector<Terms>& rows, const std::vector<double>& measured);

/// Instructions below which a count is noise: they come in steps of 40.
inline constexpr double kLeastInstructions = 500;

/// One entry per routine and library, in the order of routines(); no factors yet.
[[nodiscard]] std::vector<RoutineCost> fitRoutines(
    const std::vector<CountedOperator>& operators,
    const std::function<bool(const CountedOperator&)>& isUsed);

/// Every counted operator, estimated by coefficients fitted without its group of models.
[[nodiscard]] std::vector<LeftOut> leaveOutGroups(const std::vector<CountedOperator>& operators);

/// Sets the factors from what was left out.
void setFactors(std::vector<RoutineCost>& costs, const std::vector<LeftOut>& leftOut);

}  // namespace thimble::cost
