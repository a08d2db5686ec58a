#include "ui/format/fuzzy_match.h"

#include <algorithm>
#include <vector>

namespace thimble::ui {

namespace {

constexpr int kNever = -1'000'000;
constexpr int kInARow = 9;
constexpr int kWordStart = 8;
constexpr int kTextStart = 4;  // more than another word's
constexpr int kGap = -1;       // a letter left out, up to kMostGaps of them
constexpr int kMostGaps = 12;
constexpr qsizetype kLongestText = 200;
constexpr qsizetype kLongestPattern = 60;

bool startsWord(const QString& text, qsizetype at) {
    if (at == 0) return true;
    const QChar before = text[at - 1];
    const QChar here = text[at];
    return (!before.isLetterOrNumber() && here.isLetterOrNumber()) ||
           (before.isLower() && here.isUpper()) || (before.isLetter() && here.isDigit());
}

bool isSubsequence(const QString& letters, const QString& text) {
    qsizetype found = 0;
    for (qsizetype t = 0; t < text.size() && found < letters.size(); ++t)
        if (text[t] == letters[found]) ++found;
    return found == letters.size();
}

}  // namespace

std::optional<FuzzyMatch> fuzzyMatch(const QString& pattern, const QString& whole) {
    QString letters = pattern.left(kLongestPattern).toCaseFolded();
    letters.removeIf([](QChar c) { return c.isSpace(); });
    if (letters.isEmpty()) return FuzzyMatch{};
    const QString original = whole.left(kLongestText);
    const QString text = original.toCaseFolded();
    // Folding may change the length of rare letters; then words begin where they seem to.
    const QString& shape = text.size() == original.size() ? original : text;
    if (!isSubsequence(letters, text)) return std::nullopt;

    // best[p][t]: letters 0..p stand in the text, the last of them at t.
    const auto columns = static_cast<std::size_t>(text.size());
    const auto rows = static_cast<std::size_t>(letters.size());
    std::vector<int> best(rows * columns, kNever);
    std::vector<int> from(rows * columns, -1);
    for (std::size_t p = 0; p < rows; ++p)
        for (std::size_t t = p; t < columns; ++t) {
            const auto at = static_cast<qsizetype>(t);
            if (text[at] != letters[static_cast<qsizetype>(p)]) continue;
            const int here = (startsWord(shape, at) ? kWordStart : 0) + (t == 0 ? kTextStart : 0);
            int& mine = best[p * columns + t];
            if (p == 0) {
                mine = here + kGap * std::min(static_cast<int>(t), kMostGaps);
                continue;
            }
            for (std::size_t before = p - 1; before < t; ++before) {
                const int earlier = best[(p - 1) * columns + before];
                if (earlier == kNever) continue;
                const int gap = static_cast<int>(t - before) - 1;
                const int score =
                    earlier + here + (gap == 0 ? kInARow : kGap * std::min(gap, kMostGaps));
                if (score <= mine) continue;
                mine = score;
                from[p * columns + t] = static_cast<int>(before);
            }
        }

    const auto last = best.begin() + static_cast<std::ptrdiff_t>((rows - 1) * columns);
    const auto end = std::max_element(last, best.end());
    if (*end == kNever) return std::nullopt;
    FuzzyMatch match{.score = *end, .positions = {}};
    int at = static_cast<int>(end - last);
    for (std::size_t p = rows; p-- > 0;) {
        match.positions.prepend(at);
        at = from[p * columns + static_cast<std::size_t>(at)];
    }
    return match;
}

}  // namespace thimble::ui
