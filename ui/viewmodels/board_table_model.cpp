#include "ui/viewmodels/board_table_model.h"

#include <limits>
#include <utility>

#include "core/boards/cores.h"
#include "ui/format/format.h"

namespace thimble::ui {

namespace {

#define TEXT(text) QT_TRANSLATE_NOOP("thimble::ui::BoardTableModel", text)
constexpr Column kColumns[] = {
    {TEXT("Fits"), TEXT("Whether SRAM and flash are enough")},
    {TEXT("Board"), TEXT("Enter or a double click chooses the board")},
    {TEXT("SRAM (B)"),
     TEXT("Arena, interpreter, stack and the application's own, with the board's kernels"), true},
    {TEXT("of (B)"), TEXT("SRAM that the board has"), true},
    {TEXT("Free (B)"), TEXT("SRAM that is left; with a minus: that is missing"), true},
    {TEXT("Flash (B)"), TEXT("The file, TFLM's code for its operators, and the application"), true},
    {TEXT("of (B)"), TEXT("Flash that the board has, on the chip and mapped"), true},
    {TEXT("Free (B)"), TEXT("Flash that is left; with a minus: that is missing"), true},
    {TEXT("Latency"), TEXT("Of one inference, estimated, with its range"), true},
    {TEXT("Energy"), TEXT("Of one inference, estimated, with its range"), true},
    {TEXT("Core"), TEXT("The processor")},
    {TEXT("Clock"), TEXT("At which the board is reckoned with"), true},
};
#undef TEXT

QString coreText(const boards::Board& board) {
    const auto core = boards::findCore(board.core);
    return core ? plainText(core->description) : formatText(board.core);
}

/// Below every number, and no number for people.
QVariant unknown(int role, const QString& text) {
    return role == SortRole ? QVariant(std::numeric_limits<qlonglong>::lowest()) : QVariant(text);
}

}  // namespace

BoardTableModel::BoardTableModel(QObject* parent)
    : ReportTableModel(kColumns, "thimble::ui::BoardTableModel", parent) {}

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
