#include "ui/viewmodels/front_table_model.h"

#include <utility>

#include "ui/format/format.h"
#include "ui/format/marked.h"

namespace thimble::ui {

namespace {

constexpr Column kColumns[] = {
    {marked("Variant"), marked("By its arena, the smallest first"), true},
    {marked("Test score"),
     marked("On samples that the search never looked at; repaired as it will be written"), true},
    {marked("Score in the search"), marked("On a few samples of the other half"), true},
    {marked("Arena (B)"), marked("With its plan. Exact on a measured target"), true},
    {marked("Flash (B)"), marked("Weights, and the code that runs them"), true},
    {marked("MACs"), marked("Multiply-adds of one inference. Exact"), true},
    {marked("Time"), marked("Of one inference: an estimate"), true},
};
}  // namespace

QString searchScoreText(const search::Problem& problem, const std::optional<double>& score) {
    if (!score) return QStringLiteral("-");
    if (problem.isErrorScore) return formatReal(*score);
    return FrontTableModel::tr("%1 %").arg(QString::number(100 * *score, 'f', 1));
}

FrontTableModel::FrontTableModel(QObject* parent) : ReportTableModel(kColumns, parent) {}

void FrontTableModel::setFront(const std::shared_ptr<const Report>& report,
                               std::shared_ptr<const search::Problem> problem,
                               std::vector<search::FrontPoint> front) {
    if (problem == m_problem && front == m_front && report.get() == this->report()) return;
    const bool isSameSize = report.get() == this->report() && front.size() == m_front.size();
    m_problem = std::move(problem);
    m_front = std::move(front);
    if (!isSameSize) return setReport(m_front.empty() ? nullptr : report);
    if (rowCount() > 0) emit dataChanged(index(0, 0), index(rowCount() - 1, TimeColumn));
}

std::size_t FrontTableModel::countRows(const Report&) const { return m_front.size(); }

QVariant FrontTableModel::cell(const Report&, std::size_t row, int column, int role) const {
    const search::FrontPoint& point = m_front[row];
    const search::Outcome& outcome = point.evaluated.outcome;
    if (role == Qt::ToolTipRole) {
        if (column == ArenaColumn)
            return formatDifference(m_problem->whole.arenaBytes, outcome.arenaBytes);
        if (column == FlashColumn)
            return formatDifference(m_problem->whole.flashBytes, outcome.flashBytes);
        if (column == MacsColumn) return formatPercent(m_problem->whole.macs, outcome.macs);
        return {};
    }
    if (role != Qt::DisplayRole && role != SortRole) return {};
    const auto score = [&](const std::optional<double>& value) -> QVariant {
        if (role == SortRole) return value.value_or(-1);
        return searchScoreText(*m_problem, value);
    };
    switch (column) {
        case PointColumn: return number(static_cast<std::int64_t>(row) + 1, role);
        case TestColumn: return score(point.testScore);
        case ScoreColumn: return score(outcome.score);
        case ArenaColumn: return number(outcome.arenaBytes, role);
        case FlashColumn: return number(outcome.flashBytes, role);
        case MacsColumn: return number(outcome.macs, role);
        case TimeColumn:
            if (!outcome.latencyMs) return noNumber(role);
            if (role == SortRole) return *outcome.latencyMs;
            return QStringLiteral("~%1").arg(formatTime(*outcome.latencyMs * 1000));
        default: return {};
    }
}

}  // namespace thimble::ui
