#include "ui/viewmodels/cost_table_model.h"

#include <algorithm>
#include <cmath>
#include <utility>

#include "ui/format/format.h"
#include "ui/format/marked.h"

namespace thimble::ui {

namespace {

constexpr Column kColumns[] = {
    {marked("#"), marked("Position in the subgraph: the order in which operators run"), true},
    {marked("Operator"), marked("The operator's name in the TensorFlow Lite schema")},
    {marked("Cycles"), marked("Of the core, estimated"), true},
    {marked("Time"), marked("At the board's clock, estimated"), true},
    {marked("Share"), marked("Of the cycles of all operators"), true},
    {marked("Energy"), marked("Time multiplied by the power that the board draws, estimated"),
     true},
};
QVariant unknown(int role) {
    return role == SortRole ? QVariant(-1.0) : QVariant(CostTableModel::tr("unknown"));
}

/// Shares are taken of whole numbers; a hostile model's cycles may not fit into one.
std::int64_t whole(double cycles) {
    constexpr double kMost = 9e18;
    return std::llround(std::min(cycles, kMost));
}

}  // namespace

CostTableModel::CostTableModel(QObject* parent) : ReportTableModel(kColumns, parent) {}

void CostTableModel::setCost(const std::shared_ptr<const Report>& report,
                             std::optional<cost::CostEstimate> cost) {
    m_next = std::move(cost);
    setReport(m_next ? report : nullptr);
}

void CostTableModel::reportChanging(const Report* report) {
    m_shown = report != nullptr ? m_next : std::nullopt;
}

std::size_t CostTableModel::countRows(const Report&) const {
    return m_shown ? m_shown->operators.size() : 0;
}

int CostTableModel::rowOf(const SelectedItem& item) const {
    if (!m_shown || item.kind != SelectedItem::Kind::Operator || item.subgraph != 0) return -1;
    for (std::size_t row = 0; row < m_shown->operators.size(); ++row)
        if (m_shown->operators[row].index == item.index) return static_cast<int>(row);
    return -1;
}

QVariant CostTableModel::cell(const Report&, std::size_t row, int column, int role) const {
    const cost::OperatorCost& op = m_shown->operators[row];
    const bool hasEnergy = op.known && m_shown->milliwatts.value > 0;
    switch (role) {
        case IdRole:
            return QVariant::fromValue(SelectedItem{SelectedItem::Kind::Operator, 0, op.index});
        case FilterRole: return QStringLiteral("#%1 %2").arg(op.index).arg(formatText(op.name));
        case Qt::ToolTipRole:
            if (!op.known && column != NameColumn)
                return tr("Nothing is known of this operator; it counts as nothing in the sums");
            if (column == CyclesColumn)
                return tr("Estimated: %1 to %2")
                    .arg(formatAbout(op.cycles.low), formatAbout(op.cycles.high));
            if (column == TimeColumn)
                return formatTimeRange(op.microseconds.low, op.microseconds.value,
                                       op.microseconds.high);
            if (column == EnergyColumn && hasEnergy)
                return formatEnergyRange(op.microjoules.low, op.microjoules.value,
                                         op.microjoules.high);
            return {};
        case Qt::DisplayRole:
        case SortRole: break;
        default: return {};
    }
    const auto estimate = [role](double value, const QString& text) {
        return role == SortRole ? QVariant(value) : QVariant(text);
    };
    switch (column) {
        case IndexColumn: return number(op.index, role);
        case NameColumn: return formatText(op.name);
        case CyclesColumn:
            return op.known ? estimate(op.cycles.value, formatAbout(op.cycles.value))
                            : unknown(role);
        case TimeColumn:
            return op.known ? estimate(op.microseconds.value, formatTime(op.microseconds.value))
                            : unknown(role);
        case ShareColumn: {
            double sum = 0;
            for (const cost::OperatorCost& other : m_shown->operators) sum += other.cycles.value;
            return op.known
                       ? estimate(op.cycles.value, formatShare(whole(op.cycles.value), whole(sum)))
                       : unknown(role);
        }
        case EnergyColumn:
            return hasEnergy ? estimate(op.microjoules.value, formatEnergy(op.microjoules.value))
                             : unknown(role);
        default: return {};
    }
}

}  // namespace thimble::ui
