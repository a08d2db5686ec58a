#include "ui/viewmodels/find_items.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <chrono>

#include "tests/ui/support/reports.h"

namespace thimble::ui {
namespace {

using Kind = SelectedItem::Kind;

std::vector<int> operatorsOf(const FoundItems& found) {
    std::vector<int> all;
    for (const SelectedItem& item : found.items)
        if (item.kind == Kind::Operator) all.push_back(item.index);
    return all;
}

TEST(FindItems, WordsAnywhereInAnyOrder) {
    const Report report = test::smallReport();
    EXPECT_THAT(operatorsOf(findItems(report, {"conv", false})), testing::ElementsAre(0));
    EXPECT_THAT(operatorsOf(findItems(report, {"2d conv", false})), testing::ElementsAre(0));
    EXPECT_THAT(operatorsOf(findItems(report, {"#1 add", false})), testing::ElementsAre(1));
    EXPECT_TRUE(findItems(report, {"conv add", false}).items.isEmpty());
    EXPECT_TRUE(findItems(report, {"  ", false}).items.isEmpty());
}

TEST(FindItems, OperatorsComeFirstAndAreCounted) {
    const Report report = test::smallReport();
    const FoundItems all = findItems(report, {"#", false});
    EXPECT_EQ(all.items.size(),
              static_cast<qsizetype>(report.operators.size() + report.tensors.size()));
    EXPECT_EQ(all.operators, static_cast<int>(report.operators.size()));
    EXPECT_EQ(all.items.front().kind, Kind::Operator);
    EXPECT_EQ(all.items.back().kind, Kind::Tensor);
}

TEST(FindItems, TensorsByKindAndType) {
    const Report report = test::smallReport();
    int constants = 0;
    for (const TensorRow& tensor : report.tensors)
        if (tensor.role == TensorRole::Constant) ++constants;
    EXPECT_EQ(findItems(report, {"constant", false}).items.size(), constants);
}

TEST(FindItems, Patterns) {
    const Report report = test::smallReport();
    EXPECT_THAT(operatorsOf(findItems(report, {"conv|ADD", true})), testing::ElementsAre(0, 1));
    EXPECT_THAT(operatorsOf(findItems(report, {"^#1 ", true})), testing::ElementsAre(1));
    // As words these are no more than letters.
    EXPECT_TRUE(findItems(report, {"conv|ADD", false}).items.isEmpty());
    const FoundItems wrong = findItems(report, {"conv(", true});
    EXPECT_TRUE(wrong.items.isEmpty());
    EXPECT_FALSE(wrong.problem.isEmpty());
}

TEST(FindItems, APatternThatNeverEndsIsAProblem) {
    Report report = test::smallReport();
    for (TensorRow& tensor : report.tensors) tensor.name = std::string(300, 'a') + "!";
    const auto start = std::chrono::steady_clock::now();
    const FoundItems found = findItems(report, {"(a+)+$", true});
    EXPECT_LT(std::chrono::steady_clock::now() - start, std::chrono::seconds(2));
    EXPECT_FALSE(found.problem.isEmpty());
    EXPECT_TRUE(found.items.isEmpty());
}

}  // namespace
}  // namespace thimble::ui
