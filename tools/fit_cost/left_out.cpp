#include "tools/fit_cost/left_out.h"

#include <algorithm>
#include <cmath>

namespace thimble::cost {

namespace {

double logError(const LeftOut& one) { return std::abs(std::log(one.estimate / one.measured)); }

/// Another compiler moves counts by this much: what is closer is so by chance.
constexpr double kLeastFactor = 1.05;
/// For what nothing at all is known of.
constexpr double kUnknownFactor = 4;

}  // namespace

double LeftOut::error() const { return std::abs(estimate / measured - 1); }

bool LeftOut::isInside() const {
    return measured >= estimate / factor && measured <= estimate * factor;
}

double factorOf(std::vector<double> logErrors) {
    if (logErrors.empty()) return kUnknownFactor;
    std::ranges::sort(logErrors);
    const auto count = static_cast<double>(logErrors.size());
    const double rank = std::ceil(0.95 * (count + 1));
    // With fewer than 19 errors the worst of them is not the worst there is.
    const double more = rank > count ? 1.25 : 1;
    const auto at = static_cast<std::size_t>(std::min(rank, count)) - 1;
    return std::max(std::exp(logErrors[at] * more), kLeastFactor);
}

void setIntervals(std::vector<LeftOut>& all, std::size_t least) {
    for (LeftOut& one : all) {
        std::vector<double> own, any;
        for (const LeftOut& other : all) {
            if (other.unit == one.unit) continue;
            any.push_back(logError(other));
            if (other.pool == one.pool) own.push_back(logError(other));
        }
        one.factor = factorOf(own.size() >= least ? own : any);
    }
}

std::vector<Summary> summaries(const std::vector<LeftOut>& all) {
    std::vector<Summary> result;
    for (const LeftOut& one : all)
        if (std::ranges::find(result, one.group, &Summary::group) == result.end())
            result.push_back({.group = one.group});
    for (Summary& summary : result) {
        std::vector<double> errors;
        std::size_t inside = 0;
        for (const LeftOut& one : all) {
            if (one.group != summary.group) continue;
            errors.push_back(one.error());
            inside += one.isInside() ? 1 : 0;
            if (errors.back() >= summary.worst) {
                summary.worst = errors.back();
                summary.worstLabel = one.label;
            }
        }
        std::ranges::sort(errors);
        summary.count = errors.size();
        const std::size_t middle = errors.size() / 2;
        summary.median =
            errors.size() % 2 == 1 ? errors[middle] : (errors[middle - 1] + errors[middle]) / 2;
        summary.inside = static_cast<double>(inside) / static_cast<double>(errors.size());
    }
    return result;
}

}  // namespace thimble::cost
