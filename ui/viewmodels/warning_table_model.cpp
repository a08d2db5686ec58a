#include "ui/viewmodels/warning_table_model.h"

#include "ui/format/format.h"
#include "ui/format/marked.h"

namespace thimble::ui {

namespace {

constexpr Column kColumns[] = {
    {marked("Kind"), marked("How grave it is")},
    {marked("Message"), marked("What is odd, and where")},
};
QString byFormulaText(const tflm::TargetInfo& target) {
    return WarningTableModel::tr(
               "The scratch memory of kernels on %1 follows CMSIS-NN's published "
               "formulas; it has not been measured on TFLM itself.")
        .arg(plainText(target.name));
}

QString uncertainPlanText() {
    return WarningTableModel::tr(
        "TFLM's plan for this model depends on memory that it does not "
        "initialise: the device may need more or less.");
}

}  // namespace

WarningTableModel::WarningTableModel(QObject* parent) : ReportTableModel(kColumns, parent) {}

void WarningTableModel::reportChanging(const Report* report) {
    m_rows.clear();
    if (!report) return;
    if (!report->device.accepts)
        m_rows.push_back({tr("Refused"), formatText(report->device.reason)});
    for (const std::string& fault : report->device.planFaults)
        m_rows.push_back({tr("Memory plan"), formatText(fault)});
    if (report->device.accepts && !report->device.exact)
        m_rows.push_back({tr("Not exact"), report->target.exact ? uncertainPlanText()
                                                                : byFormulaText(report->target)});
    for (const std::string& oddity : report->model.oddities)
        m_rows.push_back({tr("File"), formatText(oddity)});
}

std::size_t WarningTableModel::countRows(const Report&) const { return m_rows.size(); }

QVariant WarningTableModel::cell(const Report&, std::size_t row, int column, int role) const {
    const Row& warning = m_rows[row];
    switch (role) {
        case IdRole: return QVariant::fromValue(SelectedItem{});
        case FilterRole: return QString(warning.kind + QLatin1Char(' ') + warning.message);
        case Qt::ToolTipRole: return warning.message;
        case Qt::DisplayRole:
        case SortRole:
            // The order of the rows is the order of gravity; sorting by kind keeps it.
            if (role == SortRole && column == KindColumn) return static_cast<qint64>(row);
            return column == KindColumn ? warning.kind : warning.message;
        default: return {};
    }
}

}  // namespace thimble::ui
