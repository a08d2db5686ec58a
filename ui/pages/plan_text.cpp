#include "ui/pages/plan_text.h"

#include <QCoreApplication>

#include "core/pipeline/plan_sentences.h"
#include "ui/format/format.h"

namespace thimble::ui {

namespace {

struct Texts {
    Q_DECLARE_TR_FUNCTIONS(thimble::ui::PlanText)
};

constexpr int kLongestSentence = 400;

QString sentence(const std::string& text) { return formatName(text, kLongestSentence); }

bool isUnproven(const Finding& finding, Bytes found) {
    return finding.reason != StopReason::Proven && found > finding.lowerBoundBytes;
}

}  // namespace

Bytes planDifference(const PlannedModel& planned) {
    const PlanEffect effect = mainEffect(planned.plan);
    return effect.after - effect.before;
}

QString planButtonText(const PlannedModel& planned) {
    const Bytes difference = planDifference(planned);
    if (!planned.faults.empty()) return Texts::tr("Best plan: not sound");
    if (difference >= 0) return Texts::tr("Best plan: nothing to gain");
    return Texts::tr("Best plan %1 B").arg(formatSigned(difference));
}

QString planHeadline(const PlannedModel& planned) {
    const PlanEffect effect = mainEffect(planned.plan);
    const bool isHead = effect.measure == PlanMeasure::Head;
    const QString after = formatBytes(effect.after);
    const Bytes head = planned.plan.before.headBytes - planned.plan.after.headBytes;
    if (effect.after == effect.before && head > 0)
        return Texts::tr("Needs %1 of SRAM as before, though the head is %2 smaller")
            .arg(after, formatBytes(head));
    if (effect.after == effect.before)
        return isHead ? Texts::tr("Nothing to gain: the tensors need a head of %1").arg(after)
                      : Texts::tr("Nothing to gain: needs %1 of SRAM as before").arg(after);
    return (isHead ? Texts::tr("The tensors need a head of %1 instead of %2: %3")
                   : Texts::tr("Needs %1 of SRAM instead of %2: %3"))
        .arg(after, formatBytes(effect.before), formatDifference(effect.before, effect.after));
}

QStringList planSentences(const PlannedModel& planned) {
    QStringList sentences;
    if (!planned.faults.empty())
        sentences.append(Texts::tr("This plan failed its own check and will not be written: %1.")
                             .arg(sentence(planned.faults.front())));
    if (!planned.plan.before.accepts)
        sentences.append(
            Texts::tr("TensorFlow Lite Micro refuses this model: %1. The plan is of its tensors "
                      "alone.")
                .arg(sentence(planned.plan.before.reason)));
    sentences.append(sentence(orderSentence(planned.plan, planned.options.order)));
    sentences.append(sentence(placementSentence(planned.plan, planned.options.placement)));
    return sentences;
}

bool canSearchOn(const PlannedModel& planned) {
    const MemoryPlan& plan = planned.plan;
    return (planned.options.order == OrderChoice::Optimal &&
            isUnproven(plan.orderFinding, plan.peakAfter)) ||
           (planned.options.placement == PlacementChoice::Exact &&
            isUnproven(plan.placementFinding, plan.after.headBytes));
}

QString progressText(const SearchProgress& progress) {
    if (progress.nodes == 0) return Texts::tr("Searching…");
    return Texts::tr("Best so far %1; nothing below %2 is possible. %3 steps of search.")
        .arg(formatBytes(progress.best), formatBytes(progress.bound), formatCount(progress.nodes));
}

QString movedText(const PlannedModel& planned) {
    const auto count = static_cast<std::int64_t>(planned.changes.moved.size());
    if (count == 0) return Texts::tr("Every operator keeps its step");
    if (count == 1) return Texts::tr("1 operator runs at another step");
    return Texts::tr("%1 operators run at another step").arg(formatCount(count));
}

}  // namespace thimble::ui
