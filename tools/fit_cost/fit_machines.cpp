#include "tools/fit_cost/fit_machines.h"

#include <fmt/format.h>

#include <Eigen/Dense>
#include <algorithm>
#include <cmath>

namespace thimble::cost {

namespace {

// Standard deviations in logarithms, set beforehand by what is plausible and not by what fits best:
// times of a family of stacks, and of one row beyond its family; a network beyond its instructions,
// and on one family beyond that; a measurement. Errors beyond 1.5 of the last count less.
constexpr double kBase = 3;
constexpr double kFamily = 0.5;
constexpr double kRow = 0.15;
constexpr double kNetwork = 0.15;
constexpr double kNetworkOnFamily = 0.1;
constexpr double kNoise = 0.05;

constexpr std::size_t kRounds = 12;

std::string base(const MeasuredRow& row) { return "base of " + row.name; }
std::string timesOfFamily(const MeasuredRow& row, std::size_t workClass) {
    return fmt::format("class {} of family {}", workClass, row.family);
}
std::string timesOfRow(const MeasuredRow& row, std::size_t workClass) {
    return fmt::format("class {} of {}", workClass, row.name);
}
std::string effect(const Network& network) { return "network " + network.name; }
std::string effectOnFamily(const Network& network, const MeasuredRow& row) {
    return fmt::format("network {} on {}", network.name, row.family);
}

const std::array<double, kWorkClasses>& millions(const NetworkWork& work, const MeasuredRow& row) {
    return work.millions[static_cast<std::size_t>(row.isReference ? Kernels::Reference
                                                                  : Kernels::CmsisNn)];
}

}  // namespace

std::size_t MachineFit::position(const std::string& name, double deviation) {
    const auto found = std::ranges::find(m_names, name);
    if (found != m_names.end()) return static_cast<std::size_t>(found - m_names.begin());
    m_names.push_back(name);
    m_deviations.push_back(deviation);
    m_values.push_back(0);
    return m_names.size() - 1;
}

double MachineFit::valueOf(const std::string& name) const {
    const auto found = std::ranges::find(m_names, name);
    return found == m_names.end() ? 0 : m_values[static_cast<std::size_t>(found - m_names.begin())];
}

double MachineFit::times(std::size_t row, std::size_t workClass) const {
    if (workClass == 0) return 1;
    const MeasuredRow& measured = m_measurements.rows[row];
    return std::exp(valueOf(timesOfFamily(measured, workClass)) +
                    valueOf(timesOfRow(measured, workClass)));
}

double MachineFit::cycles(std::size_t row, std::size_t network) const {
    const MeasuredRow& measured = m_measurements.rows[row];
    const Network& of = m_measurements.networks[network];
    double sum = 0;
    for (std::size_t c = 0; c < kWorkClasses; ++c)
        sum += millions(m_works[network], measured)[c] * times(row, c);
    return sum * std::exp(valueOf(base(measured)) + valueOf(effect(of)) +
                          valueOf(effectOnFamily(of, measured)));
}

MachineFit::MachineFit(const Measurements& measurements, const std::vector<NetworkWork>& works,
                       const std::function<bool(const Latency&)>& isUsed)
    : m_measurements(measurements), m_works(works) {
    struct Point {
        const Latency* latency;
        std::size_t base, network, networkOnFamily;
        std::array<std::size_t, kWorkClasses> family, row;  // nothing for the first class
    };
    std::vector<Point> points;
    for (const Latency& latency : measurements.latencies) {
        if (!isUsed(latency)) continue;
        const MeasuredRow& row = measurements.rows[latency.row];
        const Network& network = measurements.networks[latency.network];
        Point point{&latency,
                    position(base(row), kBase),
                    position(effect(network), kNetwork),
                    position(effectOnFamily(network, row), kNetworkOnFamily),
                    {},
                    {}};
        for (std::size_t c = 1; c < kWorkClasses; ++c) {
            point.family[c] = position(timesOfFamily(row, c), kFamily);
            point.row[c] = position(timesOfRow(row, c), kRow);
        }
        points.push_back(point);
    }
    const auto size = static_cast<Eigen::Index>(m_names.size());
    for (std::size_t round = 0; round < kRounds; ++round) {
        Eigen::MatrixXd matrix = Eigen::MatrixXd::Zero(size, size);
        Eigen::VectorXd right(size);
        for (Eigen::Index i = 0; i < size; ++i) {
            const double deviation = m_deviations[static_cast<std::size_t>(i)];
            matrix(i, i) = 1 / (deviation * deviation);
            right(i) = -m_values[static_cast<std::size_t>(i)] * matrix(i, i);
        }
        for (const Point& point : points) {
            const Latency& latency = *point.latency;
            const MeasuredRow& row = measurements.rows[latency.row];
            const double estimate = cycles(latency.row, latency.network);
            const double error = std::log(latency.milliseconds * row.megahertz / 1000 / estimate);
            std::vector<std::pair<std::size_t, double>> slopes = {
                {point.base, 1}, {point.network, 1}, {point.networkOnFamily, 1}};
            double all = 0;
            std::array<double, kWorkClasses> parts{};
            for (std::size_t c = 0; c < kWorkClasses; ++c)
                all += parts[c] = millions(works[latency.network], row)[c] * times(latency.row, c);
            for (std::size_t c = 1; c < kWorkClasses; ++c) {
                slopes.emplace_back(point.family[c], parts[c] / all);
                slopes.emplace_back(point.row[c], parts[c] / all);
            }
            const double weight =
                1 / (kNoise * kNoise) / std::max(1.0, std::abs(error) / (1.5 * kNoise));
            for (const auto& [i, a] : slopes) {
                right(static_cast<Eigen::Index>(i)) += weight * a * error;
                for (const auto& [j, b] : slopes)
                    matrix(static_cast<Eigen::Index>(i), static_cast<Eigen::Index>(j)) +=
                        weight * a * b;
            }
        }
        const Eigen::VectorXd step = matrix.ldlt().solve(right);
        for (Eigen::Index i = 0; i < size; ++i) m_values[static_cast<std::size_t>(i)] += step(i);
        if (step.cwiseAbs().maxCoeff() < 1e-9) break;
    }
}

MachineCost MachineFit::machine(std::size_t row) const {
    const MeasuredRow& measured = m_measurements.rows[row];
    MachineCost cost;
    cost.core = measured.core;
    cost.chip = measured.chip;
    cost.stack = measured.stack;
    cost.kernels = measured.isReference ? Kernels::Reference : Kernels::CmsisNn;
    cost.cyclesPer = std::exp(valueOf(base(measured)));
    cost.spread = times(row, static_cast<std::size_t>(WorkClass::Spread));
    cost.product = times(row, static_cast<std::size_t>(WorkClass::Product));
    cost.basis = Basis::Chip;
    cost.source = measured.source;
    return cost;
}

std::string poolOf(const Measurements& measurements, const MeasuredRow& row) {
    constexpr std::ptrdiff_t kOften = 12;
    const auto count = std::ranges::count_if(measurements.latencies, [&](const Latency& latency) {
        return measurements.rows[latency.row].family == row.family;
    });
    return count >= kOften ? row.family : "families measured little";
}

namespace {

LeftOut leftOutOf(const Measurements& measurements, const Latency& latency, const MachineFit& fit) {
    const MeasuredRow& row = measurements.rows[latency.row];
    LeftOut one;
    one.group = latency.group;
    one.pool = poolOf(measurements, row);
    one.label = fmt::format("{}: {}", row.name, measurements.networks[latency.network].name);
    one.measured = latency.milliseconds;
    one.estimate = fit.cycles(latency.row, latency.network) / row.megahertz * 1000;
    return one;
}

}  // namespace

std::vector<LeftOut> leaveOutValues(const Measurements& measurements,
                                    const std::vector<NetworkWork>& works) {
    std::vector<LeftOut> result;
    for (const Latency& latency : measurements.latencies) {
        const MachineFit fit(measurements, works,
                             [&](const Latency& other) { return &other != &latency; });
        result.push_back(leftOutOf(measurements, latency, fit));
        result.back().unit = result.back().label;
    }
    return result;
}

std::vector<LeftOut> leaveOutNetworks(const Measurements& measurements,
                                      const std::vector<NetworkWork>& works) {
    std::vector<LeftOut> result;
    for (std::size_t network = 0; network < measurements.networks.size(); ++network) {
        const MachineFit fit(measurements, works,
                             [&](const Latency& other) { return other.network != network; });
        for (const Latency& latency : measurements.latencies) {
            if (latency.network != network) continue;
            result.push_back(leftOutOf(measurements, latency, fit));
            result.back().unit = measurements.networks[network].name;
        }
    }
    return result;
}

}  // namespace thimble::cost
