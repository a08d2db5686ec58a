#include "ui/viewmodels/text_filter_proxy.h"

#include <algorithm>

#include "ui/viewmodels/report_table_model.h"

namespace thimble::ui {

TextFilterProxy::TextFilterProxy(QObject* parent) : QSortFilterProxyModel(parent) {
    setSortRole(SortRole);
    setFilterRole(FilterRole);
    setSortCaseSensitivity(Qt::CaseInsensitive);
    setSortLocaleAware(false);
}

void TextFilterProxy::setWords(const QString& text) {
    QStringList words = text.split(QLatin1Char(' '), Qt::SkipEmptyParts);
    if (words == m_words) return;
    m_words = std::move(words);
    invalidateRowsFilter();
}

bool TextFilterProxy::filterAcceptsRow(int row, const QModelIndex& parent) const {
    if (m_words.isEmpty()) return true;
    const QString text = sourceModel()->index(row, 0, parent).data(FilterRole).toString();
    return std::ranges::all_of(
        m_words, [&text](const QString& word) { return text.contains(word, Qt::CaseInsensitive); });
}

}  // namespace thimble::ui
