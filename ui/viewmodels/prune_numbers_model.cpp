#include "ui/viewmodels/prune_numbers_model.h"

#include <cmath>

#include "ui/format/format.h"
#include "ui/format/marked.h"

namespace thimble::ui {

namespace {

constexpr Column kColumns[] = {
    {marked("What it needs"), marked("Exact unless it says otherwise")},
    {marked("All channels"), marked("The model as it is, with its best plan"), true},
    {marked("Now"), marked("With the channels that stay"), true},
    {marked("Difference"), marked("Now less before"), true},
    {marked("%"), marked("The difference as a part of what it was before"), true},
};

struct Row {
    const char* name;
    const char* tip;
};

/// In the order of Measure.
constexpr Row kRows[] = {
    {marked("Smallest arena (B)"),
     marked("The smallest arena that allocates and runs, with the best plan that a short search "
            "finds. Exact on a measured target")},
    {marked("Working set (B)"), marked("Tensor bytes alive at the peak: not rounded. Exact")},
    {marked("File (B)"), marked("The .tflite, in flash. Exact")},
    {marked("Weights (B)"), marked("Constants, each once. Exact")},
    {marked("MACs"), marked("Multiply-adds of one inference. Exact")},
    {marked("Time (estimate)"),
     marked("Of one inference on the chosen board: a model fitted to measurements")},
    {marked("Score"), marked("On the half of the data that nothing was fitted to")},
};
QString waiting() { return QStringLiteral("…"); }

std::int64_t sizeOf(const PruneNumbers& numbers, int row) {
    switch (row) {
        case PruneNumbersModel::Arena: return numbers.fit ? numbers.fit->arenaBytes : -1;
        case PruneNumbersModel::WorkingSet: return numbers.peakBytes;
        case PruneNumbersModel::File: return numbers.fit ? numbers.fit->fileBytes : -1;
        case PruneNumbersModel::Weights: return numbers.weightBytes;
        case PruneNumbersModel::Operations: return numbers.macs;
        default: return -1;
    }
}

QString valueText(const PruneNumbers& numbers, int row) {
    if (row == PruneNumbersModel::Time) return timeText(numbers);
    if (row == PruneNumbersModel::Score) return scoreText(numbers);
    const std::int64_t size = sizeOf(numbers, row);
    if (size < 0) return waiting();
    const bool isBound = row == PruneNumbersModel::Arena && !numbers.fit->isPlanned;
    return isBound ? QStringLiteral("≤ %1").arg(formatCount(size)) : formatCount(size);
}

struct Change {
    QString difference;
    QString percent;
};

Change changeOf(const PruneNumbers& before, const PruneNumbers& now, int row) {
    if (row == PruneNumbersModel::Time) {
        if (!before.fit || !now.fit || !before.fit->microseconds || !now.fit->microseconds)
            return {};
        const double was = before.fit->microseconds->value;
        const double is = now.fit->microseconds->value;
        return {{}, formatPercent(std::llround(was * 1000), std::llround(is * 1000))};
    }
    if (row == PruneNumbersModel::Score) {
        if (!before.score || !now.score || !before.score->score || !now.score->score) return {};
        const double change = *now.score->score - *before.score->score;
        const QChar sign = change < 0 ? QChar(0x2212) : QLatin1Char('+');
        if (now.score->metric == eval::Metric::Top1)
            return {PruneNumbersModel::tr("%1%2 points")
                        .arg(sign)
                        .arg(QString::number(std::abs(100 * change), 'f', 2)),
                    {}};
        return {sign + formatReal(std::abs(change)), {}};
    }
    const std::int64_t was = sizeOf(before, row);
    const std::int64_t is = sizeOf(now, row);
    if (was < 0 || is < 0) return {};
    return {formatSigned(is - was), formatPercent(was, is)};
}

}  // namespace

QString arenaText(const PruneNumbers& numbers) {
    if (!numbers.fit) return waiting();
    const QString bytes = formatBytes(numbers.fit->arenaBytes);
    return numbers.fit->isPlanned ? bytes : PruneNumbersModel::tr("at most %1").arg(bytes);
}

QString timeText(const PruneNumbers& numbers) {
    if (!numbers.fit) return waiting();
    if (!numbers.fit->microseconds) return QStringLiteral("-");
    return QStringLiteral("~%1").arg(formatTime(numbers.fit->microseconds->value));
}

QString scoreText(const PruneNumbers& numbers) {
    if (!numbers.score || !numbers.score->score) return QStringLiteral("-");
    if (numbers.score->metric == eval::Metric::Top1)
        return QStringLiteral("%1 %").arg(QString::number(100 * *numbers.score->score, 'f', 2));
    return formatReal(*numbers.score->score);
}

PruneNumbersModel::PruneNumbersModel(QObject* parent) : ReportTableModel(kColumns, parent) {}

void PruneNumbersModel::setNumbers(const std::shared_ptr<const Report>& report,
                                   const PruneNumbers& before, const PruneNumbers& now) {
    m_before = before;
    m_now = now;
    if (report.get() != this->report()) return setReport(report);
    if (rowCount() > 0) emit dataChanged(index(0, 0), index(kMeasures - 1, PercentColumn));
}

std::size_t PruneNumbersModel::countRows(const Report&) const { return kMeasures; }

QVariant PruneNumbersModel::cell(const Report&, std::size_t row, int column, int role) const {
    const auto measure = static_cast<int>(row);
    if (role == Qt::ToolTipRole) {
        const std::int64_t size = sizeOf(column == BeforeColumn ? m_before : m_now, measure);
        if (column == NowColumn && measure == Time && m_now.fit && m_now.fit->microseconds) {
            const cost::Range& time = *m_now.fit->microseconds;
            return formatTimeRange(time.low, time.value, time.high);
        }
        if ((column == BeforeColumn || column == NowColumn) && size >= 0 && measure != Operations)
            return formatBytesLong(size);
        return translated(kRows[row].tip);
    }
    if (role == Qt::FontRole) {
        if (measure != Arena) return {};
        QFont bold;
        bold.setBold(true);
        return bold;
    }
    if (role != Qt::DisplayRole) return {};
    switch (column) {
        case MeasureColumn: return translated(kRows[row].name);
        case BeforeColumn: return valueText(m_before, measure);
        case NowColumn: return valueText(m_now, measure);
        case DifferenceColumn: return changeOf(m_before, m_now, measure).difference;
        case PercentColumn: return changeOf(m_before, m_now, measure).percent;
        default: return {};
    }
}

}  // namespace thimble::ui
