#include "ui/viewmodels/board_table_model.h"

#include <limits>
#include <utility>

#include "core/boards/cores.h"
#include "ui/format/format.h"
#include "ui/format/marked.h"

namespace thimble::ui {

namespace {

constexpr Column kColumns[] = {
    {marked("Fits"), marked("Whether SRAM and flash are enough")},
    {marked("Board"), marked("Enter or a double click chooses the board")},
    {marked("SRAM (B)"),
     marked("Arena, interpreter, stack and the application's own, with the board's kernels"), true},
    {marked("of (B)"), marked("SRAM that the board has"), true},
    {marked("Free (B)"), marked("SRAM that is left; with a minus: that is missing"), true},
    {marked("Flash (B)"), marked("The file, TFLM's code for its operators, and the application"),
     true},
    {marked("of (B)"), marked("Flash that the board has, on the chip and mapped"), true},
    {marked("Free (B)"), marked("Flash that is left; with a minus: that is missing"), true},
    {marked("Latency"), marked("Of one inference, estimated, with its range"), true},
    {marked("Energy"), marked("Of one inference, estimated, with its range"), true},
    {marked("Core"), marked("The processor")},
    {marked("Clock"), marked("At which the board is reckoned with"), true},
};
QString coreText(const boards::Board& board) {
    const auto core = boards::findCore(board.core);
    return core ? plainText(core->description) : formatText(board.core);
}

/// Below every number, and no number for people.
QVariant unknown(int role, const QString& text) {
    return role == SortRole ? QVariant(std::numeric_limits<qlonglong>::lowest()) : QVariant(text);
}

}  // namespace

BoardTableModel::BoardTableModel(QObject* parent) : ReportTableModel(kColumns, parent) {}

void BoardTableModel::setAnswers(const std::shared_ptr<const Report>& report,
                                 std::shared_ptr<const BoardAnswers> answers,
                                 const std::string& chosen) {
    m_next = std::move(answers);
    m_chosen = chosen;
    setReport(m_next ? report : nullptr);
}

void BoardTableModel::reportChanging(const Report* report) {
    m_shown = report != nullptr ? m_next : nullptr;
}

const BoardAnswer& BoardTableModel::answer(int row) const {
    return (*m_shown)[static_cast<std::size_t>(row)];
}

int BoardTableModel::chosenRow() const {
    for (int row = 0; row < rowCount(); ++row)
        if (answer(row).on.board.id == m_chosen) return row;
    return -1;
}

std::size_t BoardTableModel::countRows(const Report&) const {
    return m_shown ? m_shown->size() : 0;
}

QVariant BoardTableModel::cell(const Report&, std::size_t row, int column, int role) const {
    const BoardAnswer& answer = (*m_shown)[row];
    const boards::Board& board = answer.on.board;
    const boards::Fit& fit = answer.on.fit;
    switch (role) {
        case IdRole: return QVariant::fromValue(SelectedItem{});
        case FilterRole:
            return QStringLiteral("%1 %2 %3 %4 %5")
                .arg(formatText(board.name), formatText(board.id), formatText(board.chip),
                     coreText(board), fit.fits ? tr("fits") : tr("does not"));
        case Qt::FontRole:
            if (board.id != m_chosen) return {};
            {
                QFont bold;
                bold.setBold(true);
                return bold;
            }
        case Qt::ToolTipRole:
            if (column == FitsColumn && !fit.reasons.empty()) {
                QStringList reasons;
                for (const std::string& reason : fit.reasons) reasons.append(formatText(reason));
                return reasons.join(QLatin1Char('\n'));
            }
            if (column == BoardColumn)
                return board.notes.empty() ? formatText(board.name)
                                           : QStringLiteral("%1\n%2").arg(formatText(board.name),
                                                                          formatText(board.notes));
            if (column == CoreColumn) return coreText(board);
            if (column == SramUsedColumn && fit.sram) return formatBytesLong(fit.sram->usedBytes());
            if (column == SramColumn) return formatBytesLong(fit.sramAvailableBytes);
            if (column == FlashUsedColumn) return formatBytesLong(fit.flash.usedBytes());
            if (column == FlashColumn && fit.flashAvailableBytes)
                return formatBytesLong(*fit.flashAvailableBytes);
            if (column == LatencyColumn && !answer.latency()) return formatText(answer.costUnknown);
            if (column == EnergyColumn && !answer.energy())
                return answer.cost ? tr("Nobody has stated what this board draws")
                                   : formatText(answer.costUnknown);
            return {};
        case Qt::DisplayRole:
        case SortRole: break;
        default: return {};
    }
    const auto margin = [role](Bytes available, Bytes used) {
        return role == SortRole ? number(available - used, role)
                                : QVariant(formatNumber(available - used));
    };
    switch (column) {
        case FitsColumn: return fit.fits ? tr("yes") : tr("no");
        case BoardColumn: return formatText(board.name);
        case SramUsedColumn:
            return fit.sram ? number(fit.sram->usedBytes(), role) : unknown(role, tr("refused"));
        case SramColumn: return number(fit.sramAvailableBytes, role);
        case SramMarginColumn:
            return fit.sram ? margin(fit.sramAvailableBytes, fit.sram->usedBytes())
                            : unknown(role, QStringLiteral("-"));
        case FlashUsedColumn: return number(fit.flash.usedBytes(), role);
        case FlashColumn:
            return fit.flashAvailableBytes ? number(*fit.flashAvailableBytes, role)
                                           : unknown(role, tr("unknown"));
        case FlashMarginColumn:
            return fit.flashAvailableBytes ? margin(*fit.flashAvailableBytes, fit.flash.usedBytes())
                                           : unknown(role, tr("unknown"));
        case LatencyColumn:
            if (const cost::Range* time = answer.latency())
                return role == SortRole
                           ? QVariant(time->value)
                           : QVariant(formatTimeRange(time->low, time->value, time->high));
            return unknown(role, tr("unknown"));
        case EnergyColumn:
            if (const cost::Range* energy = answer.energy())
                return role == SortRole
                           ? QVariant(energy->value)
                           : QVariant(formatEnergyRange(energy->low, energy->value, energy->high));
            return unknown(role, tr("unknown"));
        case ClockColumn:
            return role == SortRole ? number(board.clockHz, role)
                                    : QVariant(formatFrequency(board.clockHz));
        // The short name: what the board is called needs the room.
        case CoreColumn: return formatText(board.core);
        default: return {};
    }
}

}  // namespace thimble::ui
