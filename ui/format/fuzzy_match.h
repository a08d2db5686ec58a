#pragma once

#include <QList>
#include <QString>
#include <optional>

namespace thimble::ui {

struct FuzzyMatch {
    int score = 0;         ///< the higher the better
    QList<int> positions;  ///< in the text, rising: one for each letter of the pattern
    friend bool operator==(const FuzzyMatch&, const FuzzyMatch&) = default;
};

/// Whether the letters of `pattern` stand in `text` in this order, whatever the case and what is
/// between: "bpl" finds "Best plan". Of all ways the best: letters that begin words and letters in
/// a row count most. Spaces in the pattern do not count. Nothing: they do not stand there.
[[nodiscard]] std::optional<FuzzyMatch> fuzzyMatch(const QString& pattern, const QString& text);

}  // namespace thimble::ui
