#include "ui/viewmodels/variant_table_model.h"

#include <utility>

#include "ui/format/format.h"
#include "ui/format/marked.h"
#include "ui/viewmodels/prune_numbers_model.h"

namespace thimble::ui {

namespace {

constexpr Column kColumns[] = {
    {marked("Variant"), marked("The model as it is, variants by name, and what is on show")},
    {marked("Channels"), marked("That stay, of all groups together"), true},
    {marked("Arena (B)"), marked("The smallest that allocates and runs, with its best plan"), true},
    {marked("File (B)"), marked("The .tflite, in flash"), true},
    {marked("MACs"), marked("Multiply-adds of one inference"), true},
    {marked("Time"), marked("Of one inference on the chosen board; an estimate"), true},
    {marked("Score"), marked("On the half of the data that nothing was fitted to"), true},
    {marked("Board"), marked("Whether it fits the chosen board")},
};
std::int64_t channelsOf(const PruneVariant& variant) {
    std::int64_t sum = 0;
    for (const auto& kept : variant.choice.selection.kept)
        sum += static_cast<std::int64_t>(kept.size());
    return sum;
}

}  // namespace

VariantTableModel::VariantTableModel(QObject* parent) : ReportTableModel(kColumns, parent) {}

void VariantTableModel::setVariants(const std::shared_ptr<const Report>& report,
                                    std::vector<PruneVariant> rows) {
    const bool isSame = report.get() == this->report() && rows.size() == m_rows.size();
    m_rows = std::move(rows);
    if (!isSame) return setReport(m_rows.empty() ? nullptr : report);
    if (rowCount() > 0) emit dataChanged(index(0, 0), index(rowCount() - 1, FitsColumn));
}

std::size_t VariantTableModel::countRows(const Report&) const { return m_rows.size(); }

QVariant VariantTableModel::cell(const Report&, std::size_t row, int column, int role) const {
    const PruneVariant& variant = m_rows[row];
    const PruneNumbers& first = m_rows.front().numbers;
    const PruneNumbers& numbers = variant.numbers;
    if (role == Qt::FontRole) {
        if (row + 1 != m_rows.size()) return {};
        QFont bold;
        bold.setBold(true);
        return bold;
    }
    if (role == Qt::ToolTipRole && row > 0) {
        if (column == ArenaColumn && numbers.fit && first.fit)
            return formatDifference(first.fit->arenaBytes, numbers.fit->arenaBytes);
        if (column == FileColumn && numbers.fit && first.fit)
            return formatDifference(first.fit->fileBytes, numbers.fit->fileBytes);
        if (column == MacsColumn) return formatPercent(first.macs, numbers.macs);
    }
    if (role == Qt::ToolTipRole && column == FitsColumn && numbers.fit && numbers.fit->fit &&
        !numbers.fit->fit->reasons.empty())
        return formatText(numbers.fit->fit->reasons.front());
    if (role != Qt::DisplayRole && role != SortRole) return {};
    const auto bytes = [&](Bytes OutlineFit::*size) -> QVariant {
        if (!numbers.fit) return role == SortRole ? QVariant(-1) : QVariant(QStringLiteral("…"));
        return number((*numbers.fit).*size, role);
    };
    switch (column) {
        case NameColumn: return variant.name;
        case ChannelsColumn: return number(channelsOf(variant), role);
        case ArenaColumn: return bytes(&OutlineFit::arenaBytes);
        case FileColumn: return bytes(&OutlineFit::fileBytes);
        case MacsColumn: return number(numbers.macs, role);
        case TimeColumn:
            if (role == SortRole)
                return numbers.fit && numbers.fit->microseconds
                           ? QVariant(numbers.fit->microseconds->value)
                           : QVariant(-1.0);
            return timeText(numbers);
        case ScoreColumn:
            if (role == SortRole)
                return numbers.score ? QVariant(numbers.score->score.value_or(-1)) : QVariant(-1.0);
            return scoreText(numbers);
        case FitsColumn:
            if (!numbers.fit || !numbers.fit->fit) return QStringLiteral("-");
            return numbers.fit->fit->fits ? tr("fits") : tr("too large");
        default: return {};
    }
}

}  // namespace thimble::ui
