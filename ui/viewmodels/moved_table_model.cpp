#include "ui/viewmodels/moved_table_model.h"

#include <algorithm>
#include <utility>

#include "ui/format/format.h"
#include "ui/format/marked.h"
#include "ui/viewmodels/names.h"

namespace thimble::ui {

namespace {

constexpr Column kColumns[] = {
    {marked("Operator"), marked("With its number in the file as it is")},
    {marked("Subgraph"), marked("Subgraph 0 runs; the others run when an operator calls them"),
     true},
    {marked("Before"), marked("Where it runs in the file as it is"), true},
    {marked("After"), marked("Where it runs in the plan"), true},
    {marked("Moved"), marked("Steps that it runs later, or earlier"), true},
    {marked("Writes"), marked("The first tensor that it writes")},
};
}  // namespace

MovedTableModel::MovedTableModel(QObject* parent) : ReportTableModel(kColumns, parent) {}

void MovedTableModel::setPlan(std::shared_ptr<const PlannedModel> planned) {
    m_next = std::move(planned);
    setReport(m_next ? m_next->before : nullptr);
}

void MovedTableModel::reportChanging(const Report* report) {
    m_shown = report != nullptr ? m_next : nullptr;
}

std::size_t MovedTableModel::countRows(const Report&) const {
    return m_shown ? m_shown->changes.moved.size() : 0;
}

int MovedTableModel::rowOf(const SelectedItem& item) const {
    if (!m_shown || item.kind != SelectedItem::Kind::Operator) return -1;
    const auto& moved = m_shown->changes.moved;
    const auto row = std::ranges::find_if(moved, [&item](const MovedOperator& op) {
        return item.isOperator(op.subgraph, op.before);
    });
    return row == moved.end() ? -1 : static_cast<int>(row - moved.begin());
}

QVariant MovedTableModel::cell(const Report& report, std::size_t row, int column, int role) const {
    const MovedOperator& moved = m_shown->changes.moved[row];
    const OperatorRow& op = report.operatorRow(moved.subgraph, moved.before);
    const auto output = [&] {
        return op.outputs.empty() ? QString()
                                  : tensorText(report.tensorRow(op.subgraph, op.outputs.front()));
    };
    switch (role) {
        case IdRole:
            return QVariant::fromValue(
                SelectedItem{SelectedItem::Kind::Operator, moved.subgraph, moved.before});
        case FilterRole: return operatorText(op) + QLatin1Char(' ') + output();
        case Qt::DisplayRole:
        case SortRole: break;
        default: return {};
    }
    switch (column) {
        case OperatorColumn:
            return role == SortRole ? number(moved.before, role) : operatorText(op);
        case SubgraphColumn: return number(moved.subgraph, role);
        case BeforeColumn: return number(moved.before, role);
        case AfterColumn: return number(moved.after, role);
        case ByColumn:
            return role == SortRole ? number(moved.after - moved.before, role)
                                    : formatSigned(moved.after - moved.before);
        case OutputColumn: return output();
        default: return {};
    }
}

}  // namespace thimble::ui
