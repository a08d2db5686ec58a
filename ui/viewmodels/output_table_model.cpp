#include "ui/viewmodels/output_table_model.h"

#include <algorithm>
#include <utility>

#include "ui/format/format.h"
#include "ui/format/marked.h"
#include "ui/painting/tensor_grid.h"
#include "ui/viewmodels/names.h"

namespace thimble::ui {

namespace {

constexpr Column kColumns[] = {
    {marked("Output"), marked("The model's outputs, in their order")},
    {marked("Element"), marked("Where in the output's shape the value is")},
    {marked("Class"), marked("The class that the element stands for")},
    {marked("Value"), marked("The real value: scale × (stored − zero point)"), true},
    {marked("Stored"), marked("The number as it is in memory"), true},
};
}  // namespace

OutputTableModel::OutputTableModel(QObject* parent) : ReportTableModel(kColumns, parent) {}

void OutputTableModel::setRun(std::shared_ptr<const Report> report,
                              std::shared_ptr<const eval::TracedRun> run,
                              const QStringList& classes) {
    m_next = std::move(run);
    m_classes = classes;
    setReport(m_next ? std::move(report) : nullptr);
}

void OutputTableModel::reportChanging(const Report* report) {
    m_shown = report != nullptr ? m_next : nullptr;
    m_rows.clear();
    if (!m_shown) return;
    for (std::size_t output = 0; output < m_shown->outputs.size(); ++output)
        for (std::size_t value = 0; value < m_shown->outputs[output].largest.size(); ++value)
            m_rows.push_back({output, value});
}

bool OutputTableModel::knowsClasses() const {
    return !m_classes.isEmpty() || (m_shown && m_shown->result && m_shown->result->answer >= 0);
}

std::size_t OutputTableModel::countRows(const Report&) const { return m_rows.size(); }

int OutputTableModel::rowOf(const SelectedItem& item) const {
    const auto row = std::ranges::find_if(
        m_rows, [&](const Row& r) { return item.isTensor(0, m_shown->outputs[r.output].tensor); });
    return row == m_rows.end() ? -1 : static_cast<int>(row - m_rows.begin());
}

bool OutputTableModel::isRight(const Row& row) const {
    const auto& result = m_shown->result;
    return row.output == 0 && result && result->answer >= 0 &&
           m_shown->outputs[0].largest[row.value].element ==
               static_cast<std::size_t>(result->label);
}

QString OutputTableModel::className(const Row& row) const {
    if (row.output != 0) return {};
    const auto element = static_cast<qsizetype>(m_shown->outputs[0].largest[row.value].element);
    const QString name =
        element < m_classes.size() ? m_classes[element] : tr("class %1").arg(element);
    return isRight(row) ? tr("%1 (label)").arg(name) : name;
}

QVariant OutputTableModel::cell(const Report& report, std::size_t row, int column, int role) const {
    const Row& place = m_rows[row];
    const eval::OutputValues& output = m_shown->outputs[place.output];
    const eval::OutputValue& value = output.largest[place.value];
    const TensorRow& tensor = report.tensorRow(0, output.tensor);
    switch (role) {
        case IdRole:
            return QVariant::fromValue(SelectedItem{SelectedItem::Kind::Tensor, 0, output.tensor});
        case FilterRole: return tensorText(tensor);
        case Qt::FontRole:
            if (!isRight(place)) return {};
            {
                QFont bold;
                bold.setBold(true);
                return bold;
            }
        case Qt::DisplayRole:
        case SortRole: break;
        default: return {};
    }
    switch (column) {
        case OutputColumn: return tensorText(tensor, 24);
        case ElementColumn:
            return formatShape(
                elementIndex(tensor.shape, static_cast<std::int64_t>(value.element)));
        case ClassColumn: return className(place);
        case ValueColumn: return role == SortRole ? QVariant(value.value) : formatReal(value.value);
        case StoredColumn:
            if (!value.stored) return noNumber(role);
            return role == SortRole ? number(*value.stored, role) : formatNumber(*value.stored);
        default: return {};
    }
}

}  // namespace thimble::ui
