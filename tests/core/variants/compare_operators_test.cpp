#include "core/variants/compare_operators.h"

#include <gtest/gtest.h>

#include <set>

#include "core/pipeline/planned_model.h"
#include "tests/support/model_builder.h"

namespace thimble::variants {
namespace {

std::shared_ptr<const Report> reportOf(const Model& model) {
    return analyse({"m.tflite", Blob(), model}, tflm::kTargets[0]).value_or(nullptr);
}

/// x -> #0 a -> #2 c -+
/// x -> #1 b -> #3 d -+-> #4 y
Model branches(const std::string& suffix = "") {
    Model model = test::emptyModel();
    const auto x = test::addTensor(model, "x", {64});
    const auto a = test::addTensor(model, "a" + suffix, {6400});
    const auto b = test::addTensor(model, "b" + suffix, {6400});
    const auto c = test::addTensor(model, "c" + suffix, {64});
    const auto d = test::addTensor(model, "d" + suffix, {64});
    const auto y = test::addTensor(model, "y", {64});
    test::addOperator(model, BuiltinOperator::Relu, {x}, {a});
    test::addOperator(model, BuiltinOperator::Relu, {x}, {b});
    test::addOperator(model, BuiltinOperator::Relu, {a}, {c});
    test::addOperator(model, BuiltinOperator::Relu, {b}, {d});
    test::addOperator(model, BuiltinOperator::Add, {c, d}, {y});
    model.subgraphs[0].inputs = {x};
    model.subgraphs[0].outputs = {y};
    return model;
}

/// Each operator of each model stands in one row, and rows are of one kind.
void expectPartition(const std::vector<SameOperator>& same,
                     const std::vector<const Report*>& reports) {
    for (std::size_t m = 0; m < reports.size(); ++m) {
        std::set<std::size_t> seen;
        for (const SameOperator& row : same) {
            ASSERT_EQ(row.rows.size(), reports.size());
            if (row.rows[m]) EXPECT_TRUE(seen.insert(*row.rows[m]).second);
        }
        EXPECT_EQ(seen.size(), reports[m]->operators.size());
    }
    for (const SameOperator& row : same) {
        std::set<std::string> kinds;
        for (std::size_t m = 0; m < reports.size(); ++m)
            if (row.rows[m]) kinds.insert(reports[m]->operators[*row.rows[m]].name);
        EXPECT_EQ(kinds.size(), 1U);
    }
}

TEST(SameOperators, FollowsAPlanThatMovesThem) {
    auto loaded = std::make_shared<const LoadedModel>(LoadedModel{"m", Blob(), branches()});
    const auto before = reportOf(loaded->model);
    const auto planned = planModel(loaded, before, {}).value_or(nullptr);
    ASSERT_TRUE(planned && !planned->plan.keepsOrder());
    const std::vector<const Report*> reports = {before.get(), planned->after.get()};
    const auto same = sameOperators(reports);
    ASSERT_EQ(same.size(), 5U);
    expectPartition(same, reports);
    for (const SameOperator& row : same)
        EXPECT_EQ(indexOf(planned->plan.order[0][*row.rows[1]]), *row.rows[0]);
}

TEST(SameOperators, WithoutCommonNamesTheOrderDecides) {
    const auto a = reportOf(branches());
    const auto b = reportOf(branches("_other"));
    const auto c = reportOf(branches(""));
    const std::vector<const Report*> reports = {a.get(), b.get(), c.get()};
    const auto same = sameOperators(reports);
    ASSERT_EQ(same.size(), 5U);
    expectPartition(same, reports);
    for (std::size_t o = 0; o < 5; ++o) EXPECT_EQ(same[o], (SameOperator{{o, o, o}}));
}

TEST(SameOperators, WhatOnlyOneHasStandsAlone) {
    Model longer = branches();
    const auto y = longer.subgraphs[0].outputs[0];
    const auto z = test::addTensor(longer, "z", {64});
    test::addOperator(longer, BuiltinOperator::Tanh, {y}, {z});
    longer.subgraphs[0].outputs = {z};
    const auto a = reportOf(branches());
    const auto b = reportOf(longer);
    for (const auto& reports : {std::vector<const Report*>{a.get(), b.get()},
                                std::vector<const Report*>{b.get(), a.get()},
                                std::vector<const Report*>{a.get(), b.get(), a.get()}}) {
        const auto same = sameOperators(reports);
        EXPECT_EQ(same.size(), 6U);
        expectPartition(same, reports);
    }
    EXPECT_TRUE(sameOperators({}).empty());
}

}  // namespace
}  // namespace thimble::variants
