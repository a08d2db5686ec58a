#include "core/cost/estimate.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <set>

#include "core/model/names.h"

namespace thimble::cost {

namespace {

Range within(double value, double factor) { return {value / factor, value, value * factor}; }

/// Two sources of error that know nothing of each other: their logarithms add up as squares.
double combined(double a, double b) { return std::exp(std::hypot(std::log(a), std::log(b))); }

double timesOf(const MachineCost& machine, WorkClass workClass) {
    switch (workClass) {
        case WorkClass::Convolution: return machine.cyclesPer;
        case WorkClass::Spread: return machine.cyclesPer * machine.spread;
        case WorkClass::Product: return machine.cyclesPer * machine.product;
    }
    return machine.cyclesPer;
}

/// With and without floating point makes no difference to integer kernels.
std::string_view family(std::string_view core) {
    return core == "cortex-m4f" ? std::string_view("cortex-m4") : core;
}

template <typename Cost>
bool fits(const Cost& cost, const Machine& machine) {
    return cost.core == family(machine.core) &&
           std::string_view(machine.chip).substr(0, cost.chip.size()) == cost.chip;
}

/// The entry that names the most of the chip.
template <typename Cost, typename Also>
const Cost* best(const std::vector<Cost>& costs, const Machine& machine, Also also) {
    const Cost* found = nullptr;
    for (const Cost& cost : costs)
        if (fits(cost, machine) && also(cost) && (!found || cost.chip.size() > found->chip.size()))
            found = &cost;
    return found;
}

struct Power {
    Range milliwatts;
    std::string source;
};

Power powerOf(const CostData& data, const Machine& machine) {
    // A board's figure is somebody's typical one; measured boards of one kind differ by less.
    constexpr double kStated = 1.15;
    if (machine.activeMilliwatts > 0) {
        const double at = machine.activeMilliwattsClockHz;
        const double scale = at > 0 ? machine.clockHz / at : 1;
        return {within(machine.activeMilliwatts * scale, kStated), "the board's active power"};
    }
    const PowerCost* power = powerCost(data, machine);
    if (!power) return {};
    const double scale = machine.clockHz / (power->megahertz * 1e6);
    return {within(power->milliwatts * scale, power->factor), power->source};
}

}  // namespace

std::string_view stackOf(bool isCmsis) { return isCmsis ? "tflm-cmsis-nn" : "tflm-reference"; }

std::vector<std::string> stacksFor(const CostData& data, std::string_view core) {
    std::set<std::string> stacks;
    for (const MachineCost& cost : data.machines)
        if (cost.core == family(core)) stacks.insert(cost.stack);
    return {stacks.begin(), stacks.end()};
}

const MachineCost* machineCost(const CostData& data, const Machine& machine) {
    return best(data.machines, machine,
                [&](const MachineCost& cost) { return cost.stack == machine.stack; });
}

const PowerCost* powerCost(const CostData& data, const Machine& machine) {
    return best(data.powers, machine, [](const PowerCost&) { return true; });
}

bool isCostKnown(const OperatorWork& work) {
    switch (work.code) {
        case BuiltinOperator::If:
        case BuiltinOperator::While:
        case BuiltinOperator::CallOnce: return false;
        case BuiltinOperator::Custom: return work.custom.starts_with("Signal");
        default: return work.code >= BuiltinOperator::Add;
    }
}

Range instructions(const CostData& data, const OperatorWork& work, Kernels kernels) {
    const RoutineCost* cost = data.routine(routines()[routineOf(work, kernels)].name, kernels);
    Terms terms = routines()[routineOf(work, kernels)].count(work);
    if (!cost || cost->operators == 0) {
        const Routine& other = routines()[standInFor(work)];
        cost = data.routine(other.name, kernels);
        terms = other.count(work);
    }
    if (!cost) return {};
    double sum = 0;
    for (std::size_t i = 0; i < kMostTerms; ++i) sum += cost->perTerm[i] * terms[i];
    return within(sum, cost->factor);
}

Result<CostEstimate> estimateCost(const Model& model, const Machine& machine,
                                  const CostData& data) {
    if (!(machine.clockHz > 0))
        return fail(ErrorCode::InvalidArgument, "a clock above 0 Hz is needed to tell the time");
    const MachineCost* cost = machineCost(data, machine);
    if (!cost)
        return fail(ErrorCode::Unsupported,
                    fmt::format("nothing was measured on {} with {}, or on a core like it: no "
                                "estimate of its time",
                                machine.core, machine.stack));
    CostEstimate estimate;
    estimate.basis = cost->basis;
    estimate.machineSource = cost->source;
    const Power power = powerOf(data, machine);
    estimate.milliwatts = power.milliwatts;
    estimate.powerSource = power.source;
    const double powerFactor =
        power.milliwatts.value > 0 ? power.milliwatts.high / power.milliwatts.value : 1;
    const double microsecond = 1e6 / machine.clockHz;
    // mW times us is nJ.
    const auto energy = [&](const Range& us, double factor) {
        return within(us.value * power.milliwatts.value / 1000, combined(factor, powerFactor));
    };

    const Subgraph& subgraph = model.subgraphs.at(0);
    for (std::size_t i = 0; i < subgraph.operators.size(); ++i) {
        const OperatorWork work = operatorWork(model, subgraph, subgraph.operators[i]);
        const Routine& routine = routines()[routineOf(work, cost->kernels)];
        OperatorCost row;
        row.index = static_cast<std::int32_t>(i);
        row.name = operatorName(model, subgraph.operators[i]);
        row.routine = routine.name;
        row.known = isCostKnown(work);
        if (row.known) {
            row.instructions = instructions(data, work, cost->kernels);
            const double own =
                row.instructions.value > 0 ? row.instructions.high / row.instructions.value : 1;
            const double factor = combined(own, cost->factor);
            row.cycles = within(row.instructions.value * timesOf(*cost, routine.workClass), factor);
            row.microseconds = row.cycles.times(microsecond);
            row.microjoules = energy(row.microseconds, factor);
            estimate.cycles.value += row.cycles.value;
        } else {
            ++estimate.unknownOperators;
        }
        estimate.operators.push_back(std::move(row));
    }
    estimate.cycles = within(estimate.cycles.value, cost->factor);
    estimate.microseconds = estimate.cycles.times(microsecond);
    estimate.microjoules = energy(estimate.microseconds, cost->factor);
    return estimate;
}

}  // namespace thimble::cost
