#include "ui/viewmodels/measure_table_model.h"

#include <utility>

#include "ui/format/format.h"
#include "ui/format/marked.h"

namespace thimble::ui {

namespace {

constexpr Column kColumns[] = {
    {marked("Step"), marked("Position in the project's order"), true},
    {marked("Operator"), marked("The operator's name in the TensorFlow Lite schema")},
    {marked("Instructions"), marked("Counted in the emulator; not the same as cycles"), true},
    {marked("Share"), marked("Of the instructions of the whole inference"), true},
};
}  // namespace

MeasureTableModel::MeasureTableModel(QObject* parent) : ReportTableModel(kColumns, parent) {}

void MeasureTableModel::setMeasurement(const std::shared_ptr<const Report>& report,
                                       std::optional<Measurement> measurement,
                                       std::vector<std::int32_t> order) {
    m_next.reset();
    if (measurement) m_next = Rows{std::move(*measurement), std::move(order)};
    setReport(m_next ? report : nullptr);
}

void MeasureTableModel::reportChanging(const Report* report) {
    m_shown = report != nullptr ? m_next : std::nullopt;
}

std::size_t MeasureTableModel::countRows(const Report&) const {
    return m_shown ? m_shown->measurement.operators.size() : 0;
}

std::int32_t MeasureTableModel::operatorOf(std::size_t row) const {
    const int step = m_shown->measurement.operators[row].step;
    const bool isThere = step >= 0 && static_cast<std::size_t>(step) < m_shown->order.size();
    return isThere ? m_shown->order[static_cast<std::size_t>(step)] : -1;
}

int MeasureTableModel::rowOf(const SelectedItem& item) const {
    if (!m_shown || item.kind != SelectedItem::Kind::Operator || item.subgraph != 0) return -1;
    for (std::size_t row = 0; row < m_shown->measurement.operators.size(); ++row)
        if (operatorOf(row) == item.index) return static_cast<int>(row);
    return -1;
}

QVariant MeasureTableModel::cell(const Report&, std::size_t row, int column, int role) const {
    const MeasuredOperator& op = m_shown->measurement.operators[row];
    if (role == IdRole) {
        const std::int32_t index = operatorOf(row);
        if (index < 0) return QVariant::fromValue(SelectedItem{});
        return QVariant::fromValue(SelectedItem{SelectedItem::Kind::Operator, 0, index});
    }
    if (role != Qt::DisplayRole && role != SortRole && role != FilterRole) return {};
    const QString name = formatText(op.name.toStdString());
    if (role == FilterRole) return name;
    switch (column) {
        case StepColumn: return number(op.step, role);
        case NameColumn: return name;
        case InstructionsColumn: return number(op.instructions, role);
        case ShareColumn: {
            std::int64_t sum = 0;
            for (const MeasuredOperator& other : m_shown->measurement.operators)
                sum += other.instructions;
            const std::int64_t all = m_shown->measurement.instructions.value_or(sum);
            return role == SortRole ? QVariant(static_cast<qint64>(op.instructions))
                                    : QVariant(formatShare(op.instructions, all));
        }
        default: return {};
    }
}

}  // namespace thimble::ui
