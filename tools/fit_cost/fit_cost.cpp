#include "tools/fit_cost/fit_cost.h"

namespace thimble::cost {

FittedCost fitCost(const Measurements& measurements) {
    FittedCost fitted;
    fitted.operators = leaveOutGroups(measurements.operators);
    setIntervals(fitted.operators, 1);
    fitted.data.routines =
        fitRoutines(measurements.operators, [](const CountedOperator&) { return true; });
    setFactors(fitted.data.routines, fitted.operators);

    const std::vector<NetworkWork> works = networkWorks(measurements.networks, fitted.data);
    constexpr std::size_t kLeast = 12;
    fitted.values = leaveOutValues(measurements, works);
    setIntervals(fitted.values, kLeast);
    fitted.networks = leaveOutNetworks(measurements, works);
    setIntervals(fitted.networks, kLeast);
    fitted.data.machines = fitMachines(measurements, works, fitted.networks);
    fitted.data.powers = fitPowers(measurements);
    return fitted;
}

}  // namespace thimble::cost
