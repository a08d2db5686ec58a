#include "ui/viewmodels/tail_table_model.h"

#include <algorithm>

#include "ui/format/format.h"
#include "ui/format/marked.h"

namespace thimble::ui {

namespace {

constexpr Column kColumns[] = {
    {marked("What"), marked("What TFLM keeps as long as the interpreter lives")},
    {marked("Size (B)"), marked("Bytes in the arena's tail"), true},
    {marked("Category"), marked("The name in reports and in the JSON export")},
};
}  // namespace

TailTableModel::TailTableModel(QObject* parent) : ReportTableModel(kColumns, parent) {}

void TailTableModel::reportChanging(const Report* report) {
    m_categories.clear();
    if (!report || !report->device.accepts) return;
    const tflm::TailBytes& tail = report->device.tail;
    for (std::size_t c = 0; c < tail.size(); ++c)
        if (tail[c] > 0) m_categories.push_back(c);
    std::ranges::stable_sort(m_categories, std::ranges::greater{},
                             [&tail](std::size_t c) { return tail[c]; });
}

std::size_t TailTableModel::countRows(const Report&) const { return m_categories.size(); }

QVariant TailTableModel::cell(const Report& report, std::size_t row, int column, int role) const {
    const std::size_t c = m_categories[row];
    const tflm::TailCategoryInfo info = tflm::tailCategoryInfo(static_cast<tflm::TailCategory>(c));
    switch (role) {
        case IdRole: return QVariant::fromValue(SelectedItem{});
        case FilterRole:
            return plainText(info.key) + QLatin1Char(' ') + plainText(info.description);
        case Qt::ToolTipRole:
            return column == BytesColumn ? QVariant(formatBytesLong(report.device.tail[c]))
                                         : QVariant();
        case Qt::DisplayRole:
        case SortRole: break;
        default: return {};
    }
    switch (column) {
        case DescriptionColumn: return plainText(info.description);
        case BytesColumn: return number(report.device.tail[c], role);
        case KeyColumn: return plainText(info.key);
        default: return {};
    }
}

}  // namespace thimble::ui
