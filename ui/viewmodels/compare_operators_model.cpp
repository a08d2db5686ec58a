#include "ui/viewmodels/compare_operators_model.h"

#include <algorithm>
#include <utility>

#include "ui/format/format.h"
#include "ui/viewmodels/report_table_model.h"

namespace thimble::ui {

namespace {

/// Bytes in use while the operator runs: of its step, or of its segment by rows.
std::optional<std::int64_t> bytesAlive(const ComparedVariant& variant, const OperatorRow& op) {
    if (variant.rows) {
        for (const split::SegmentRow& segment : variant.rows->segments)
            if (segment.firstOp <= op.index && op.index <= segment.lastOp) return segment.mostBytes;
        return std::nullopt;
    }
    if (op.step < 0) return std::nullopt;
    return variant.report->steps[static_cast<std::size_t>(op.step)].totalBytes();
}

}  // namespace

CompareOperatorsModel::CompareOperatorsModel(QObject* parent) : QAbstractTableModel(parent) {}

void CompareOperatorsModel::setVariants(const std::vector<ComparedVariant>& variants) {
    beginResetModel();
    m_variants.clear();
    std::vector<const Report*> reports;
    for (const ComparedVariant& variant : variants) {
        if (!variant.isMade()) continue;
        m_variants.push_back(variant);
        reports.push_back(variant.report.get());
    }
    m_rows = variants::sameOperators(reports);
    endResetModel();
}

void CompareOperatorsModel::setQuantity(Quantity quantity) {
    if (quantity == m_quantity) return;
    beginResetModel();
    m_quantity = quantity;
    endResetModel();
}

int CompareOperatorsModel::rowCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : static_cast<int>(m_rows.size());
}

int CompareOperatorsModel::columnCount(const QModelIndex& parent) const {
    if (parent.isValid() || m_variants.empty()) return 0;
    return kFirstColumn + 2 * static_cast<int>(m_variants.size()) - 1;
}

std::pair<std::size_t, bool> CompareOperatorsModel::columnOf(int column) const {
    const int at = column - kFirstColumn;
    if (at == 0) return {0, false};
    return {static_cast<std::size_t>((at + 1) / 2), at % 2 == 0};
}

const OperatorRow* CompareOperatorsModel::operatorOf(std::size_t row, std::size_t variant) const {
    const auto& at = m_rows[row].rows[variant];
    return at ? &m_variants[variant].report->operators[*at] : nullptr;
}

std::optional<std::int64_t> CompareOperatorsModel::valueOf(std::size_t row,
                                                           std::size_t variant) const {
    const OperatorRow* op = operatorOf(row, variant);
    if (op == nullptr) return std::nullopt;
    switch (m_quantity) {
        case BytesAlive: return bytesAlive(m_variants[variant], *op);
        case Operations: return op->macsKnown ? std::optional(op->macs) : std::nullopt;
        case Weights: return op->weightBytes;
    }
    return std::nullopt;
}

QVariant CompareOperatorsModel::data(const QModelIndex& index, int role) const {
    if (!index.isValid()) return {};
    const auto row = static_cast<std::size_t>(index.row());
    const int column = index.column();
    if (role == Qt::TextAlignmentRole)
        return QVariant(Qt::AlignVCenter |
                        (column < kFirstColumn ? Qt::AlignLeft : Qt::AlignRight));
    if (column < kFirstColumn) {
        const auto& rows = m_rows[row].rows;
        const auto has = std::ranges::find_if(rows, [](const auto& at) { return at.has_value(); });
        const auto variant = static_cast<std::size_t>(has - rows.begin());
        const OperatorRow& op = *operatorOf(row, variant);
        if (column == 0) {
            if (role == SortRole) return index.row();
            if (role == Qt::ToolTipRole)
                return variant == 0 ? QVariant()
                                    : tr("Only from %1 on").arg(m_variants[variant].name);
            return role == Qt::DisplayRole
                       ? QVariant(QStringLiteral("#%1 %2").arg(op.index).arg(formatName(op.name)))
                       : QVariant();
        }
        if (op.outputs.empty() || op.outputs[0] < 0) return {};
        const std::string& name =
            m_variants[variant].report->tensorRow(op.subgraph, op.outputs[0]).name;
        if (role == Qt::DisplayRole || role == SortRole) return formatName(name, 60);
        return role == Qt::ToolTipRole ? QVariant(formatName(name, 300)) : QVariant();
    }
    const auto [variant, isDifference] = columnOf(column);
    const auto value = valueOf(row, variant);
    const auto first = valueOf(row, 0);
    if (role == SortRole) {
        if (!value || (isDifference && !first)) return QVariant::fromValue<qlonglong>(0);
        return QVariant::fromValue<qlonglong>(isDifference ? *value - *first : *value);
    }
    if (role == Qt::ToolTipRole) {
        if (!value || m_quantity == Operations) return {};
        return isDifference && first ? formatDifference(*first, *value) : formatBytesLong(*value);
    }
    if (role != Qt::DisplayRole) return {};
    if (!isDifference) return value ? formatCount(*value) : QStringLiteral("-");
    if (!value || !first) return {};
    if (*value == *first) return tr("same");
    const QString percent = formatPercent(*first, *value);
    return percent.isEmpty()
               ? formatSigned(*value - *first)
               : QStringLiteral("%1 (%2)").arg(formatSigned(*value - *first), percent);
}

QVariant CompareOperatorsModel::headerData(int section, Qt::Orientation orientation,
                                           int role) const {
    if (orientation != Qt::Horizontal || m_variants.empty()) return {};
    if (role == Qt::TextAlignmentRole)
        return QVariant(Qt::AlignVCenter |
                        (section < kFirstColumn ? Qt::AlignLeft : Qt::AlignRight));
    if (section < kFirstColumn) {
        if (role != Qt::DisplayRole) return {};
        return section == 0 ? tr("Operator") : tr("Writes");
    }
    const auto [variant, isDifference] = columnOf(section);
    const QString& name = m_variants[variant].name;
    if (role == Qt::ToolTipRole)
        return isDifference ? tr("%1 less %2").arg(name, m_variants.front().name) : name;
    if (role != Qt::DisplayRole) return {};
    return isDifference ? tr("Difference") : name;
}

}  // namespace thimble::ui
