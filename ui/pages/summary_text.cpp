#include "ui/pages/summary_text.h"

#include <QCoreApplication>

#include "ui/format/format.h"
#include "ui/pages/links.h"
#include "ui/painting/plot_text.h"
#include "ui/viewmodels/names.h"

namespace thimble::ui {

namespace {

struct Texts {
    Q_DECLARE_TR_FUNCTIONS(thimble::ui::SummaryText)
};

QString counted(std::size_t count, const QString& one, const QString& several) {
    if (count == 1) return one;
    return several.arg(formatCount(static_cast<std::int64_t>(count)));
}

}  // namespace

QString headline(const Report& report) {
    if (!report.device.accepts) return Texts::tr("TensorFlow Lite Micro refuses this model");
    return (report.device.exact ? Texts::tr("Needs %1 bytes of SRAM on %2")
                                : Texts::tr("Needs ~%1 bytes of SRAM on %2"))
        .arg(formatCount(report.device.minimumBytes), plainText(report.target.description));
}

QString storyHeadline(const Report& report, const PlannedModel* plan) {
    const QString needs = headline(report);
    if (plan == nullptr || !plan->faults.empty() || !report.device.accepts) return needs;
    const PlanEffect effect = mainEffect(plan->plan);
    if (effect.after >= effect.before) return needs;
    return Texts::tr("%1; %2 with a better plan and the same output")
        .arg(needs, formatCount(effect.after));
}

QString headlineTip(const Report& report) {
    if (!report.device.accepts) return {};
    return Texts::tr(
               "The smallest arena, a multiple of 16 bytes, in which TFLM allocates this model "
               "and runs it: head, tail, and what starting up takes for a moment. Found by "
               "simulating TFLM's allocator. %1.")
        .arg(exactnessSentence(report));
}

QString peakTip(const Report& report) {
    QStringList parts = {
        Texts::tr("Tensors alive while that operator runs: counted from the shapes in the file, "
                  "exact, not rounded, without scratch.")};
    if (report.device.accepts)
        parts.append(
            Texts::tr("arena_used_bytes() is what TFLM itself reports after allocation; it "
                      "can be less than what it takes to start. %1.")
                .arg(exactnessSentence(report)));
    return parts.join(QLatin1Char('\n'));
}

QString modelSentence(const Report& report) {
    const ModelSummary& model = report.model;
    QStringList parts = {
        counted(model.operators, Texts::tr("1 operator"), Texts::tr("%1 operators")),
        counted(model.tensors, Texts::tr("1 tensor"), Texts::tr("%1 tensors"))};
    if (model.subgraphs > 1)
        parts.append(counted(model.subgraphs, Texts::tr("1 subgraph"), Texts::tr("%1 subgraphs")));
    const QString macs =
        model.macs == 1 ? Texts::tr("1 MAC") : Texts::tr("%1 MACs").arg(formatCount(model.macs));
    parts.append(model.macsKnown   ? macs
                 : model.macs == 0 ? Texts::tr("MACs unknown")
                                   : Texts::tr("at least %1").arg(macs));
    parts.append(Texts::tr("%1 of weights in flash").arg(formatBytes(model.weightBytes)));
    return parts.join(QStringLiteral(", "));
}

QString peakSentence(const Report& report) {
    const QString bytes = formatBytes(report.workingSet.peakBytes).toHtmlEscaped();
    if (report.workingSet.peakOperator < 0)
        return Texts::tr("Peak working set <b>%1</b>").arg(bytes);
    const OperatorRow& op = report.operatorRow(0, report.workingSet.peakOperator);
    return Texts::tr("It peaks at %2, with <b>%1</b> of tensors alive")
        .arg(bytes,
             linked({SelectedItem::Kind::Operator, op.subgraph, op.index}, operatorText(op)));
}

QString fullestSentence(const Report& report) {
    if (report.isPeakFullest() || report.peakStep < 0) return {};
    const StepRow& step = report.steps[static_cast<std::size_t>(report.peakStep)];
    QString name = fullestTitle(report);
    const QString bytes = step.scratchBytes > 0 ? formatDeviceBytes(report, step.totalBytes())
                                                : formatBytes(step.totalBytes());
    name[0] = name[0].toUpper();
    const QString title = stepTitle(report, report.peakStep);
    const QString place = step.op < 0
                              ? Texts::tr(", %1").arg(title.toHtmlEscaped())
                              : Texts::tr(" at %1").arg(linked(
                                    {SelectedItem::Kind::Operator, step.subgraph, step.op}, title));
    return Texts::tr("%1 <b>%2</b>%3").arg(name, bytes.toHtmlEscaped(), place);
}

QString usedSentence(const Report& report) {
    if (!report.device.accepts) return {};
    return Texts::tr("arena_used_bytes() will report %1")
        .arg(formatDeviceBytes(report, report.device.usedBytes));
}

QString exactnessSentence(const Report& report) {
    if (!report.device.accepts) return {};
    if (report.device.exact) return Texts::tr("Exact: measured against TFLM itself");
    if (report.target.exact)
        return Texts::tr("Not exact: TFLM's plan depends on uninitialised memory");
    return Texts::tr("By formula: kernels' scratch memory is computed, not measured");
}

QString fragmentationSentence(const Report& report) {
    const Bytes lost = report.device.headBytes - report.device.lowerBoundBytes;
    if (lost <= 0) return {};
    return Texts::tr("%1 of the head are gaps: never more than %2 are alive at once")
        .arg(formatDeviceBytes(report, lost),
             formatDeviceBytes(report, report.device.lowerBoundBytes));
}

QString startupSentence(const Report& report) {
    constexpr Bytes kAlignment = 16;  // of the smallest arena
    if (!report.device.accepts ||
        report.device.minimumBytes <= alignUp(report.device.usedBytes, kAlignment))
        return {};
    return Texts::tr(
        "Starting up needs more than running: TFLM's planner borrows memory that is "
        "free again afterwards");
}

QString refusalSentence(const Report& report) {
    if (report.device.accepts) return {};
    QString reason = formatText(report.device.reason);
    if (!reason.isEmpty()) reason[0] = reason[0].toUpper();
    return Texts::tr(
               "%1. Shown below is what its tensors alone would need; the tail and the "
               "kernels' scratch memory are unknown.")
        .arg(reason);
}

QStringList contributorSentences(const Report& report) {
    QStringList sentences;
    for (const std::string& sentence : report.contributors)
        sentences.append(formatName(sentence, 300));
    return sentences;
}

}  // namespace thimble::ui
