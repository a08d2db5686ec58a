// What is seen of channels, against the numbers one by one.

#include "core/repair/observe.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <set>

#include "core/eval/values.h"
#include "core/interp/program.h"
#include "core/repair/importance.h"
#include "tests/support/test_data.h"

namespace thimble::repair {
namespace {

/// Channels of the group's first maker's output, element by element over plain runs.
std::vector<ChannelStatistics> plainStatistics(const Model& model, const prune::ChannelGroup& group,
                                               const Calibration& calibration) {
    const auto program = *interp::prepareProgram(model);
    std::vector<ChannelStatistics> statistics(static_cast<std::size_t>(group.channels));
    std::vector<double> counts(statistics.size());
    std::set<std::int32_t> outputs;
    for (const std::int32_t maker : group.makers)
        for (const std::int32_t t :
             model.subgraphs[0].operators[static_cast<std::size_t>(maker)].outputs)
            outputs.insert(t);
    for (const auto& sample : calibration.samples) {
        interp::Frame frame(program);
        std::ranges::copy(sample[0], frame.input(0).begin());
        EXPECT_TRUE(frame.invoke().value_or(false));
        for (std::int32_t c = 0; c < group.channels; ++c)
            for (const prune::Atom& atom : group.atomsOf(c)) {
                if (!outputs.contains(atom.tensor)) continue;
                const auto slot = program->slot(0, atom.tensor);
                const interp::TensorInfo& info = program->tensors[slot];
                const auto values = eval::realValues(info, frame.bytes(slot));
                std::size_t inner = 1;
                for (std::size_t d = static_cast<std::size_t>(atom.axis) + 1; d < info.shape.size();
                     ++d)
                    inner *= static_cast<std::size_t>(info.shape[d]);
                const auto length =
                    static_cast<std::size_t>(info.shape[static_cast<std::size_t>(atom.axis)]);
                for (std::size_t e = 0; e < values.size(); ++e) {
                    if (e / inner % length != static_cast<std::size_t>(atom.index)) continue;
                    ChannelStatistics& s = statistics[static_cast<std::size_t>(c)];
                    s.mean += values[e];
                    s.variance += values[e] * values[e];
                    s.zeros += values[e] == 0 ? 1 : 0;
                    counts[static_cast<std::size_t>(c)] += 1;
                }
            }
    }
    for (std::size_t c = 0; c < statistics.size(); ++c) {
        statistics[c].mean /= counts[c];
        statistics[c].variance =
            statistics[c].variance / counts[c] - statistics[c].mean * statistics[c].mean;
        statistics[c].zeros /= counts[c];
    }
    return statistics;
}

TEST(Observe, StatisticsAreThoseOfPlainRuns) {
    THIMBLE_NEEDS_TEST_DATA();
    for (const char* name : {"kws_ref_model", "pretrainedResnet"}) {
        SCOPED_TRACE(name);
        const Model model = test::readShared(name);
        const auto groups = *prune::channelGroups(model);
        const auto calibration = *randomCalibration(model, 2, 3);
        const auto seen = observe(model, groups, calibration, {.rows = 500});
        ASSERT_TRUE(seen && *seen);
        ASSERT_FALSE(groups.groups.empty());
        for (const std::size_t g : {std::size_t{0}, groups.groups.size() - 1}) {
            const auto plain = plainStatistics(model, groups.groups[g], calibration);
            const auto& found = (**seen)[g].channels;
            ASSERT_EQ(found.size(), plain.size());
            for (std::size_t c = 0; c < plain.size(); ++c) {
                EXPECT_NEAR(found[c].mean, plain[c].mean, 1e-6 + 1e-6 * std::abs(plain[c].mean));
                EXPECT_NEAR(found[c].variance, plain[c].variance, 1e-6 + 1e-6 * plain[c].variance);
                EXPECT_DOUBLE_EQ(found[c].zeros, plain[c].zeros);
            }
        }
    }
}

TEST(Observe, IsTheSameForAnyNumberOfThreads) {
    THIMBLE_NEEDS_TEST_DATA();
    const Model model = test::readShared("kws_ref_model");
    const auto groups = *prune::channelGroups(model);
    const auto calibration = *randomCalibration(model, 6, 3);
    const auto one = observe(model, groups, calibration, {}, {.threads = 1});
    const auto three = observe(model, groups, calibration, {}, {.threads = 3});
    ASSERT_TRUE(one && three);
    EXPECT_EQ(**one, **three);
}

TEST(Observe, EveryMeasureOrdersEveryGroup) {
    THIMBLE_NEEDS_TEST_DATA();
    for (const char* name : {"kws_ref_model", "mcunet_10fps_vww", "swiftnet_vww_uint8"}) {
        SCOPED_TRACE(name);
        const Model model = test::readShared(name);
        const auto groups = *prune::channelGroups(model);
        const auto calibration = *randomCalibration(model, 4, 3);
        const auto seen = observe(model, groups, calibration, {.rows = 1000});
        ASSERT_TRUE(seen && *seen);
        for (const char* measure :
             {"reconstruction", "thinet", "l1", "l2", "mean", "variance", "zeros", "random"}) {
            SCOPED_TRACE(measure);
            const auto importance = findImportance(measure);
            ASSERT_TRUE(importance);
            EXPECT_EQ(importanceName(*importance), measure);
            const auto orders = removalOrders(**seen, *importance, 5);
            ASSERT_EQ(orders.size(), groups.groups.size());
            for (std::size_t g = 0; g < orders.size(); ++g) {
                const auto channels = static_cast<std::size_t>(groups.groups[g].channels);
                std::set<std::int32_t> once(orders[g].channels.begin(), orders[g].channels.end());
                EXPECT_EQ(once.size(), channels - 1);
                EXPECT_EQ(orders[g].costs.size(), channels);
                EXPECT_TRUE(std::ranges::is_sorted(orders[g].costs));
                EXPECT_EQ(orders[g].alone.size(), channels);
                for (const double cost : orders[g].costs) EXPECT_TRUE(std::isfinite(cost));
            }
        }
    }
    EXPECT_FALSE(findImportance("size"));
}

}  // namespace
}  // namespace thimble::repair
