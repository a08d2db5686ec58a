#pragma once

#include <QSortFilterProxyModel>
#include <QStringList>

namespace thimble::ui {

/// Sorts by SortRole and shows the rows whose FilterRole holds every word of the filter, whatever
/// the case: "conv 3x" finds rows with both.
class TextFilterProxy final : public QSortFilterProxyModel {
    Q_OBJECT

public:
    explicit TextFilterProxy(QObject* parent = nullptr);

    void setWords(const QString& text);
    [[nodiscard]] QString words() const { return m_words.join(QLatin1Char(' ')); }

protected:
    [[nodiscard]] bool filterAcceptsRow(int row, const QModelIndex& parent) const override;

private:
    QStringList m_words;
};

}  // namespace thimble::ui
