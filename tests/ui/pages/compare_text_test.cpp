#include "ui/pages/compare_text.h"

#include <gtest/gtest.h>

#include <QAbstractItemModelTester>
#include <memory>

#include "tests/ui/support/plans.h"
#include "ui/viewmodels/compare_operators_model.h"

namespace thimble::ui {
namespace {

ComparedVariant variant(const QString& name, std::optional<Bytes> arena) {
    ComparedVariant made{.name = name,
                         .figures = variants::Figures{.target = "arm32-reference"},
                         .score = {},
                         .report = nullptr,
                         .rows = nullptr,
                         .failure = {}};
    made.figures->arenaBytes = arena;
    return made;
}

TEST(CompareText, TheHeadlineAnswers) {
    EXPECT_TRUE(compareHeadline({}).startsWith("Tick two"));
    EXPECT_TRUE(compareHeadline({variant("a", 10)}).startsWith("Tick two"));
    EXPECT_EQ(compareHeadline({variant("a", 1000), variant("b", 750)}),
              "b needs 250 B (25.0 %) less SRAM than a");
    EXPECT_EQ(compareHeadline({variant("a", 1000), variant("b", 1100)}),
              "b needs 100 B (10.0 %) more SRAM than a");
    EXPECT_EQ(compareHeadline({variant("a", 1000), variant("b", 1000)}),
              "a and b need the same SRAM: 1,000 B");
    EXPECT_EQ(compareHeadline({variant("a", 1000), variant("b", {})}), "a and b side by side");
    const QString three =
        compareHeadline({variant("a", 1000), variant("b", 900), variant("c", 500)});
    EXPECT_TRUE(three.startsWith("c needs least: 500 B of SRAM, "));
    EXPECT_EQ(compareHeadline({variant("a", 1), variant("b", 2), variant("c", 3)}),
              "None of them needs less SRAM than a");
}

TEST(CompareText, TheSentenceSaysWhatIsNotThere) {
    std::vector<ComparedVariant> two = {variant("a", 10), variant("b", 9)};
    EXPECT_EQ(compareSentence(two, {}, {}), "All of them compute the same, to the last bit.");
    EXPECT_TRUE(compareSentence(two, {"b"}, {}).contains("outputs differ: b."));
    two[1].failure = "no such group";
    EXPECT_TRUE(compareSentence(two, {}, {"a"}).startsWith("b cannot be made: no such group."));
    EXPECT_TRUE(compareSentence(two, {}, {"a"}).contains("Being made: a."));
}

TEST(CompareText, StairsAreTheStepsOfTheReport) {
    const auto plan = test::planOf("nas_cell");
    ASSERT_TRUE(plan);
    ComparedVariant one = variant("a", 1);
    EXPECT_TRUE(seriesOf(one).stairs.empty());
    one.report = plan->before;
    const OverlaySeries series = seriesOf(one);
    ASSERT_EQ(series.stairs.size(), plan->before->steps.size());
    EXPECT_EQ(series.stairs.front().from, 0);
    EXPECT_NEAR(series.stairs.back().to, 1, 1e-12);
    Bytes most = 0;
    for (const StepRow& step : plan->before->steps) most = std::max(most, step.totalBytes());
    EXPECT_EQ(series.stairs[static_cast<std::size_t>(series.peak())].bytes, most);
}

TEST(CompareOperatorsModel, ThreeSideBySide) {
    const auto plan = test::planOf("nas_cell");
    ASSERT_TRUE(plan);
    std::vector<ComparedVariant> three = {variant("a", 3), variant("b", 2), variant("c", 1)};
    three[0].report = plan->before;
    three[1].report = plan->after;
    CompareOperatorsModel model;
    QAbstractItemModelTester tester(&model);
    EXPECT_EQ(model.rowCount(), 0);
    model.setVariants(three);  // c is not made: it has no columns
    EXPECT_EQ(model.columnCount(), 5);
    EXPECT_EQ(model.rowCount(), static_cast<int>(plan->before->model.operators));
    three[2].report = plan->before;
    model.setVariants(three);
    EXPECT_EQ(model.columnCount(), 7);
    EXPECT_EQ(model.headerData(3, Qt::Horizontal, Qt::DisplayRole).toString(), "b");
    EXPECT_EQ(model.headerData(4, Qt::Horizontal, Qt::ToolTipRole).toString(), "b less a");
    for (int row = 0; row < model.rowCount(); ++row)
        EXPECT_EQ(model.index(row, 6).data().toString(), "same");
    CompareNumbersModel numbers;
    QAbstractItemModelTester numbersTester(&numbers);
    numbers.setVariants(three);
    EXPECT_EQ(numbers.columnCount(), 6);
    EXPECT_EQ(numbers.index(0, 2).data().toString(), "2");
    EXPECT_TRUE(numbers.index(0, 5).data().toString().contains("66.7 %"));
    EXPECT_EQ(numbers.headerData(4, Qt::Horizontal, Qt::DisplayRole).toString(), "c");
    numbers.setVariants({});
    EXPECT_EQ(numbers.rowCount(), 0);
}

}  // namespace
}  // namespace thimble::ui
