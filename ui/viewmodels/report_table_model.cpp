#include "ui/viewmodels/report_table_model.h"

#include <utility>

#include "ui/format/format.h"
#include "ui/format/marked.h"

namespace thimble::ui {

ReportTableModel::ReportTableModel(std::span<const Column> columns, QObject* parent)
    : QAbstractTableModel(parent), m_columns(columns) {}

void ReportTableModel::setReport(std::shared_ptr<const Report> report) {
    beginResetModel();
    m_report = std::move(report);
    reportChanging(m_report.get());
    endResetModel();
}

bool ReportTableModel::hasSeveralSubgraphs() const {
    return m_report && m_report->model.subgraphs > 1;
}

int ReportTableModel::rowOf(const SelectedItem&) const { return -1; }

int ReportTableModel::rowCount(const QModelIndex& parent) const {
    if (parent.isValid() || !m_report) return 0;
    return static_cast<int>(countRows(*m_report));
}

int ReportTableModel::columnCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : static_cast<int>(m_columns.size());
}

QVariant ReportTableModel::data(const QModelIndex& index, int role) const {
    if (!checkIndex(index, CheckIndexOption::IndexIsValid) || !m_report) return {};
    const bool isNumber = m_columns[static_cast<std::size_t>(index.column())].number;
    if (role == Qt::TextAlignmentRole)
        return QVariant::fromValue((isNumber ? Qt::AlignRight : Qt::AlignLeft) | Qt::AlignVCenter);
    const auto row = static_cast<std::size_t>(index.row());
    QVariant answer = cell(*m_report, row, index.column(), role);
    // A long name may not fit into its column; a number does.
    if (!answer.isValid() && (role == SortRole || (role == Qt::ToolTipRole && !isNumber)))
        answer = cell(*m_report, row, index.column(), Qt::DisplayRole);
    return answer;
}

QVariant ReportTableModel::headerData(int section, Qt::Orientation orientation, int role) const {
    if (orientation != Qt::Horizontal || section < 0 || section >= columnCount()) return {};
    const Column& column = m_columns[static_cast<std::size_t>(section)];
    switch (role) {
        case Qt::DisplayRole: return translated(column.title);
        case Qt::ToolTipRole: return translated(column.tip);
        case Qt::TextAlignmentRole:
            return QVariant::fromValue((column.number ? Qt::AlignRight : Qt::AlignLeft) |
                                       Qt::AlignVCenter);
        default: return {};
    }
}

QVariant ReportTableModel::noNumber(int role) {
    return role == SortRole ? QVariant(qint64{-1}) : QVariant(QStringLiteral("-"));
}

QVariant ReportTableModel::number(std::int64_t value, int role) {
    if (role == SortRole) return QVariant(static_cast<qint64>(value));
    return formatCount(value);
}

}  // namespace thimble::ui
