#include "tools/fit_cost/fit_routines.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <set>

namespace thimble::cost {

namespace {

double dot(const Terms& a, const Terms& b) {
    double sum = 0;
    for (std::size_t i = 0; i < kMostTerms; ++i) sum += a[i] * b[i];
    return sum;
}

/// Coordinate descent: each coefficient in turn takes its best value that is not negative.
Terms nonNegativeLeastSquares(const std::vector<Terms>& rows, const std::vector<double>& wanted) {
    constexpr int kRounds = 20000;
    Terms scale{};
    for (const Terms& row : rows)
        for (std::size_t i = 0; i < kMostTerms; ++i) scale[i] += row[i] * row[i];
    for (double& value : scale) value = std::sqrt(value);
    std::array<Terms, kMostTerms> gram{};
    Terms right{}, result{};
    for (std::size_t r = 0; r < rows.size(); ++r)
        for (std::size_t i = 0; i < kMostTerms; ++i) {
            if (scale[i] == 0) continue;
            right[i] += rows[r][i] / scale[i] * wanted[r];
            for (std::size_t j = 0; j < kMostTerms; ++j)
                if (scale[j] > 0) gram[i][j] += rows[r][i] / scale[i] * rows[r][j] / scale[j];
        }
    for (int round = 0; round < kRounds; ++round) {
        double moved = 0;
        for (std::size_t i = 0; i < kMostTerms; ++i) {
            if (scale[i] == 0) continue;
            const double next = std::max(0.0, result[i] + right[i] - dot(gram[i], result));
            moved = std::max(moved, std::abs(next - result[i]));
            result[i] = next;
        }
        if (moved < 1e-10) break;
    }
    for (std::size_t i = 0; i < kMostTerms; ++i)
        if (scale[i] > 0) result[i] /= scale[i];
    return result;
}

bool isStandIn(std::size_t routine) { return routine + 2 >= routines().size(); }

/// Whether the operator is a measurement of the routine. Those that stand in for others learn
/// from all operators of their kind.
bool belongs(const CountedOperator& one, std::size_t routine, Kernels kernels) {
    return routine == (isStandIn(routine) ? standInFor(one.work) : routineOf(one.work, kernels));
}

constexpr std::array kBoth = {Kernels::Reference, Kernels::CmsisNn};

}  // namespace

Terms fitTerms(const std::vector<Terms>& rows, const std::vector<double>& measured) {
    constexpr int kRounds = 4;
    constexpr double kSmallError = 0.03;
    std::vector<double> weights(rows.size(), 1);
    Terms result{};
    for (int round = 0; round < kRounds; ++round) {
        std::vector<Terms> relative = rows;
        for (std::size_t r = 0; r < rows.size(); ++r)
            for (double& term : relative[r]) term *= weights[r] / measured[r];
        result = nonNegativeLeastSquares(relative, weights);
        for (std::size_t r = 0; r < rows.size(); ++r) {
            const double error = std::abs(dot(rows[r], result) / measured[r] - 1);
            weights[r] = 1 / std::sqrt(std::max(error, kSmallError));
        }
    }
    return result;
}

std::vector<RoutineCost> fitRoutines(const std::vector<CountedOperator>& operators,
                                     const std::function<bool(const CountedOperator&)>& isUsed) {
    std::vector<RoutineCost> costs;
    for (const Kernels kernels : kBoth)
        for (std::size_t r = 0; r < routines().size(); ++r) {
            std::vector<Terms> rows;
            std::vector<double> measured;
            for (const CountedOperator& one : operators) {
                const double count = one.instructions[static_cast<std::size_t>(kernels)];
                if (count < kLeastInstructions || !isUsed(one) || !belongs(one, r, kernels))
                    continue;
                rows.push_back(routines()[r].count(one.work));
                measured.push_back(count);
            }
            if (rows.empty()) continue;
            costs.push_back({std::string(routines()[r].name), kernels, fitTerms(rows, measured), 1,
                             static_cast<int>(rows.size())});
        }
    return costs;
}

std::vector<LeftOut> leaveOutGroups(const std::vector<CountedOperator>& operators) {
    std::set<std::string> groups;
    for (const CountedOperator& one : operators) groups.insert(one.group);
    std::vector<LeftOut> result;
    for (const std::string& group : groups) {
        CostData data;
        data.routines =
            fitRoutines(operators, [&](const CountedOperator& one) { return one.group != group; });
        for (const CountedOperator& one : operators) {
            if (one.group != group) continue;
            for (const Kernels kernels : kBoth) {
                const double count = one.instructions[static_cast<std::size_t>(kernels)];
                if (count < kLeastInstructions) continue;
                std::size_t routine = routineOf(one.work, kernels);
                if (!data.routine(routines()[routine].name, kernels))
                    routine = standInFor(one.work);
                const RoutineCost* cost = data.routine(routines()[routine].name, kernels);
                if (!cost) continue;
                LeftOut leftOut;
                leftOut.group = kernels == Kernels::Reference ? "M4 instructions, reference"
                                                              : "M4 instructions, CMSIS-NN";
                leftOut.pool = fmt::format("{} {}", leftOut.group, routines()[routine].name);
                leftOut.unit = group;
                leftOut.label = fmt::format("{} #{} {}", one.model, one.index,
                                            routines()[routineOf(one.work, kernels)].name);
                leftOut.measured = count;
                leftOut.estimate = dot(cost->perTerm, routines()[routine].count(one.work));
                if (leftOut.estimate > 0) result.push_back(std::move(leftOut));
            }
        }
    }
    return result;
}

void setFactors(std::vector<RoutineCost>& costs, const std::vector<LeftOut>& leftOut) {
    for (RoutineCost& cost : costs) {
        const std::string pool =
            fmt::format("{} {}",
                        cost.kernels == Kernels::Reference ? "M4 instructions, reference"
                                                           : "M4 instructions, CMSIS-NN",
                        cost.routine);
        std::vector<double> errors;
        for (const LeftOut& one : leftOut)
            if (one.pool == pool) errors.push_back(std::abs(std::log(one.estimate / one.measured)));
        // Of a routine that only one group of models has nothing can be left out.
        constexpr double kOnlyOne = 1.5;
        cost.factor = errors.empty() ? kOnlyOne : factorOf(std::move(errors));
    }
}

}  // namespace thimble::cost
