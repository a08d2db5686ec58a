// What goes together through every operator that has a rule: a small network for each, its groups,
// and everything that is promised of pruning for random selections of them.

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

#include "core/model/check_model.h"
#include "tests/core/prune/pruned_property.h"
#include "tests/core/prune/rule_cases.h"

namespace thimble {
namespace {

using testing::HasSubstr;

std::string text(const prune::ChannelGroups& groups) {
    std::string result;
    for (const prune::ChannelGroup& group : groups.groups)
        result += fmt::format("{}{}: {}", result.empty() ? "" : "; ", group.name, group.channels);
    return result;
}

TEST(ChannelRules, TieWhatGoesTogether) {
    for (const test::RuleCase& c : test::ruleCases()) {
        SCOPED_TRACE(c.name);
        const test::PruneSubject subject(c.model());
        ASSERT_TRUE(checkModel(subject.model).has_value());
        EXPECT_EQ(text(subject.groups), c.groups);
        std::string reasons;
        for (const prune::FrozenChannels& frozen : subject.groups.frozen)
            reasons += frozen.reason + "; ";
        EXPECT_THAT(reasons, HasSubstr(c.frozen));
    }
}

TEST(ChannelRules, KeepTheirPromisesHoweverPruned) {
    for (const test::RuleCase& c : test::ruleCases()) {
        SCOPED_TRACE(c.name);
        const test::PruneSubject subject(c.model());
        prune::SizePredictor predictor(subject.model, subject.groups);
        test::PruneTally tally;
        for (std::uint64_t seed = 1; seed <= 12; ++seed)
            test::expectPruned(
                subject, predictor,
                prune::randomSelection(subject.groups, 0.25 * static_cast<double>(seed % 4), seed),
                seed, tally);
        if (c.groups[0] == '\0') continue;
        EXPECT_EQ(tally.removed > 0, c.runs);
        EXPECT_EQ(tally.compared > 0, c.runs);
        EXPECT_EQ(tally.inexact == 0, c.isExact);
    }
}

TEST(ChannelRules, TakeAnySingleChannelOut) {
    for (const test::RuleCase& c : test::ruleCases()) {
        SCOPED_TRACE(c.name);
        const test::PruneSubject subject(c.model());
        prune::SizePredictor predictor(subject.model, subject.groups);
        for (std::size_t g = 0; g < subject.groups.groups.size(); ++g)
            for (std::int32_t channel = 0; channel < subject.groups.groups[g].channels &&
                                           subject.groups.groups[g].channels > 1;
                 ++channel) {
                SCOPED_TRACE(subject.groups.groups[g].name + ", " + std::to_string(channel));
                prune::Selection selection = prune::keepAll(subject.groups);
                std::erase(selection.kept[g], channel);
                test::PruneTally tally;
                test::expectPruned(subject, predictor, selection, 1, tally);
                EXPECT_EQ(tally.removed, c.runs ? 1 : 0);
            }
    }
}

}  // namespace
}  // namespace thimble
