#pragma once

#include <string>
#include <vector>

namespace thimble::cost {

/// A measurement beside its estimate from a fit that has not seen it.
struct LeftOut {
    std::string group;  ///< how errors are reported: "tinyengine"
    std::string pool;   ///< whose errors say how wide an interval is
    std::string unit;   ///< what was left out with it; intervals do not see its errors either
    std::string label;
    double measured = 0;
    double estimate = 0;
    double factor = 1;  ///< the interval: estimate / factor to estimate * factor

    [[nodiscard]] double error() const;  ///< |estimate / measured - 1|
    [[nodiscard]] bool isInside() const;
};

/// A factor that 19 of 20 errors stay below, by the errors at hand; more where they are few.
///   `logErrors`   |log(estimate / measured)|
[[nodiscard]] double factorOf(std::vector<double> logErrors);

/// Gives each an interval from the errors of the same pool without its unit; where those are fewer
/// than `least`, of all pools.
void setIntervals(std::vector<LeftOut>& all, std::size_t least);

struct Summary {
    std::string group;
    std::size_t count = 0;
    double median = 0;  ///< of errors
    double worst = 0;
    std::string worstLabel;
    double inside = 0;  ///< share inside the interval
};

/// One per group, in order of appearance.
[[nodiscard]] std::vector<Summary> summaries(const std::vector<LeftOut>& all);

}  // namespace thimble::cost
