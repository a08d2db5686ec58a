#pragma once

#include <array>
#include <functional>
#include <vector>

#include "core/cost/cost_data.h"
#include "tools/fit_cost/left_out.h"
#include "tools/fit_cost/measurements.h"

namespace thimble::cost {

// From instructions to the cycles of whole networks. The time of a network on a board with a stack
// ("row") is taken for
//     cycles = base(row) * sum over classes of work: instructions * times(row, class)
// where the class Convolution has times 1. In logarithms, a row's two times are those of its family
// of stacks and a deviation; and a network may be faster or slower than its instructions say, on
// all boards and on a family's. What is known of these before any measurement: that they are near
// 0, with the deviations below. The fit is the most probable set of numbers (Gauss-Newton).

/// Instructions by class of work, in millions: by Kernels.
struct NetworkWork {
    std::array<std::array<double, kWorkClasses>, 2> millions{};
};

/// Of every network: summed over its operators, or drawn through those of its backbone.
[[nodiscard]] std::vector<NetworkWork> networkWorks(const std::vector<Network>& networks,
                                                    const CostData& routines);

class MachineFit {
public:
    /// Fits the latencies for which `isUsed`.
    MachineFit(const Measurements& measurements, const std::vector<NetworkWork>& works,
               const std::function<bool(const Latency&)>& isUsed);

    /// Millions of cycles, with what the fit knows of this network.
    [[nodiscard]] double cycles(std::size_t row, std::size_t network) const;

    /// Base and times of a row, as a stranger's network meets them.
    [[nodiscard]] MachineCost machine(std::size_t row) const;

private:
    [[nodiscard]] std::size_t position(const std::string& name, double deviation);
    [[nodiscard]] double valueOf(const std::string& name) const;
    [[nodiscard]] double times(std::size_t row, std::size_t workClass) const;

    const Measurements& m_measurements;
    const std::vector<NetworkWork>& m_works;
    std::vector<std::string> m_names;
    std::vector<double> m_deviations;
    std::vector<double> m_values;
};

/// Whose errors say how wide a row's intervals are: its family's where that was measured often,
/// else those of all families that were not.
[[nodiscard]] std::string poolOf(const Measurements& measurements, const MeasuredRow& row);

/// Each latency estimated by a fit without it; the network's times on other boards stay in.
[[nodiscard]] std::vector<LeftOut> leaveOutValues(const Measurements& measurements,
                                                  const std::vector<NetworkWork>& works);
/// Each latency estimated by a fit without its network on any board: a stranger's network.
[[nodiscard]] std::vector<LeftOut> leaveOutNetworks(const Measurements& measurements,
                                                    const std::vector<NetworkWork>& works);

/// Entries for every measured chip, for cores, and scaled ones for siblings.
[[nodiscard]] std::vector<MachineCost> fitMachines(const Measurements& measurements,
                                                   const std::vector<NetworkWork>& works,
                                                   const std::vector<LeftOut>& leftOut);

/// Active power, where energy was reported.
[[nodiscard]] std::vector<PowerCost> fitPowers(const Measurements& measurements);

}  // namespace thimble::cost
