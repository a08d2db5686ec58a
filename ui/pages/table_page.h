#pragma once

#include <QKeyCombination>
#include <QTableView>
#include <memory>

#include "ui/document/selection.h"
#include "ui/viewmodels/report_table_model.h"
#include "ui/viewmodels/text_filter_proxy.h"

namespace thimble::ui {

/// A sortable, filterable table of a report. Its current row is the selection, both ways.
class TablePage final : public QTableView {
    Q_OBJECT

public:
    /// Sorts by the column of the current cell; pressed again, the other way round.
    static constexpr QKeyCombination kSortKey = Qt::CTRL | Qt::SHIFT | Qt::Key_S;

    /// `subgraphColumn`: the one that is hidden while there is only one subgraph; -1: none.
    TablePage(ReportTableModel* model, const QString& name, int subgraphColumn = -1,
              QWidget* parent = nullptr);

    /// For a few rows of long text: the last column takes the rest of the width and breaks its
    /// lines.
    void wrapLastColumn();
    void setReport(std::shared_ptr<const Report> report);
    void shareSelection(Selection* selection);
    void setFilter(const QString& text);
    /// Rows that the filter lets through, of all.
    [[nodiscard]] int shownRows() const { return m_proxy->rowCount(); }
    [[nodiscard]] int allRows() const { return m_model->rowCount(); }
    /// For a table that is shown as a whole: as wide as its columns, at least as high as `rows`
    /// rows, nothing to scroll and nothing to sort.
    void hugColumns(int rows);
    /// Gives the table the keyboard; where nothing in it is chosen, its first row is then.
    void enterAndChoose();

signals:
    void shownRowsChanged();

protected:
    void focusInEvent(QFocusEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;
    void changeEvent(QEvent* event) override;
    void showEvent(QShowEvent* event) override;
    void currentChanged(const QModelIndex& current, const QModelIndex& previous) override;

private:
    void sizeSections();
    void fitColumns();
    [[nodiscard]] bool isNumber(int column) const;
    [[nodiscard]] int leastWidth(int column) const;
    void squeezeColumns();
    void followSelection();
    void choose(const QModelIndex& index);
    void sortByCurrentColumn();
    void copyRow() const;

    struct Width {
        bool isNumber;
        int wanted;  ///< shows its cells in full
        int least;
    };
    ReportTableModel* m_model;
    TextFilterProxy* m_proxy;
    Selection* m_selection = nullptr;
    int m_subgraphColumn;
    int m_rowsToHug = 0;         ///< 0: none
    bool m_columnsStale = true;  ///< widths are found when the table is seen
    QList<Width> m_widths;       ///< of each column; empty: not known
    bool m_fitting = false;      ///< widths change because we change them
    bool m_resizedByHand = false;
    bool m_following = false;  ///< the current row changes because the selection did
};

}  // namespace thimble::ui
