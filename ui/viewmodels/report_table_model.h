#pragma once

#include <QAbstractTableModel>
#include <QFont>
#include <memory>
#include <span>

#include "core/report/report.h"
#include "ui/document/selection.h"

namespace thimble::ui {

/// What models answer beside the roles of Qt.
enum ModelRole {
    SortRole = Qt::UserRole + 1,  ///< the raw number or text, for sorting
    IdRole,                       ///< the SelectedItem of the row; of kind None where there is none
    FilterRole,                   ///< all that the text filter looks at, of the whole row
};

/// The head of a column: what stands there, what it means, and whether numbers stand below it.
struct Column {
    const char* title;  ///< in English, marked()
    const char* tip;
    bool number = false;
};

/// A table with one row per thing of a report. Translates, never computes: subclasses say what
/// stands in a cell, this class does what all of them share (heads, alignment, checks of the
/// index).
class ReportTableModel : public QAbstractTableModel {
    Q_OBJECT

public:
    /// Nothing: an empty table.
    void setReport(std::shared_ptr<const Report> report);
    [[nodiscard]] const Report* report() const { return m_report.get(); }

    /// True when the report has operators or tensors in more than one subgraph.
    [[nodiscard]] bool hasSeveralSubgraphs() const;
    /// The row that shows `item`, or -1.
    [[nodiscard]] virtual int rowOf(const SelectedItem& item) const;

    [[nodiscard]] int rowCount(const QModelIndex& parent = {}) const final;
    [[nodiscard]] int columnCount(const QModelIndex& parent = {}) const final;
    [[nodiscard]] QVariant data(const QModelIndex& index, int role) const final;
    [[nodiscard]] QVariant headerData(int section, Qt::Orientation orientation,
                                      int role) const final;

protected:
    /// `columns` lives as long as the model.
    ReportTableModel(std::span<const Column> columns, QObject* parent);

    /// Called with a report only.
    [[nodiscard]] virtual std::size_t countRows(const Report& report) const = 0;
    /// The answer for DisplayRole, ToolTipRole, SortRole, IdRole, FilterRole, FontRole; an invalid
    /// QVariant for what has none. SortRole falls back to DisplayRole.
    [[nodiscard]] virtual QVariant cell(const Report& report, std::size_t row, int column,
                                        int role) const = 0;
    /// For rows that are not the report's own, right before a reset shows them.
    virtual void reportChanging(const Report*) {}

    /// "-" for people, -1 for sorting: a number that does not exist.
    [[nodiscard]] static QVariant noNumber(int role);
    /// A number as SortRole wants it, grouped text otherwise.
    [[nodiscard]] static QVariant number(std::int64_t value, int role);

private:
    std::span<const Column> m_columns;
    std::shared_ptr<const Report> m_report;
};

}  // namespace thimble::ui
