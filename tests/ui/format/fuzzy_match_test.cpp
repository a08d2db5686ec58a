// Against a slow and plain search through every way in which the letters can stand in the text.
#include "ui/format/fuzzy_match.h"

#include <gtest/gtest.h>

#include <random>

namespace thimble::ui {
namespace {

bool stands(const QString& pattern, const QString& text) {
    QString letters = pattern.toLower();
    letters.remove(QLatin1Char(' '));
    qsizetype from = 0;
    for (const QChar letter : letters) {
        from = text.toLower().indexOf(letter, from);
        if (from < 0) return false;
        ++from;
    }
    return true;
}

int scoreOf(const QString& pattern, const QString& text) {
    const auto match = fuzzyMatch(pattern, text);
    return match ? match->score : -1000;
}

TEST(FuzzyMatch, FindsLettersInOrder) {
    EXPECT_TRUE(fuzzyMatch("bpl", "Best plan…"));
    EXPECT_TRUE(fuzzyMatch("BEST PLAN", "Best plan…"));
    EXPECT_TRUE(fuzzyMatch("", "anything"));
    EXPECT_FALSE(fuzzyMatch("lp", "Best plan"));
    EXPECT_FALSE(fuzzyMatch("bestt", "Best plan"));
    EXPECT_FALSE(fuzzyMatch("x", ""));
}

TEST(FuzzyMatch, SaysWhere) {
    EXPECT_EQ(fuzzyMatch("bp", "Best plan")->positions, QList<int>({0, 5}));
    EXPECT_EQ(fuzzyMatch("pla", "Apply plan")->positions, QList<int>({6, 7, 8}));
    EXPECT_EQ(fuzzyMatch("3", "#3 CONV_2D")->positions, QList<int>({1}));
}

TEST(FuzzyMatch, WordsBeforeTheirInsides) {
    EXPECT_GT(scoreOf("plan", "Best plan"), scoreOf("plan", "Explanation"));
    EXPECT_GT(scoreOf("ex", "Export"), scoreOf("ex", "Next"));
    EXPECT_GT(scoreOf("gr", "Graph"), scoreOf("gr", "Go right"));
    EXPECT_GT(scoreOf("conv", "CONV_2D"), scoreOf("conv", "C on victory"));
    EXPECT_GT(scoreOf("np", "nextPane"), scoreOf("np", "nap"));
}

TEST(FuzzyMatch, AgreesWithAPlainSearchAndIsConsistent) {
    std::mt19937 random(7);
    const QString alphabet = "ab c_D";
    const auto word = [&](int most) {
        QString made;
        for (int i = static_cast<int>(random() % static_cast<unsigned>(most + 1)); i > 0; --i)
            made += alphabet[static_cast<qsizetype>(random() % 6)];
        return made;
    };
    int found = 0;
    for (int round = 0; round < 20'000; ++round) {
        const QString pattern = word(4);
        const QString text = word(9);
        const auto match = fuzzyMatch(pattern, text);
        ASSERT_EQ(match.has_value(), stands(pattern, text))
            << pattern.toStdString() << " in " << text.toStdString();
        if (!match) continue;
        ++found;
        QString letters = pattern.toLower();
        letters.remove(QLatin1Char(' '));
        ASSERT_EQ(match->positions.size(), letters.size());
        for (qsizetype i = 0; i < letters.size(); ++i) {
            ASSERT_EQ(text.toLower()[match->positions[i]], letters[i]);
            if (i > 0) ASSERT_GT(match->positions[i], match->positions[i - 1]);
        }
    }
    EXPECT_GT(found, 1000);
}

TEST(FuzzyMatch, LongTextsAreCutNotSlow) {
    const QString text = QString("ab").repeated(100'000);
    EXPECT_TRUE(fuzzyMatch("abab", text));
    EXPECT_FALSE(fuzzyMatch("abc", text + "c"));  // beyond what is looked at
}

}  // namespace
}  // namespace thimble::ui
