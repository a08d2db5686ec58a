#include "ui/viewmodels/group_table_model.h"

#include <algorithm>
#include <utility>

#include "ui/format/format.h"
#include "ui/format/marked.h"

namespace thimble::ui {

namespace {

constexpr Column kColumns[] = {
    {marked("Group"),
     marked("Channels that must go together, by the operator that makes them; bold: "
            "at the peak of the working set")},
    {marked("Channels that stay"), marked("Drag, or Left and Right on the keyboard")},
    {marked("Arena"),
     marked("Bytes of arena that the next channel of the group brings, planned anew; "
            "several together may bring more"),
     true},
    {marked("Flash"), marked("Bytes of the file that the next channel of the group brings"), true},
    {marked("MACs"), marked("Multiply-adds that the next channel of the group brings"), true},
};
}  // namespace

GroupTableModel::GroupTableModel(QObject* parent) : ReportTableModel(kColumns, parent) {}

void GroupTableModel::setStudy(const std::shared_ptr<const Report>& report,
                               PruneJob::StudyPtr study) {
    m_next = std::move(study);
    setReport(m_next ? report : nullptr);
}

void GroupTableModel::reportChanging(const Report* report) {
    m_study = report != nullptr ? m_next : nullptr;
    m_costs.reset();
    m_counts =
        m_study ? prune::keptCounts(prune::keepAll(m_study->channels.groups)) : ChannelCounts();
}

void GroupTableModel::setCounts(ChannelCounts counts) {
    if (!m_study || counts == m_counts || counts.size() != m_counts.size()) return;
    for (std::size_t row = 0; row < counts.size(); ++row) {
        if (std::exchange(m_counts[row], counts[row]) == counts[row]) continue;
        const QModelIndex changed = index(static_cast<int>(row), KeptColumn);
        emit dataChanged(changed, changed);
    }
}

void GroupTableModel::setCosts(PruneJob::CostsPtr costs) {
    if (!m_study || (costs && costs->size() != m_counts.size())) return;
    m_costs = std::move(costs);
    m_most = {};
    if (m_costs)
        for (const ChannelCost& cost : *m_costs) {
            m_most.arenaBytes = std::max(m_most.arenaBytes, cost.arenaBytes);
            m_most.fileBytes = std::max(m_most.fileBytes, cost.fileBytes);
            m_most.macs = std::max(m_most.macs, cost.macs);
        }
    if (rowCount() > 0) emit dataChanged(index(0, NameColumn), index(rowCount() - 1, MacsColumn));
}

const ChannelCost* GroupTableModel::costOf(std::size_t row) const {
    return m_costs ? &(*m_costs)[row] : nullptr;
}

double GroupTableModel::shareOf(const ChannelCost& cost, int column) const {
    const auto share = [](std::int64_t part, std::int64_t most) {
        return most > 0 ? static_cast<double>(part) / static_cast<double>(most) : 0.0;
    };
    switch (column) {
        case ArenaColumn: return share(cost.arenaBytes, m_most.arenaBytes);
        case FileColumn: return share(cost.fileBytes, m_most.fileBytes);
        case MacsColumn: return share(cost.macs, m_most.macs);
        default: return 0;
    }
}

QString GroupTableModel::groupText(std::size_t group) const {
    const prune::ChannelGroup& channels = m_study->channels.groups.groups[group];
    QString words = tr("%1: %2 of %3 channels stay.")
                        .arg(formatText(channels.name), formatCount(m_counts[group]),
                             formatCount(channels.channels));
    const ChannelCost* cost = costOf(group);
    if (cost == nullptr || m_counts[group] <= 1) return words;
    words += QLatin1Char(' ') + tr("The next one brings %1 of arena, %2 of flash and %3 MACs.")
                                    .arg(formatBytes(cost->arenaBytes),
                                         formatBytes(cost->fileBytes), formatCount(cost->macs));
    if (cost->peakBytes > 0)
        words += QLatin1Char(' ') + tr("The group is at the peak of the working set.");
    return words;
}

std::size_t GroupTableModel::countRows(const Report&) const {
    return m_study ? m_study->channels.groups.groups.size() : 0;
}

QVariant GroupTableModel::cell(const Report&, std::size_t row, int column, int role) const {
    const prune::ChannelGroup& group = m_study->channels.groups.groups[row];
    const ChannelCost* cost = costOf(row);
    const bool isAtPeak = cost != nullptr && cost->peakBytes > 0;
    switch (role) {
        case KeptRole: return m_counts[row];
        case ChannelsRole: return group.channels;
        case GroupIndexRole: return QVariant::fromValue(row);
        case IsAtPeakRole: return isAtPeak;
        case ShareRole: return cost != nullptr ? shareOf(*cost, column) : 0.0;
        case Qt::ToolTipRole: return groupText(row);
        case Qt::FontRole: {
            if (!isAtPeak || column != NameColumn) return {};
            QFont bold;
            bold.setBold(true);
            return bold;
        }
        case Qt::DisplayRole:
        case SortRole:
        case FilterRole: break;
        default: return {};
    }
    const QString name = formatText(group.name);
    if (role == FilterRole) return name;
    const auto sizes = [&](std::int64_t value) -> QVariant {
        if (cost == nullptr || m_counts[row] <= 1) return noNumber(role);
        return role == SortRole ? number(value, role) : formatNumber(value);
    };
    switch (column) {
        case NameColumn: return role == SortRole ? QVariant::fromValue(row) : QVariant(name);
        case KeptColumn:
            return role == SortRole
                       ? QVariant(m_counts[row])
                       : tr("%1 of %2")
                             .arg(formatCount(m_counts[row]), formatCount(group.channels));
        case ArenaColumn: return sizes(cost != nullptr ? cost->arenaBytes : 0);
        case FileColumn: return sizes(cost != nullptr ? cost->fileBytes : 0);
        case MacsColumn: return sizes(cost != nullptr ? cost->macs : 0);
        default: return {};
    }
}

}  // namespace thimble::ui
