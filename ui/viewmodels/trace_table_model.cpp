#include "ui/viewmodels/trace_table_model.h"

#include <algorithm>
#include <limits>
#include <utility>

#include "core/model/tensor_type.h"
#include "ui/format/format.h"
#include "ui/format/marked.h"
#include "ui/viewmodels/names.h"

namespace thimble::ui {

namespace {

constexpr Column kColumns[] = {
    {marked("Tensor"), marked("In the order in which they are written; the model's inputs first")},
    {marked("Subgraph"), marked("The subgraph that the tensor belongs to"), true},
    {marked("Operator"), marked("The operator that writes it")},
    {marked("Type"), marked("Type of an element")},
    {marked("Shape"), marked("Size of each dimension")},
    {marked("Lowest"), marked("The lowest real value: scale × (stored − zero point)"), true},
    {marked("Highest"), marked("The highest real value: scale × (stored − zero point)"), true},
    {marked("Mean"), marked("The mean of the real values"), true},
    {marked("At lowest"),
     marked(
         "Elements stored as the lowest number of their type, such as −128 for INT8: they may "
         "have been cut off there. Only of quantised types. Where an activation ends there anyway "
         "(the zeros of a RELU), its name stands beside the part, and nothing was lost."),
     true},
    {marked("At highest"),
     marked("Elements stored as the highest number of their type, such as 127 for INT8: they may "
            "have been cut off there. Only of quantised types. Where an activation ends there "
            "anyway, its name stands beside the part, and nothing was lost."),
     true},
};
constexpr int kNameCharacters = 200;

QString typeText(const TensorRow& tensor) { return plainText(tensorTypeName(tensor.type)); }

QVariant real(double value, bool isKnown, int role) {
    if (!isKnown)
        return role == SortRole ? QVariant(-std::numeric_limits<double>::infinity())
                                : QVariant(QStringLiteral("-"));
    return role == SortRole ? QVariant(value) : QVariant(formatReal(value));
}

}  // namespace

TraceTableModel::TraceTableModel(QObject* parent) : ReportTableModel(kColumns, parent) {}

void TraceTableModel::setRun(std::shared_ptr<const Report> report,
                             std::shared_ptr<const eval::TracedRun> run) {
    m_next = std::move(run);
    setReport(m_next ? std::move(report) : nullptr);
}

void TraceTableModel::reportChanging(const Report* report) {
    m_shown = report != nullptr ? m_next : nullptr;
}

std::size_t TraceTableModel::countRows(const Report&) const {
    return m_shown ? m_shown->tensors.size() : 0;
}

int TraceTableModel::rowOf(const SelectedItem& item) const {
    if (!m_shown) return -1;
    const auto row =
        std::ranges::find_if(m_shown->tensors, [&item](const eval::TracedTensor& traced) {
            return item.isTensor(traced.subgraph, traced.tensor) ||
                   item.isOperator(traced.subgraph, traced.op);
        });
    return row == m_shown->tensors.end() ? -1 : static_cast<int>(row - m_shown->tensors.begin());
}

QVariant TraceTableModel::saturated(const eval::TracedTensor& traced, bool atLowest, int role) {
    const auto& saturation = traced.statistics.saturation;
    if (!saturation) return noNumber(role);
    const std::int64_t count = atLowest ? saturation->atLowest : saturation->atHighest;
    const bool isNatural = atLowest ? traced.ends.lowest : traced.ends.highest;
    if (role == SortRole) {
        // By the part, as a large tensor has more of everything.
        return static_cast<double>(count) /
               static_cast<double>(std::max<std::int64_t>(1, traced.statistics.elements));
    }
    if (count == 0) return QStringLiteral("0");
    const QString share = formatShare(count, traced.statistics.elements);
    if (role == Qt::ToolTipRole)
        return isNatural
                   ? tr("%1 of %2 elements (%3) are where %4 ends: nothing was cut off")
                         .arg(formatCount(count), formatCount(traced.statistics.elements), share,
                              plainText(traced.ends.because))
                   : tr("%1 of %2 elements (%3) are at the end of the type: they may have been cut "
                        "off")
                         .arg(formatCount(count), formatCount(traced.statistics.elements), share);
    return isNatural ? tr("%1 %2").arg(share, plainText(traced.ends.because))
                     : tr("%1 (%2)").arg(formatCount(count), share);
}

QVariant TraceTableModel::cell(const Report& report, std::size_t row, int column, int role) const {
    const eval::TracedTensor& traced = m_shown->tensors[row];
    const eval::TensorStatistics& statistics = traced.statistics;
    const TensorRow& tensor = report.tensorRow(traced.subgraph, traced.tensor);
    const QString op = traced.op < 0 ? tensorKind(tensor)
                                     : operatorText(report.operatorRow(traced.subgraph, traced.op));
    switch (role) {
        case IdRole:
            return QVariant::fromValue(
                SelectedItem{SelectedItem::Kind::Tensor, traced.subgraph, traced.tensor});
        case FilterRole:
            return QStringLiteral("#%1 %2 %3 %4 %5")
                .arg(QString::number(tensor.index), formatText(tensor.name), typeText(tensor),
                     formatShape(tensor.shape), op);
        case Qt::ToolTipRole:
            if (column == AtLowestColumn || column == AtHighestColumn)
                return statistics.saturation ? saturated(traced, column == AtLowestColumn, role)
                                             : QVariant();
            if (statistics.notFinite > 0 &&
                (column == LowestColumn || column == HighestColumn || column == MeanColumn))
                return tr("Without the %1 elements that are not finite")
                    .arg(formatCount(statistics.notFinite));
            return {};
        case Qt::DisplayRole:
        case SortRole: break;
        default: return {};
    }
    switch (column) {
        case TensorColumn:
            return role == SortRole ? QVariant(static_cast<qint64>(row))
                                    : tensorText(tensor, kNameCharacters);
        case SubgraphColumn: return number(tensor.subgraph, role);
        case OperatorColumn:
            return role == SortRole ? QVariant(static_cast<qint64>(row)) : QVariant(op);
        case TypeColumn: return typeText(tensor);
        case ShapeColumn: return formatShape(tensor.shape);
        case LowestColumn: return real(statistics.lowest, statistics.hasValues(), role);
        case HighestColumn: return real(statistics.highest, statistics.hasValues(), role);
        case MeanColumn: return real(statistics.mean, statistics.hasValues(), role);
        case AtLowestColumn:
        case AtHighestColumn: return saturated(traced, column == AtLowestColumn, role);
        default: return {};
    }
}

}  // namespace thimble::ui
