// What the coefficients promise, from the measurements themselves.

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <memory>

#include "core/base/file.h"
#include "tests/support/test_data.h"
#include "tools/fit_cost/fit_cost.h"

namespace thimble::cost {
namespace {

const FittedCost* fitted() {
    static const auto result = [] {
        const auto measurements =
            readMeasurements({THIMBLE_COST_TABLES, THIMBLE_SAMPLES, test::testDataFolder()});
        EXPECT_TRUE(measurements) << measurements.error().message;
        return measurements ? std::make_unique<FittedCost>(fitCost(*measurements)) : nullptr;
    }();
    return result.get();
}

Summary summaryOf(const std::vector<LeftOut>& all, const std::string& group) {
    for (const Summary& one : summaries(all))
        if (one.group == group) return one;
    ADD_FAILURE() << "nothing was left out of " << group;
    return {};
}

double shareInside(const std::vector<LeftOut>& all) {
    const auto inside = std::ranges::count_if(all, &LeftOut::isInside);
    return static_cast<double>(inside) / static_cast<double>(all.size());
}

TEST(FitTerms, FindsWhatMadeTheNumbers) {
    std::vector<Terms> rows;
    std::vector<double> measured;
    for (int i = 1; i < 20; ++i) {
        rows.push_back({static_cast<double>(i), static_cast<double>(i * i % 7), 1});
        measured.push_back(3 * rows.back()[0] + 5 * rows.back()[1] + 40);
    }
    measured[4] *= 3;  // one odd operator moves little
    const Terms terms = fitTerms(rows, measured);
    EXPECT_NEAR(terms[0], 3, 0.3);
    EXPECT_NEAR(terms[1], 5, 0.5);
    EXPECT_NEAR(terms[2], 40, 4);
    EXPECT_EQ(terms[3], 0);
}

TEST(FitTerms, IsNeverNegative) {
    const Terms terms = fitTerms({{1, 1}, {2, 1}, {3, 1}}, {9, 6, 3});
    for (const double term : terms) EXPECT_GE(term, 0);
}

TEST(LeftOut, TakesTheErrorThatFewExceed) {
    EXPECT_DOUBLE_EQ(factorOf(std::vector<double>(100, 0.5)), std::exp(0.5));
    EXPECT_DOUBLE_EQ(factorOf({0.1, 0.5}), std::exp(0.5 * 1.25));
    EXPECT_GT(factorOf({}), 2);
}

TEST(LeftOut, DoesNotSeeItsOwnError) {
    std::vector<LeftOut> all(3);
    for (LeftOut& one : all) one.measured = one.estimate = 1;
    all[0].estimate = 10;
    for (std::size_t i = 0; i < 3; ++i) all[i].unit = std::to_string(i);
    setIntervals(all, 1);
    EXPECT_FALSE(all[0].isInside());
    EXPECT_TRUE(all[1].isInside());
}

TEST(CountsOf, ReadsWhatMeasureWrites) {
    const std::string_view json = R"({
 "model": "two_operators",
 "m4_instructions": {
  "reference": {"invoke": 700, "per_op": [480, 200]},
  "thimble": {"invoke": 35, "per_op": [20, 15]}
 }
})";
    EXPECT_EQ(countsOf(json, "thimble", 2), (std::vector<double>{20, 15}));
    EXPECT_EQ(countsOf(json, "reference", 2), (std::vector<double>{480, 200}));
    EXPECT_EQ(countsOf(json, "thimble_cmsis_nn", 2), std::vector<double>());
    EXPECT_EQ(countsOf("{}", "thimble", 2), std::vector<double>());
    EXPECT_FALSE(countsOf(json, "thimble", 3));
    EXPECT_FALSE(countsOf("[1]", "thimble", 1));
    EXPECT_FALSE(countsOf("no json", "thimble", 1));
    EXPECT_FALSE(
        countsOf(R"({"m4_instructions": {"thimble": {"per_op": [1, "2"]}}})", "thimble", 2));
}

