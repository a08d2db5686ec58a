#include "ui/viewmodels/palette_model.h"

#include <algorithm>

#include "ui/format/fuzzy_match.h"

namespace thimble::ui {

namespace {

constexpr int kCommandFirst = 3;  // as much as half a letter in a row
constexpr int kKindOnly = -20;    // found only together with where it is
constexpr int kOfAWord = 8;       // for each letter of a word that says what it does

/// A word of the text, or some in a row, as they stand.
bool hasWord(const QString& text, const QString& words) {
    if (words.isEmpty() || text.isEmpty()) return false;
    const auto isPart = [&text](qsizetype at) {
        return at >= 0 && at < text.size() && text[at].isLetterOrNumber();
    };
    for (qsizetype at = text.indexOf(words, 0, Qt::CaseInsensitive); at >= 0;
         at = text.indexOf(words, at + 1, Qt::CaseInsensitive))
        if (!isPart(at - 1) && !isPart(at + words.size())) return true;
    return false;
}

}  // namespace

void PaletteModel::setEntries(std::vector<PaletteEntry> entries) {
    beginResetModel();
    m_entries = std::move(entries);
    rank();
    endResetModel();
}

void PaletteModel::setPattern(const QString& pattern) {
    beginResetModel();
    m_pattern = pattern;
    rank();
    endResetModel();
}

void PaletteModel::rank() {
    m_rows.clear();
    const bool all = m_pattern.trimmed().isEmpty();
    for (std::size_t i = 0; i < m_entries.size(); ++i) {
        const PaletteEntry& entry = m_entries[i];
        if (all) {
            if (entry.isCommand) m_rows.push_back({i, 0, {}});
            continue;
        }
        const int bonus = entry.isCommand ? kCommandFirst : 0;
        auto match = fuzzyMatch(m_pattern, entry.title);
        const bool isSaid = hasWord(entry.words, m_pattern.trimmed());
        const int said = kOfAWord * static_cast<int>(m_pattern.trimmed().size());
        if (isSaid && (!match || match->score < said))
            m_rows.push_back({i, said + bonus, {}});
        else if (match)
            m_rows.push_back({i, match->score + bonus, std::move(match->positions)});
        else if (auto wider = fuzzyMatch(m_pattern, entry.kind + QLatin1Char(' ') + entry.title))
            m_rows.push_back({i, wider->score + bonus + kKindOnly, {}});
    }
    std::ranges::stable_sort(m_rows, [this](const Row& a, const Row& b) {
        if (a.score != b.score) return a.score > b.score;
        return m_entries[a.entry].title.size() < m_entries[b.entry].title.size() &&
               !m_pattern.trimmed().isEmpty();
    });
    m_matches = static_cast<int>(m_rows.size());
    if (m_rows.size() > kMostRows) m_rows.resize(kMostRows);
}

const PaletteEntry* PaletteModel::entry(int row) const {
    if (row < 0 || row >= rowCount()) return nullptr;
    return &m_entries[m_rows[static_cast<std::size_t>(row)].entry];
}

int PaletteModel::rowCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : static_cast<int>(m_rows.size());
}

QVariant PaletteModel::data(const QModelIndex& index, int role) const {
    const PaletteEntry* shown = entry(index.row());
    if (shown == nullptr) return {};
    switch (role) {
        case Qt::DisplayRole:
        case Qt::ToolTipRole: return shown->title;
        case Qt::AccessibleTextRole:
            return shown->keys.isEmpty()
                       ? tr("%1, %2").arg(shown->title, shown->kind)
                       : tr("%1, %2, %3").arg(shown->title, shown->kind, shown->keys);
        case KindRole: return shown->kind;
        case KeysRole: return shown->keys;
        case PositionsRole:
            return QVariant::fromValue(m_rows[static_cast<std::size_t>(index.row())].positions);
        default: return {};
    }
}

}  // namespace thimble::ui
