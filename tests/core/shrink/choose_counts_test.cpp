// Counts for limits, on real models.

#include "core/shrink/choose_counts.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "core/base/splitmix.h"
#include "core/shrink/shrink_to_fit.h"
#include "tests/support/test_data.h"

namespace thimble::shrink {
namespace {

using testing::HasSubstr;
using testing::IsEmpty;

/// Orders that no model has to be run for.
std::vector<repair::RemovalOrder> someOrders(const prune::ChannelGroups& groups) {
    SplitMix random(7);
    std::vector<repair::RemovalOrder> orders;
    orders.reserve(groups.groups.size());
    for (const prune::ChannelGroup& group : groups.groups) {
        std::vector<double> importance;
        importance.reserve(static_cast<std::size_t>(group.channels));
        for (std::int32_t c = 0; c < group.channels; ++c)
            importance.push_back(static_cast<double>(random.next() % 1000));
        orders.push_back(repair::orderByImportance(importance));
    }
    return orders;
}

Study studyOf(const std::string& name) {
    Study study;
    study.model = std::make_shared<const Model>(test::readShared(name));
    study.groups = *prune::channelGroups(*study.model);
    return study;
}

const char* const kModels[] = {"kws_ref_model", "vww_96_int8", "mcunet_10fps_vww"};

TEST(ChooseCounts, MeetsEveryLimitAndFewerMacsNeedFewerChannels) {
    THIMBLE_NEEDS_TEST_DATA();
    for (const char* name : kModels) {
        SCOPED_TRACE(name);
        const Study study = studyOf(name);
        const auto orders = someOrders(study.groups);
        prune::SizePredictor sizes(*study.model, study.groups);
        const auto all = prune::keptCounts(prune::keepAll(study.groups));
        const prune::PredictedSizes whole = sizes.predict(all);
        auto before = all;
        double cost = 0;
        for (const int percent : {100, 90, 75, 50, 30}) {
            SCOPED_TRACE(percent);
            const SizeLimits limits{.macs = whole.macs * percent / 100};
            const auto chosen = chooseCounts(sizes, orders, limits);
            ASSERT_TRUE(chosen && chosen->isEnough());
            EXPECT_TRUE(limits.admit(sizes.predict(chosen->counts)));
            // One step less would not do.
            for (std::size_t g = 0; g < all.size(); ++g) {
                EXPECT_GE(chosen->counts[g], 1);
                EXPECT_LE(chosen->counts[g], before[g]);
            }
            EXPECT_GE(costOf(orders, chosen->counts), cost);
            cost = costOf(orders, chosen->counts);
            before = chosen->counts;
            // From a start that has gone part of the way it is the same.
            EXPECT_EQ(chooseCounts(sizes, orders, limits, chosen->counts)->counts, chosen->counts);
        }
        const SizeLimits several{.macs = whole.macs * 7 / 10,
                                 .peakBytes = whole.peakBytes * 8 / 10,
                                 .weightBytes = whole.weightBytes * 6 / 10};
        const auto chosen = chooseCounts(sizes, orders, several);
        ASSERT_TRUE(chosen && chosen->isEnough()) << chosen->shortfall;
        EXPECT_TRUE(several.admit(sizes.predict(chosen->counts)));
        EXPECT_EQ(chooseCounts(sizes, orders, several)->counts, chosen->counts);
    }
}

TEST(ChooseCounts, SaysHowNearItCame) {
    THIMBLE_NEEDS_TEST_DATA();
    const Study study = studyOf("kws_ref_model");
    const auto orders = someOrders(study.groups);
    prune::SizePredictor sizes(*study.model, study.groups);
    const auto chosen = chooseCounts(sizes, orders, {.macs = 10});
    ASSERT_TRUE(chosen);
    EXPECT_FALSE(chosen->isEnough());
    EXPECT_THAT(chosen->shortfall, HasSubstr("MACs remain, not 10"));
    for (const std::int32_t count : chosen->counts) EXPECT_EQ(count, 1);
    std::stop_source stop;
    stop.request_stop();
    EXPECT_FALSE(chooseCounts(sizes, orders, {.macs = 10}, {}, stop.get_token()));
}

TEST(SelectByOrder, TheFirstOfTheOrderGo) {
    const repair::RemovalOrder order{.channels = {2, 0, 3}, .costs = {0, 1, 2, 3}};
    const std::vector<repair::RemovalOrder> orders = {order};
    const auto kept = [&](std::int32_t count) {
        return selectByOrder(orders, std::vector<std::int32_t>{count}).kept[0];
    };
    EXPECT_THAT(kept(4), testing::ElementsAre(0, 1, 2, 3));
    EXPECT_THAT(kept(2), testing::ElementsAre(1, 3));
    EXPECT_THAT(kept(1), testing::ElementsAre(1));
    EXPECT_EQ(costOf(orders, std::vector<std::int32_t>{2}), 2);
}

/// Judges by what the predictor knows, so that the answer can be checked.
Judge judgeOf(const Study& study, Bytes peak, Macs macs, int& asked) {
    return [&study, peak, macs, &asked](const Model& outline) -> Result<Overrun> {
        ++asked;
        THIMBLE_TRY(const auto groups, prune::channelGroups(outline));
        prune::SizePredictor sizes(outline, groups);
        const auto& now = sizes.predict(prune::keptCounts(prune::keepAll(groups)));
        static_cast<void>(study);
        return Overrun{.memory = now.peakBytes - peak, .macs = now.macs - macs};
    };
}

TEST(ShrinkToFit, BothWaysMeetWhatTheJudgeAsks) {
    THIMBLE_NEEDS_TEST_DATA();
    const Study study = studyOf("kws_ref_model");
    const auto orders = someOrders(study.groups);
    prune::SizePredictor sizes(*study.model, study.groups);
    const auto whole = sizes.predict(prune::keptCounts(prune::keepAll(study.groups)));
    const Bytes peak = whole.peakBytes * 6 / 10;
    const Macs macs = whole.macs * 8 / 10;
    int asked = 0;
    const Judge judge = judgeOf(study, peak, macs, asked);
    for (const bool byTrial : {false, true}) {
        SCOPED_TRACE(byTrial);
        const auto chosen =
            byTrial ? shrinkByTrial(study, orders, judge) : shrinkToFit(study, orders, judge);
        ASSERT_TRUE(chosen && *chosen);
        EXPECT_THAT((*chosen)->shortfall, IsEmpty());
        EXPECT_LE(sizes.predict((*chosen)->counts).peakBytes, peak);
        EXPECT_LE(sizes.predict((*chosen)->counts).macs, macs);
    }
}

/// Memory of a made-up kind: so many bytes for each channel of each group.
TEST(ShrinkToFit, ByTrialChannelsThatTakeNoMemoryAllStay) {
    THIMBLE_NEEDS_TEST_DATA();
    const Study study = studyOf("kws_ref_model");
    const auto orders = someOrders(study.groups);
    const std::vector<Bytes> each = {10, 30, 10, 10, 0};
    ASSERT_EQ(study.groups.groups.size(), each.size());
    const MemoryOf memoryOf = [&](const Model& outline) -> Result<Bytes> {
        THIMBLE_TRY(const auto groups, prune::channelGroups(outline));
        Bytes bytes = 0;
        for (std::size_t g = 0; g < each.size(); ++g) bytes += each[g] * groups.groups[g].channels;
        return bytes;
    };
    constexpr Bytes kMost = 2400;  // of 3840
    const Judge judge = [&](const Model& outline) -> Result<Overrun> {
        THIMBLE_TRY(const Bytes bytes, memoryOf(outline));
        return Overrun{.memory = bytes - kMost};
    };
    const auto without = shrinkByTrial(study, orders, judge);
    const auto with = shrinkByTrial(study, orders, judge, {}, memoryOf);
    ASSERT_TRUE(with && *with && without && *without);
    const std::vector<std::int32_t>& counts = (*with)->counts;
    EXPECT_EQ(counts[4], study.groups.groups[4].channels);
    Bytes bytes = 0;
    for (std::size_t g = 0; g < each.size(); ++g) bytes += each[g] * counts[g];
    EXPECT_LE(bytes, kMost);
    EXPECT_GT(bytes, kMost - 10) << "as much is given back as there is room for";
    EXPECT_LE(costOf(orders, counts), costOf(orders, (*without)->counts));
    // No exchange of a channel of one group for those of another of the same bytes is better.
    for (std::size_t from = 0; from < 4; ++from)
        for (std::size_t to = 0; to < 4; ++to) {
            std::vector<std::int32_t> other = counts;
            other[from] -= static_cast<std::int32_t>(30 / each[from]);
            other[to] += static_cast<std::int32_t>(30 / each[to]);
            if (from == to || other[from] < 1 || other[to] > study.groups.groups[to].channels)
                continue;
            EXPECT_GE(costOf(orders, other), costOf(orders, counts) * 0.98);
        }
}

TEST(ShrinkToFit, WhatCannotBeEndsWithTheSmallestAndSaysWhatIsMissing) {
    THIMBLE_NEEDS_TEST_DATA();
    const Study study = studyOf("kws_ref_model");
    const auto orders = someOrders(study.groups);
    int asked = 0;
    const Judge judge = judgeOf(study, 100, 1, asked);
    const auto fitted = shrinkToFit(study, orders, judge);
    ASSERT_TRUE(fitted && *fitted);
    EXPECT_THAT((*fitted)->shortfall, HasSubstr("bytes of memory"));
    EXPECT_THAT((*fitted)->shortfall, HasSubstr("MACs too many"));
    asked = 0;
    const auto tried = shrinkByTrial(study, orders, judgeOf(study, 100, 1'000'000'000, asked));
    ASSERT_TRUE(tried && *tried);
    EXPECT_THAT((*tried)->shortfall, HasSubstr("bytes of memory too many"));
    for (const std::int32_t count : (*tried)->counts) EXPECT_EQ(count, 1);
}

TEST(ShrinkToFit, TheJudgesErrorIsTheAnswer) {
    THIMBLE_NEEDS_TEST_DATA();
    const Study study = studyOf("kws_ref_model");
    const auto orders = someOrders(study.groups);
    const Judge judge = [](const Model&) -> Result<Overrun> {
        return fail(ErrorCode::Unsupported, "no");
    };
    EXPECT_EQ(shrinkToFit(study, orders, judge).error().message, "no");
    EXPECT_EQ(shrinkByTrial(study, orders, judge).error().message, "no");
}

TEST(OverrunText, NamesWhatIsTooMuch) {
    EXPECT_EQ(overrunText({}), "");
    EXPECT_EQ(overrunText({.memory = -5, .weights = 1200}), "1,200 bytes of flash too many");
}

}  // namespace
}  // namespace thimble::shrink