TEST(FitCost, ReproducesTheCommittedCoefficients) {
    THIMBLE_NEEDS_TEST_DATA();
    ASSERT_TRUE(fitted());
    const CostData &now = fitted()->data, &then = builtInCostData();
    ASSERT_EQ(now.routines.size(), then.routines.size());
    ASSERT_EQ(now.machines.size(), then.machines.size());
    ASSERT_EQ(now.powers.size(), then.powers.size());
    const auto near = [](double a, double b) { EXPECT_NEAR(a, b, 1e-3 * std::abs(b) + 1e-4); };
    for (std::size_t i = 0; i < now.routines.size(); ++i) {
        EXPECT_EQ(now.routines[i].routine, then.routines[i].routine);
        for (std::size_t t = 0; t < kMostTerms; ++t)
            near(now.routines[i].perTerm[t], then.routines[i].perTerm[t]);
        near(now.routines[i].factor, then.routines[i].factor);
    }
    for (std::size_t i = 0; i < now.machines.size(); ++i) {
        EXPECT_EQ(now.machines[i].stack, then.machines[i].stack);
        near(now.machines[i].cyclesPer, then.machines[i].cyclesPer);
        near(now.machines[i].spread, then.machines[i].spread);
        near(now.machines[i].product, then.machines[i].product);
        near(now.machines[i].factor, then.machines[i].factor);
    }
    for (std::size_t i = 0; i < now.powers.size(); ++i)
        near(now.powers[i].milliwatts, then.powers[i].milliwatts);
}

TEST(FitCost, GuessesOperatorsItHasNotSeen) {
    THIMBLE_NEEDS_TEST_DATA();
    ASSERT_TRUE(fitted());
    std::vector<LeftOut> large;
    std::ranges::copy_if(fitted()->operators, std::back_inserter(large),
                         [](const LeftOut& one) { return one.measured > 5000; });
    EXPECT_GT(large.size(), 1800U);
    for (const Summary& one : summaries(large)) {
        EXPECT_LT(one.median, 0.03) << one.group;
        EXPECT_GE(one.inside, 0.9) << one.group;
    }
}

TEST(FitCost, GuessesMeasurementsItHasNotSeen) {
    THIMBLE_NEEDS_TEST_DATA();
    ASSERT_TRUE(fitted());
    for (const char* group : {"tinyengine", "micronets-kws", "micronets-vww", "micronets-fc"}) {
        const Summary one = summaryOf(fitted()->values, group);
        EXPECT_LT(one.median, 0.06) << group;
        EXPECT_LT(one.worst, 0.20) << group << " " << one.worstLabel;
    }
    EXPECT_LT(summaryOf(fitted()->values, "mlperf-tiny").median, 0.15);
    for (const Summary& one : summaries(fitted()->values)) EXPECT_GE(one.inside, 0.9) << one.group;
}

TEST(FitCost, SaysHowWrongItIsOnNewNetworks) {
    THIMBLE_NEEDS_TEST_DATA();
    ASSERT_TRUE(fitted());
    EXPECT_LT(summaryOf(fitted()->networks, "tinyengine").median, 0.06);
    EXPECT_LT(summaryOf(fitted()->networks, "micronets-kws").median, 0.07);
    EXPECT_LT(summaryOf(fitted()->networks, "micronets-vww").median, 0.17);
    EXPECT_LT(summaryOf(fitted()->networks, "mlperf-tiny").median, 0.23);
    EXPECT_GE(shareInside(fitted()->networks), 0.9);
    // The stack whose instructions were counted.
    std::vector<LeftOut> cmsis;
    for (LeftOut one : fitted()->networks) {
        if (one.pool != "cmsis-nn") continue;
        one.group = one.pool;
        cmsis.push_back(one);
    }
    EXPECT_GE(cmsis.size(), 50U);
    EXPECT_LT(summaryOf(cmsis, "cmsis-nn").median, 0.08);
}

TEST(FitCost, IntervalsWouldMissWereTheyHalfAsWide) {
    // Intervals that hold everything say nothing.
    THIMBLE_NEEDS_TEST_DATA();
    ASSERT_TRUE(fitted());
    std::vector<LeftOut> narrow = fitted()->networks;
    for (LeftOut& one : narrow) one.factor = std::sqrt(one.factor);
    EXPECT_LT(shareInside(narrow), 0.9);
}

}  // namespace
}  // namespace thimble::cost
