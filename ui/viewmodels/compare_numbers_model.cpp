#include "ui/viewmodels/compare_numbers_model.h"

#include <QFont>
#include <cmath>
#include <utility>

#include "ui/format/format.h"
#include "ui/format/marked.h"

namespace thimble::ui {

namespace {

struct Measure {
    const char* name;
    const char* tip;
};

/// In the order of CompareNumbersModel::Measure.
constexpr Measure kMeasures[] = {
    {marked("SRAM (B)"),
     marked("The smallest arena that allocates and runs; of a variant by rows, the static arena of "
            "its C project. Exact on a measured target")},
    {marked("Head (B)"), marked("What TFLM plans for tensors and scratch; a C project has none")},
    {marked("Tail (B)"),
     marked("What TFLM keeps as long as the interpreter lives; a C project has none")},
    {marked("Working set (B)"),
     marked(
         "Tensor bytes alive at the peak, not rounded, without scratch; by rows the most bytes in "
         "use of the arena, with scratch. Exact")},
    {marked("File (B)"), marked("The .tflite, in flash. Exact. A C project has none")},
    {marked("Weights (B)"), marked("Constants, each once. Exact")},
    {marked("MACs"), marked("Multiply-adds of one inference. Exact")},
    {marked("Score"), marked("On samples, where somebody asked; only like is compared with like")},
};
}  // namespace

QString needsText(const std::optional<variants::Figures>& figures) {
    if (!figures) return QStringLiteral("…");
    if (!figures->arenaBytes) return CompareNumbersModel::tr("refused");
    const QString bytes = formatBytes(*figures->arenaBytes);
    return figures->exact ? bytes : QStringLiteral("~%1").arg(bytes);
}

QString scoreValueText(const variants::Score& score) {
    if (score.metric != eval::Metric::Top1) return formatReal(score.value);
    return QStringLiteral("%1 %").arg(QString::number(100 * score.value, 'f', 2));
}

CompareNumbersModel::CompareNumbersModel(QObject* parent) : QAbstractTableModel(parent) {}

void CompareNumbersModel::setVariants(std::vector<ComparedVariant> variants) {
    beginResetModel();
    m_variants = std::move(variants);
    endResetModel();
}

int CompareNumbersModel::rowCount(const QModelIndex& parent) const {
    return parent.isValid() || m_variants.empty() ? 0 : kMeasures;
}

int CompareNumbersModel::columnCount(const QModelIndex& parent) const {
    return parent.isValid() || m_variants.empty() ? 0 : 2 * static_cast<int>(m_variants.size());
}

std::pair<std::size_t, bool> CompareNumbersModel::columnOf(int column) const {
    // Name, the first, then of each other one the number and the difference.
    return {static_cast<std::size_t>(column / 2), column > kFirstColumn && column % 2 == 1};
}

std::optional<std::int64_t> CompareNumbersModel::valueOf(std::size_t variant, int measure) const {
    const auto& figures = m_variants[variant].figures;
    if (!figures) return std::nullopt;
    switch (measure) {
        case Arena: return figures->arenaBytes;
        case Head: return figures->headBytes;
        case Tail: return figures->tailBytes;
        case WorkingSet: return figures->peakBytes;
        case File: return figures->fileBytes;
        case Weights: return figures->weightBytes;
        case Operations: return figures->macs;
        default: return std::nullopt;
    }
}

QString CompareNumbersModel::differenceText(std::size_t variant, int measure) const {
    if (measure == ScoreRow) {
        const auto& first = m_variants.front().score;
        const auto& other = m_variants[variant].score;
        if (!first || !other || !variants::areAlike(*first, *other)) return {};
        const double change = other->value - first->value;
        const QChar sign = change < 0 ? QChar(0x2212) : QLatin1Char('+');
        if (other->metric == eval::Metric::Top1)
            return tr("%1%2 points").arg(sign).arg(QString::number(std::abs(100 * change), 'f', 2));
        return sign + formatReal(std::abs(change));
    }
    const auto before = valueOf(0, measure);
    const auto after = valueOf(variant, measure);
    if (!before || !after) return {};
    if (*before == *after) return tr("same");
    const QString percent = formatPercent(*before, *after);
    return percent.isEmpty()
               ? formatSigned(*after - *before)
               : QStringLiteral("%1 (%2)").arg(formatSigned(*after - *before), percent);
}

QVariant CompareNumbersModel::data(const QModelIndex& index, int role) const {
    if (!index.isValid()) return {};
    const int measure = index.row();
    const int column = index.column();
    if (role == Qt::TextAlignmentRole)
        return QVariant(Qt::AlignVCenter | (column == 0 ? Qt::AlignLeft : Qt::AlignRight));
    if (role == Qt::FontRole) {
        if (measure != Arena) return {};
        QFont bold;
        bold.setBold(true);
        return bold;
    }
    if (column == 0) {
        if (role == Qt::DisplayRole) return translated(thimble::ui::kMeasures[measure].name);
        if (role == Qt::ToolTipRole) return translated(thimble::ui::kMeasures[measure].tip);
        return {};
    }
    const auto [variant, isDifference] = columnOf(column);
    const ComparedVariant& one = m_variants[variant];
    if (role == Qt::ToolTipRole) {
        if (!one.failure.isEmpty()) return one.failure;
        if (measure == ScoreRow && one.score)
            return tr("%1 samples of %2")
                .arg(formatCount(one.score->samples), formatText(one.score->data));
        const auto value = valueOf(variant, measure);
        if (value && measure != Operations && !isDifference) return formatBytesLong(*value);
        return translated(thimble::ui::kMeasures[measure].tip);
    }
    if (role != Qt::DisplayRole) return {};
    if (isDifference) return differenceText(variant, measure);
    if (measure == ScoreRow) return one.score ? scoreValueText(*one.score) : QStringLiteral("-");
    if (!one.figures) return one.failure.isEmpty() ? QStringLiteral("…") : QStringLiteral("-");
    const auto value = valueOf(variant, measure);
    if (!value) return QStringLiteral("-");
    const bool isAbout = !one.figures->exact && measure <= Tail;
    return isAbout ? QStringLiteral("~%1").arg(formatCount(*value)) : formatCount(*value);
}

QVariant CompareNumbersModel::headerData(int section, Qt::Orientation orientation, int role) const {
    if (orientation != Qt::Horizontal || m_variants.empty()) return {};
    if (role == Qt::TextAlignmentRole)
        return QVariant(Qt::AlignVCenter | (section == 0 ? Qt::AlignLeft : Qt::AlignRight));
    if (section == 0) return role == Qt::DisplayRole ? tr("What it needs") : QVariant();
    const auto [variant, isDifference] = columnOf(section);
    const QString name = m_variants[variant].name;
    if (role == Qt::ToolTipRole)
        return isDifference ? tr("%1 less %2").arg(name, m_variants.front().name) : name;
    if (role != Qt::DisplayRole) return {};
    return isDifference ? tr("Difference") : name;
}

}  // namespace thimble::ui
