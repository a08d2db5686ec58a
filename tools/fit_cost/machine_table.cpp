// From fitted rows to the entries that the program looks up.

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <map>

#include "tools/fit_cost/fit_machines.h"

namespace thimble::cost {

namespace {

/// How far boards of one core are apart beyond what two or three of them show: wait states of the
/// flash, caches and compilers differ.
constexpr double kBetweenBoards = 0.2;
/// A sibling's core or stack: nothing but its clock is known to be comparable.
constexpr double kScaled = 1.5;
constexpr double kFar = 2;

double combined(double a, double b) { return std::exp(std::hypot(std::log(a), std::log(b))); }

double factorOfPool(const std::vector<LeftOut>& leftOut, const std::string& pool) {
    std::vector<double> errors;
    for (const LeftOut& one : leftOut)
        if (one.pool == pool) errors.push_back(std::abs(std::log(one.estimate / one.measured)));
    return factorOf(std::move(errors));
}

/// The geometric mean of several boards.
MachineCost averaged(const std::vector<MachineCost>& rows) {
    MachineCost cost = rows.front();
    const auto count = static_cast<double>(rows.size());
    double base = 0, spread = 0, product = 0, squares = 0;
    for (const MachineCost& row : rows) {
        base += std::log(row.cyclesPer) / count;
        spread += std::log(row.spread) / count;
        product += std::log(row.product) / count;
    }
    for (const MachineCost& row : rows) {
        squares += std::pow(std::log(row.cyclesPer) - base, 2);
        cost.factor = std::max(cost.factor, row.factor);
    }
    cost.cyclesPer = std::exp(base);
    cost.spread = std::exp(spread);
    cost.product = std::exp(product);
    // Too few to be sure of how far apart they are; the square of kBetweenBoards counts for two.
    const double variance = (squares + 2 * kBetweenBoards * kBetweenBoards) / (count + 1);
    cost.factor = combined(cost.factor, std::exp(1.96 * std::sqrt(variance * (1 + 1 / count))));
    cost.chip.clear();
    cost.basis = Basis::Core;
    cost.source.clear();
    for (const MachineCost& row : rows)
        cost.source += (cost.source.empty() ? "" : "; ") + row.chip + ": " + row.source;
    return cost;
}

class Table {
public:
    void add(MachineCost cost) { m_entries.push_back(std::move(cost)); }

    [[nodiscard]] const MachineCost* find(const std::string& core, const std::string& stack) const {
        for (const MachineCost& cost : m_entries)
            if (cost.core == core && cost.stack == stack && cost.chip.empty()) return &cost;
        return nullptr;
    }

    /// `core` as `like`, `times` as many cycles. Nothing where it is measured, or `like` is not.
    void scale(const std::string& core, const std::string& stack, const MachineCost* like,
               double times, double factor, const std::string& why) {
        if (!like || find(core, stack)) return;
        MachineCost cost = *like;
        cost.core = core;
        cost.stack = stack;
        cost.cyclesPer *= times;
        cost.factor = combined(cost.factor, factor);
        cost.basis = Basis::Scaled;
        cost.source = fmt::format("{}; {}", why, like->source);
        add(std::move(cost));
    }

