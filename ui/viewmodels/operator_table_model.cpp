#include "ui/viewmodels/operator_table_model.h"

#include <iterator>

#include "ui/format/format.h"
#include "ui/format/marked.h"
#include "ui/viewmodels/names.h"

namespace thimble::ui {

namespace {

constexpr Column kColumns[] = {
    {marked("#"), marked("Position in the subgraph: the order in which operators run"), true},
    {marked("Subgraph"), marked("Subgraph 0 runs; the others run when an operator calls them"),
     true},
    {marked("Operator"), marked("The operator's name in the TensorFlow Lite schema")},
    {marked("Output"), marked("Shape of the first tensor that it writes")},
    {marked("MACs"), marked("Multiply-accumulate operations of one run"), true},
    {marked("Weights (B)"), marked("Bytes of the constants that it reads; they stay in flash"),
     true},
    {marked("Working set (B)"),
     marked("Tensor bytes alive while it runs, without scratch and without rounding"), true},
    {marked("Scratch (B)"), marked("Working buffers of its kernel, alive while it runs"), true},
    {marked("Arena (B)"),
     marked("Bytes alive in the arena while it runs: tensors and scratch, each rounded up to 16"),
     true},
};
QString outputShape(const Report& report, const OperatorRow& row) {
    if (row.outputs.empty()) return {};
    return formatShape(report.tensorRow(row.subgraph, row.outputs.front()).shape);
}

bool isFullest(const Report& report, const OperatorRow& row) {
    return row.step >= 0 && row.step == report.peakStep;
}

}  // namespace

OperatorTableModel::OperatorTableModel(QObject* parent) : ReportTableModel(kColumns, parent) {}

int OperatorTableModel::rowOf(const SelectedItem& item) const {
    if (!report() || item.kind != SelectedItem::Kind::Operator) return -1;
    return operatorPosition(*report(), item.subgraph, item.index);
}

std::size_t OperatorTableModel::countRows(const Report& report) const {
    return report.operators.size();
}

QVariant OperatorTableModel::cell(const Report& report, std::size_t row, int column,
                                  int role) const {
    const OperatorRow& op = report.operators[row];
    switch (role) {
        case IdRole:
            return QVariant::fromValue(
                SelectedItem{SelectedItem::Kind::Operator, op.subgraph, op.index});
        case FilterRole:
            return QStringLiteral("#%1 %2 %3 %4")
                .arg(op.index)
                .arg(formatText(op.name), formatText(op.family), outputShape(report, op));
        case Qt::FontRole:
            if (!isFullest(report, op)) return {};
            {
                QFont bold;
                bold.setBold(true);
                return bold;
            }
        case Qt::ToolTipRole:
            if (column == ArenaColumn && isFullest(report, op))
                return report.isPeakFullest()
                           ? tr("The peak: no other step holds more bytes in the arena")
                           : tr("The fullest step: no other holds more bytes in the arena");
            if (column == MacsColumn && !op.macsKnown)
                return tr("Unknown: nothing says what this operator computes");
            if (column == WeightsColumn) return formatBytesLong(op.weightBytes);
            if (column == WorkingSetColumn && op.subgraph == 0)
                return formatBytesLong(op.workingSetBytes);
            if (column == ScratchColumn) return formatBytesLong(op.scratchBytes);
            return {};
        case Qt::DisplayRole:
        case SortRole: break;
        default: return {};
    }
    switch (column) {
        case IndexColumn: return number(op.index, role);
        case SubgraphColumn: return number(op.subgraph, role);
        case NameColumn: return formatText(op.name);
        case OutputColumn: return outputShape(report, op);
        case MacsColumn: return op.macsKnown ? number(op.macs, role) : noNumber(role);
        case WeightsColumn: return number(op.weightBytes, role);
        case WorkingSetColumn:
            return op.subgraph == 0 ? number(op.workingSetBytes, role) : noNumber(role);
        case ScratchColumn: return number(op.scratchBytes, role);
        case ArenaColumn:
            return op.step < 0
                       ? noNumber(role)
                       : number(report.steps[static_cast<std::size_t>(op.step)].alignedBytes, role);
        default: return {};
    }
}

}  // namespace thimble::ui
