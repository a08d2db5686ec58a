#include "ui/viewmodels/worst_table_model.h"

#include <utility>

#include "ui/format/format.h"
#include "ui/format/marked.h"

namespace thimble::ui {

namespace {

constexpr Column kColumns[] = {
    {marked("#"), marked("The sample's place in the data folder"), true},
    {marked("Sample"), marked("Its file")},
    {marked("Label"), marked("The right class")},
    {marked("Answer"), marked("The class that the model chose")},
    {marked("Margin"),
     marked("How clear the answer is: for top-1 the label's value minus the largest of the others "
            "(below zero: wrong); for AUC the part of the other class's samples on the right side; "
            "for MSE minus the error"),
     true},
};
}  // namespace

WorstTableModel::WorstTableModel(QObject* parent) : ReportTableModel(kColumns, parent) {}

void WorstTableModel::setAnswer(std::shared_ptr<const Report> report,
                                std::shared_ptr<const EvaluationAnswer> answer) {
    m_next = std::move(answer);
    setReport(m_next ? std::move(report) : nullptr);
}

void WorstTableModel::reportChanging(const Report* report) {
    m_shown = report != nullptr ? m_next : nullptr;
}

std::size_t WorstTableModel::countRows(const Report&) const {
    return m_shown ? m_shown->evaluation.worst.size() : 0;
}

const eval::SampleResult& WorstTableModel::result(std::size_t row) const {
    return m_shown->evaluation.samples[m_shown->evaluation.worst[row]];
}

std::size_t WorstTableModel::sampleOf(int row) const {
    return result(static_cast<std::size_t>(row)).index;
}

QString WorstTableModel::className(std::int32_t index) const {
    if (index < 0) return QStringLiteral("-");
    const auto& names = m_shown->dataset->classNames;
    const auto at = static_cast<std::size_t>(index);
    return at < names.size() ? formatName(names[at], 40) : QString::number(index);
}

QVariant WorstTableModel::cell(const Report&, std::size_t row, int column, int role) const {
    const eval::SampleResult& sample = result(row);
    const QString file = formatName(m_shown->dataset->samples[sample.index].file, 200);
    switch (role) {
        case IdRole: return QVariant::fromValue(SelectedItem{});
        case FilterRole:
            return QStringLiteral("%1 %2 %3")
                .arg(file, className(sample.label), className(sample.answer));
        case Qt::DisplayRole:
        case SortRole: break;
        default: return {};
    }
    switch (column) {
        case SampleColumn: return number(static_cast<std::int64_t>(sample.index), role);
        case FileColumn: return file;
        case LabelColumn:
            return role == SortRole ? QVariant(sample.label) : className(sample.label);
        case AnswerColumn:
            return role == SortRole ? QVariant(sample.answer) : className(sample.answer);
        case MarginColumn:
            return role == SortRole ? QVariant(sample.margin) : formatReal(sample.margin);
        default: return {};
    }
}

}  // namespace thimble::ui