    [[nodiscard]] std::vector<MachineCost> sorted() && {
        std::ranges::sort(m_entries, {}, [](const MachineCost& cost) {
            return std::tuple(cost.core, cost.stack, cost.chip);
        });
        return std::move(m_entries);
    }

private:
    std::vector<MachineCost> m_entries;
};

/// Sends what is known of one core to others.
void addScaled(Table& table) {
    const std::string cmsis = "tflm-cmsis-nn", reference = "tflm-reference";
    const auto ratio = [&](const std::string& core, const std::string& like,
                           const std::string& stack) {
        const MachineCost *a = table.find(core, stack), *b = table.find(like, stack);
        return a && b ? a->cyclesPer / b->cyclesPer : 1;
    };
    // Without SIMD: as many times slower as Bosch HALE is.
    const double plain = ratio("cortex-m0+", "cortex-m4", "hale");
    const std::string m4 = "cortex-m4", m7 = "cortex-m7", m85 = "cortex-m85";
    table.scale("cortex-m0+", cmsis, table.find(m4, cmsis), plain, kScaled,
                "Cortex-M4, times what HALE needs more on a Cortex-M0+");
    table.scale("cortex-m0", cmsis, table.find("cortex-m0+", cmsis), 1, kScaled, "as Cortex-M0+");
    table.scale("cortex-m3", cmsis, table.find(m4, cmsis), std::sqrt(plain), kFar,
                "between Cortex-M4 and Cortex-M0+");
    table.scale(m85, cmsis, table.find(m85, "renesas"), 1, kScaled, "another stack on this core");
    table.scale("cortex-m55", cmsis, table.find(m85, cmsis), 1, kFar, "as Cortex-M85");
    for (const std::string& core : {m4, std::string("cortex-m33")})
        table.scale(core, reference, table.find(m7, reference), ratio(core, m7, cmsis), kFar,
                    "reference kernels on a Cortex-M7, times what CMSIS-NN needs more");
    // Without SIMD either, but also without the long multiplication that requantising needs.
    for (const char* core : {"cortex-m0", "cortex-m0+", "cortex-m3"})
        table.scale(core, reference, table.find(m4, reference), 1, kScaled, "as Cortex-M4");
    for (const char* core : {"cortex-m55", "cortex-m85"})
        table.scale(core, reference, table.find(m7, reference), 1, kFar,
                    "reference kernels on a Cortex-M7");
}

}  // namespace

std::vector<MachineCost> fitMachines(const Measurements& measurements,
                                     const std::vector<NetworkWork>& works,
                                     const std::vector<LeftOut>& leftOut) {
    const MachineFit fit(measurements, works, [](const Latency&) { return true; });
    Table table;
    std::map<std::pair<std::string, std::string>, std::vector<MachineCost>> alike;
    for (std::size_t row = 0; row < measurements.rows.size(); ++row) {
        MachineCost cost = fit.machine(row);
        cost.factor = factorOfPool(leftOut, poolOf(measurements, measurements.rows[row]));
        alike[{cost.core, cost.stack}].push_back(cost);
        table.add(std::move(cost));
    }
    for (const auto& [key, rows] : alike) table.add(averaged(rows));
    addScaled(table);
    return std::move(table).sorted();
}

std::vector<PowerCost> fitPowers(const Measurements& measurements) {
    // By chip: milliwatts of every network whose energy was reported. Which network runs makes
    // little difference.
    struct Chip {
        const MeasuredRow* row = nullptr;
        std::vector<double> logMilliwatts;
    };
    std::map<std::string, Chip> chips;
    for (const Latency& latency : measurements.latencies) {
        // A millisecond with one digit says little.
        if (latency.microjoules <= 0 || latency.milliseconds < 5) continue;
        const MeasuredRow& row = measurements.rows[latency.row];
        chips[row.chip].row = &row;
        chips[row.chip].logMilliwatts.push_back(
            std::log(latency.microjoules / latency.milliseconds));
    }
    std::vector<PowerCost> powers;
    std::map<std::string, std::vector<double>> cores;  // log of mW per MHz
    for (const auto& [name, chip] : chips) {
        double mean = 0, squares = 0;
        const auto count = static_cast<double>(chip.logMilliwatts.size());
        for (const double value : chip.logMilliwatts) mean += value / count;
        for (const double value : chip.logMilliwatts) squares += std::pow(value - mean, 2);
        const double deviation = std::sqrt(squares / std::max(count - 1, 1.0));
        powers.push_back({chip.row->core, name, std::exp(mean), chip.row->megahertz,
                          std::max(std::exp(2 * deviation), 1.05), chip.row->source});
        cores[chip.row->core].push_back(mean - std::log(chip.row->megahertz));
    }
    for (const auto& [core, values] : cores) {
        const auto [least, most] = std::ranges::minmax(values);
        const double mean = (least + most) / 2;
        // Boards of one core are far apart: supply, process, and what else is switched on.
        powers.push_back({core, "", std::exp(mean) * 100, 100,
                          std::exp((most - least) / 2) * kScaled,
                          "measured boards with this core, in proportion to the clock"});
    }
    std::ranges::sort(powers, {},
                      [](const PowerCost& cost) { return std::tuple(cost.core, cost.chip); });
    return powers;
}

}  // namespace thimble::cost
