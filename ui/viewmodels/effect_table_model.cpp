#include "ui/viewmodels/effect_table_model.h"

#include <utility>

#include "ui/format/format.h"
#include "ui/format/marked.h"

namespace thimble::ui {

namespace {

constexpr Column kColumns[] = {
    {marked("Bytes"), marked("What is counted")},
    {marked("Before"), marked("The file as it is, placed by TFLM"), true},
    {marked("After"), marked("With the plan"), true},
    {marked("Difference"), marked("After less before"), true},
    {marked("%"), marked("The difference as a part of what it was before"), true},
};

struct Measure {
    const char* name;
    const char* tip;
};

/// In the order of PlanMeasure.
constexpr Measure kMeasures[] = {
    {marked("Working set"), marked("Tensor bytes alive at the peak: not rounded, without scratch")},
    {marked("Head"), marked("What TFLM plans for tensors and scratch")},
    {marked("Gaps in the head"), marked("What the head has above the most bytes alive at once")},
    {marked("Tail"), marked("What TFLM keeps as long as the interpreter lives")},
    {marked("Used"), marked("What arena_used_bytes() will report: head and tail")},
    {marked("Smallest arena"), marked("The smallest arena that allocates and runs")},
};
}  // namespace

EffectTableModel::EffectTableModel(QObject* parent) : ReportTableModel(kColumns, parent) {}

void EffectTableModel::setPlan(std::shared_ptr<const PlannedModel> planned) {
    m_next = std::move(planned);
    setReport(m_next ? m_next->before : nullptr);
}

void EffectTableModel::reportChanging(const Report* report) {
    m_effects.clear();
    if (report == nullptr || !m_next) return;
    m_effects = planEffects(m_next->plan);
    m_main = mainEffect(m_next->plan).measure;
}

std::size_t EffectTableModel::countRows(const Report&) const { return m_effects.size(); }

QVariant EffectTableModel::cell(const Report&, std::size_t row, int column, int role) const {
    const PlanEffect& effect = m_effects[row];
    const Measure& measure = kMeasures[static_cast<std::size_t>(effect.measure)];
    const Bytes difference = effect.after - effect.before;
    if (role == Qt::ToolTipRole) {
        switch (column) {
            case MeasureColumn: return translated(measure.tip);
            case BeforeColumn: return formatBytesLong(effect.before);
            case AfterColumn: return formatBytesLong(effect.after);
            default: return formatDifference(effect.before, effect.after);
        }
    }
    if (role == Qt::FontRole) {
        if (effect.measure != m_main) return {};
        QFont bold;
        bold.setBold(true);
        return bold;
    }
    if (role != Qt::DisplayRole && role != SortRole) return {};
    switch (column) {
        case MeasureColumn: return translated(measure.name);
        case BeforeColumn: return number(effect.before, role);
        case AfterColumn: return number(effect.after, role);
        case DifferenceColumn:
            return role == SortRole ? number(difference, role) : formatSigned(difference);
        case PercentColumn:
            if (role == SortRole) return number(difference, role);
            return formatPercent(effect.before, effect.after);
        default: return {};
    }
}

}  // namespace thimble::ui
