#include "ui/pages/split_text.h"

#include <QCoreApplication>
#include <algorithm>

#include "ui/format/format.h"

namespace thimble::ui {

namespace {

struct Texts {
    Q_DECLARE_TR_FUNCTIONS(thimble::ui::SplitText)
};

}  // namespace

QString factorText(const cproject::RowStudy& study, const cproject::RowAnswer& answer) {
    if (answer.arenaBytes >= study.wholeArenaBytes || answer.arenaBytes == 0) return {};
    const double factor =
        static_cast<double>(study.wholeArenaBytes) / static_cast<double>(answer.arenaBytes);
    return Texts::tr("%1 times less").arg(QString::number(factor, 'f', 2));
}

QString savedText(const cproject::RowStudy& study, const cproject::RowAnswer& answer) {
    return formatDifference(study.wholeArenaBytes, answer.arenaBytes);
}

QString splitHeadline(const cproject::RowStudy& study, const cproject::RowAnswer& answer) {
    const QString before = formatBytes(study.wholeArenaBytes);
    const QString after = formatBytes(answer.arenaBytes);
    if (answer.arenaBytes < study.wholeArenaBytes)
        return Texts::tr("By rows: %1 of arena instead of %2, %3")
            .arg(after, before, factorText(study, answer));
    if (answer.arenaBytes == study.wholeArenaBytes)
        return Texts::tr("Nothing to gain: %1 of arena with these segments as without").arg(after);
    return Texts::tr("Nothing to gain: %1 of arena with these segments, %2 without")
        .arg(after, before);
}

QString splitSentence(const cproject::RowStudy& study, const cproject::RowAnswer& answer,
                      const cproject::RowAnswer& best) {
    if (best.arenaBytes >= study.wholeArenaBytes)
        return Texts::tr(
            "Running by rows does not lower this model's arena. That is so where large tensors "
            "have one row only, are read as a whole, or are not of int8.");
    QString words = Texts::tr(
        "Operators of a segment make a row at a time, so what lies between them is never there as "
        "a whole. Nothing is computed twice.");
    if (std::ranges::any_of(answer.plan.chosen,
                            [](const split::Segment& segment) { return segment.slices > 1; }))
        words += QLatin1Char(' ') +
                 Texts::tr(
                     "Segments marked \"channels\" make some channels at a time and add up "
                     "sums.");
    if (answer.difference)
        words += QLatin1Char(' ') + Texts::tr("The outputs differ from the whole model's: %1.")
                                        .arg(formatText(*answer.difference));
    if (answer.plan.reason == StopReason::Cancelled)
        words += QLatin1Char(' ') + Texts::tr("The search was stopped; this is the best so far.");
    if (answer.plan.chosen != best.plan.chosen)
        words += QLatin1Char(' ') + Texts::tr("The smallest arena that was found has %1.")
                                        .arg(formatBytes(best.arenaBytes));
    return words;
}

QString callsText(const cproject::RowStudy& study, const cproject::RowAnswer& answer) {
    // Before the first and after the last task the application has a step of its own.
    const auto whole = static_cast<std::int64_t>(study.wholeHistory.steps.size()) - 2;
    return Texts::tr("%1 (%2 at once)")
        .arg(formatCount(static_cast<std::int64_t>(answer.plan.tasks.size())), formatCount(whole));
}

QString verifiedText(const cproject::RowAnswer& answer) {
    if (answer.difference) return Texts::tr("other outputs");
    return Texts::tr("same outputs, %1 random inputs").arg(formatCount(answer.verifiedRuns));
}

}  // namespace thimble::ui
