#include "ui/pages/export_text.h"

#include <QCoreApplication>
#include <algorithm>

#include "ui/format/format.h"

namespace thimble::ui {

namespace {

constexpr std::size_t kMostShown = 200'000;  // bytes of a file
constexpr qsizetype kMostReasons = 20;

struct Texts {
    Q_DECLARE_TR_FUNCTIONS(thimble::ui::ExportText)
};

QString comparison(const cproject::Project& project, const Report& report) {
    const QString target = plainText(report.target.description);
    if (!report.device.accepts)
        return Texts::tr("TFLM refuses this model on %1, so there is nothing to compare with.")
            .arg(target);
    const Bytes used = report.device.usedBytes;
    const Bytes own = project.memory.arenaBytes + project.stateBytes;
    if (own == used) return Texts::tr("TFLM would use as much on %1.").arg(target);
    return Texts::tr("Against the %1 that TFLM would use on %2: %3.")
        .arg(formatBytes(used), target, formatDifference(used, own));
}

QString orderNote(const cproject::Project& project) {
    switch (project.memory.orderReason) {
        case StopReason::Proven: return {};
        case StopReason::Limit:
            return Texts::tr(" The search for the best order of operators came to its limit.");
        case StopReason::Cancelled:
            return Texts::tr(" The search for the best order of operators was stopped.");
    }
    return {};
}

QString kernelNote(const cproject::Project& project) {
    const auto calls = static_cast<std::int64_t>(cproject::cmsisNnCalls(project));
    if (calls == 0) return {};
    return Texts::tr(" %1 of its calls go to CMSIS-NN, whose sources are not among the files.")
        .arg(formatCount(calls));
}

QString rowsNote(const cproject::Project& project, bool wantsRows) {
    if (!project.rows)
        return wantsRows ? Texts::tr(" Running by rows would not lower the arena.") : QString();
    return Texts::tr(
               " By rows, in %1 calls of kernels; with operators at once the arena would be %2.")
        .arg(formatCount(static_cast<std::int64_t>(project.rows->plan.tasks.size())),
             formatBytes(project.wholeArenaBytes));
}

}  // namespace

QString exportHeadline(const cproject::Project& project) {
    return Texts::tr("As C: %1 of SRAM, without an interpreter")
        .arg(formatBytes(project.memory.arenaBytes + project.stateBytes));
}

QString exportSentence(const cproject::Project& project, const Report& report, bool wantsRows) {
    return comparison(project, report) + orderNote(project) + kernelNote(project) +
           rowsNote(project, wantsRows);
}

QString exportFailure(const QString& message) {
    const qsizetype colon = message.indexOf(QLatin1String(": operator #"));
    if (colon < 0) return formatText(message.toStdString());
    QStringList lines;
    const QStringList reasons = message.mid(colon + 2).split(QLatin1String("; "));
    for (const QString& reason : reasons.first(std::min(reasons.size(), kMostReasons)))
        lines.append(QStringLiteral("•  ") + formatText(reason.toStdString()));
    if (const qsizetype rest = reasons.size() - kMostReasons; rest > 0)
        lines.append(Texts::tr("and %1 more").arg(formatCount(rest)));
    return lines.join(QLatin1Char('\n'));
}

Preview previewOf(const std::string& text) {
    if (text.size() <= kMostShown) return {QString::fromStdString(text), {}};
    const std::size_t line = text.rfind('\n', kMostShown);
    const std::size_t end = line == std::string::npos ? kMostShown : line + 1;
    return {QString::fromUtf8(text.data(), static_cast<qsizetype>(end)),
            Texts::tr("The first %1 of %2. The file that is written is whole.")
                .arg(formatBytes(static_cast<Bytes>(end)),
                     formatBytes(static_cast<Bytes>(text.size())))};
}

QString missingTools(const MeasureTools& tools) {
    if (!tools.missing.isEmpty())
        return Texts::tr(
                   "To build and measure here, %1 must be installed. On Debian: "
                   "apt install %2")
            .arg(tools.missing.join(QStringLiteral(", ")), tools.packages.join(QLatin1Char(' ')));
    if (tools.script.isEmpty())
        return Texts::tr(
            "The script that builds and measures, tools/measure, is not there. "
            "THIMBLE_MEASURE may name it.");
    return {};
}

QString measureHeadline(const Measurement& measurement) {
    const QString cpu = measurement.cpu.isEmpty() ? Texts::tr("a Cortex-M")
                                                  : formatText(measurement.cpu.toStdString());
    if (!measurement.instructions) return Texts::tr("Measured on %1, emulated").arg(cpu);
    return Texts::tr("%1 instructions on %2, emulated")
        .arg(formatCount(*measurement.instructions), cpu);
}

}  // namespace thimble::ui
