#include "ui/pages/step_text.h"

#include <QCoreApplication>

#include "ui/document/pruner.h"
#include "ui/document/row_planner.h"
#include "ui/format/format.h"

namespace thimble::ui {

namespace {

struct Texts {
    Q_DECLARE_TR_FUNCTIONS(thimble::ui::StepText)
};

}  // namespace

StepText rowsStep(const RowPlanner& planner, const Report* report) {
    const QString what = Texts::tr(
        "As a C project that makes a row at a time, so that large tensors are never whole "
        "(Ctrl+Shift+D)");
    if (report == nullptr) return {Texts::tr("By rows…"), what};
    switch (planner.state()) {
        case RowPlanner::State::Empty: return {Texts::tr("By rows…"), what};
        case RowPlanner::State::Studying: return {Texts::tr("By rows: searching…"), what};
        case RowPlanner::State::Failed:
            return {Texts::tr("By rows: cannot"), formatText(planner.failure().toStdString())};
        case RowPlanner::State::Ready: break;
    }
    if (!planner.best()) return {Texts::tr("By rows…"), what};
    const Bytes arena = planner.best()->arenaBytes;
    if (!report->device.accepts)
        return {Texts::tr("By rows: %1").arg(formatBytes(arena)), what, true};
    const Bytes before = report->device.minimumBytes;
    if (arena >= before) return {Texts::tr("By rows: nothing to gain"), what};
    return {Texts::tr("By rows %1 B").arg(formatSigned(arena - before)),
            Texts::tr("%1.\n%2 of arena in all instead of %3 in TFLM (%4). Exact; the outputs are "
                      "the same as the whole model's for %5 random inputs.")
                .arg(what, formatBytes(arena), formatBytes(before), formatPercent(before, arena))
                .arg(planner.best()->verifiedRuns),
            true};
}

StepText pruneStep(const Pruner& pruner) {
    const QString what =
        Texts::tr("Takes channels out, without training; outputs change (Ctrl+Shift+K)");
    if (!pruner.study() || pruner.isWhole() || !pruner.now().fit || !pruner.whole().fit)
        return {Texts::tr("Prune…"), what};
    const Bytes before = pruner.whole().fit->arenaBytes;
    const Bytes after = pruner.now().fit->arenaBytes;
    if (after >= before) return {Texts::tr("Prune: no less SRAM"), what};
    return {Texts::tr("Prune %1 B").arg(formatSigned(after - before)),
            Texts::tr("%1.\nThe channels that are chosen now: %2 of SRAM instead of %3, both with "
                      "the best plan.")
                .arg(what, formatBytes(after), formatBytes(before)),
            true};
}

}  // namespace thimble::ui
