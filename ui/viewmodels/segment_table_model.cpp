#include "ui/viewmodels/segment_table_model.h"

#include <algorithm>
#include <utility>

#include "ui/format/format.h"
#include "ui/format/marked.h"
#include "ui/viewmodels/names.h"

namespace thimble::ui {

namespace {

constexpr Column kColumns[] = {
    {marked("No."), marked("Segments run one after the other"), true},
    {marked("Operators"), marked("The first and the last of the segment, as they run")},
    {marked("Kind"), marked("By rows, slices of channels, or one operator as a whole")},
    {marked("Rows"), marked("That the last operator makes or takes in, one after the other"), true},
    {marked("Calls"), marked("Of kernels"), true},
    {marked("Most bytes"),
     marked("In use at once while it runs, with all that waits for later segments; the fullest "
            "segment is bold"),
     true},
};
}  // namespace

SegmentTableModel::SegmentTableModel(QObject* parent) : ReportTableModel(kColumns, parent) {}

void SegmentTableModel::setAnswer(const std::shared_ptr<const Report>& report,
                                  std::shared_ptr<const cproject::RowAnswer> answer) {
    m_next = std::move(answer);
    setReport(m_next ? report : nullptr);
}

void SegmentTableModel::reportChanging(const Report* report) {
    m_shown = report != nullptr ? m_next : nullptr;
    m_most = 0;
    if (!m_shown) return;
    for (const split::SegmentRow& row : m_shown->segments) m_most = std::max(m_most, row.mostBytes);
}

std::size_t SegmentTableModel::countRows(const Report&) const {
    return m_shown ? m_shown->segments.size() : 0;
}

int SegmentTableModel::rowOf(const SelectedItem& item) const {
    if (!m_shown || item.kind != SelectedItem::Kind::Operator || item.subgraph != 0) return -1;
    for (std::size_t row = 0; row < m_shown->segments.size(); ++row)
        if (m_shown->segments[row].firstOp == item.index) return static_cast<int>(row);
    return -1;
}

QVariant SegmentTableModel::cell(const Report& report, std::size_t row, int column,
                                 int role) const {
    const split::SegmentRow& segment = m_shown->segments[row];
    if (role == IdRole)
        return QVariant::fromValue(SelectedItem{SelectedItem::Kind::Operator, 0, segment.firstOp});
    if (role == Qt::FontRole) {
        if (segment.mostBytes < m_most) return {};
        QFont bold;
        bold.setBold(true);
        return bold;
    }
    if (role == Qt::ToolTipRole && column == BytesColumn) return formatBytesLong(segment.mostBytes);
    if (role != Qt::DisplayRole && role != SortRole && role != FilterRole) return {};
    const auto name = [&](std::int32_t op) { return operatorText(report.operatorRow(0, op)); };
    const QString operators = segment.firstOp == segment.lastOp
                                  ? name(segment.firstOp)
                                  : tr("%1 to %2").arg(name(segment.firstOp), name(segment.lastOp));
    if (role == FilterRole) return operators;
    switch (column) {
        case PositionColumn: return number(static_cast<std::int64_t>(row) + 1, role);
        case OperatorsColumn: return role == SortRole ? QVariant(segment.firstOp) : operators;
        case KindColumn:
            return segment.segment.slices > 1
                       ? tr("channels ×%1").arg(formatCount(segment.segment.slices))
                   : segment.segment.byRows ? tr("rows")
                                            : tr("whole");
        case RowsColumn:
            return segment.segment.byRows ? number(segment.rows, role) : noNumber(role);
        case CallsColumn: return number(segment.calls, role);
        case BytesColumn:
            return role == SortRole ? number(segment.mostBytes, role)
                                    : formatBytes(segment.mostBytes);
        default: return {};
    }
}

}  // namespace thimble::ui
