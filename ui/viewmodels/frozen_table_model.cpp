#include "ui/viewmodels/frozen_table_model.h"

#include <utility>

#include "ui/format/format.h"
#include "ui/format/marked.h"
#include "ui/viewmodels/names.h"

namespace thimble::ui {

namespace {

constexpr Column kColumns[] = {
    {marked("Operator"), marked("Whose weights make the channels")},
    {marked("Channels"), marked("That have to stay"), true},
    {marked("Why they stay"), marked("What would not be the same without them")},
};
}  // namespace

FrozenTableModel::FrozenTableModel(QObject* parent) : ReportTableModel(kColumns, parent) {}

void FrozenTableModel::setStudy(const std::shared_ptr<const Report>& report,
                                PruneJob::StudyPtr study) {
    m_study = std::move(study);
    setReport(m_study ? report : nullptr);
}

std::size_t FrozenTableModel::countRows(const Report&) const {
    return m_study ? m_study->channels.groups.frozen.size() : 0;
}

QVariant FrozenTableModel::cell(const Report& report, std::size_t row, int column, int role) const {
    if (role != Qt::DisplayRole && role != SortRole && role != FilterRole) return {};
    const prune::FrozenChannels& frozen = m_study->channels.groups.frozen[row];
    const QString reason = formatText(frozen.reason);
    if (role == FilterRole) return reason;
    switch (column) {
        case OperatorColumn:
            return role == SortRole ? QVariant(frozen.op)
                                    : operatorText(report.operatorRow(0, frozen.op));
        case ChannelsColumn: return number(frozen.count, role);
        case ReasonColumn: return reason;
        default: return {};
    }
}

}  // namespace thimble::ui
