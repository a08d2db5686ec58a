#include "ui/pages/compare_text.h"

#include <QCoreApplication>
#include <algorithm>
#include <map>

#include "ui/format/format.h"
#include "ui/painting/plot_text.h"

namespace thimble::ui {

namespace {

struct Texts {
    Q_DECLARE_TR_FUNCTIONS(thimble::ui::CompareText)
};

std::optional<Bytes> arenaOf(const ComparedVariant& variant) {
    return variant.figures ? variant.figures->arenaBytes : std::nullopt;
}

std::vector<OverlaySeries::Stair> stairsOfSteps(const Report& report) {
    std::vector<OverlaySeries::Stair> stairs;
    const auto count = static_cast<double>(report.steps.size());
    for (std::size_t step = 0; step < report.steps.size(); ++step)
        stairs.push_back({static_cast<double>(step) / count, static_cast<double>(step + 1) / count,
                          report.steps[step].totalBytes(),
                          stepTitle(report, static_cast<std::int32_t>(step))});
    return stairs;
}

/// Tasks of a segment share the time of its operators.
std::vector<OverlaySeries::Stair> stairsOfTasks(const Report& report,
                                                const cproject::RowAnswer& answer) {
    const split::ArenaHistory& history = answer.history;
    const auto segmentOf = [&answer](std::int32_t op) {
        return std::ranges::find_if(answer.segments,
                                    [op](const split::SegmentRow& segment) {
                                        return segment.firstOp <= op && op <= segment.lastOp;
                                    }) -
               answer.segments.begin();
    };
    std::map<std::ptrdiff_t, int> tasks;
    for (const auto& step : history.steps)
        if (step.op >= 0) ++tasks[segmentOf(step.op)];
    std::vector<OverlaySeries::Stair> stairs;
    const auto count = static_cast<double>(report.model.operators + 1);
    // Whatever comes before the first operator is the step in which inputs arrive.
    double at = 0;
    for (std::size_t s = 0; s < history.steps.size(); ++s) {
        const std::int32_t op = history.steps[s].op;
        double width = stairs.empty() ? 1 : 0;
        if (op >= 0) {
            const std::ptrdiff_t segment = segmentOf(op);
            const bool isKnown = segment < static_cast<std::ptrdiff_t>(answer.segments.size());
            const double operators =
                isKnown ? answer.segments[static_cast<std::size_t>(segment)].lastOp -
                              answer.segments[static_cast<std::size_t>(segment)].firstOp + 1
                        : 1;
            width = operators / tasks[segment];
        }
        const double to = std::min(at + width, count);
        if (to > at) {
            const QString title =
                op < 0 ? Texts::tr("inputs arrive") : operatorTitle(report, 0, op);
            stairs.push_back({at / count, to / count, history.used[s].total(), title});
        }
        at = to;
    }
    return stairs;
}

}  // namespace

QString compareHeadline(const std::vector<ComparedVariant>& variants) {
    if (variants.size() < 2) return Texts::tr("Tick two variants or more to compare them");
    const auto first = arenaOf(variants.front());
    if (!first) return Texts::tr("%1 variants side by side").arg(variants.size());
    const auto least = std::ranges::min_element(variants, {}, [](const ComparedVariant& variant) {
        return arenaOf(variant).value_or(std::numeric_limits<Bytes>::max());
    });
    const Bytes bytes = arenaOf(*least).value_or(*first);
    const QString& name = variants.front().name;
    if (variants.size() == 2) {
        const auto second = arenaOf(variants[1]);
        if (!second) return Texts::tr("%1 and %2 side by side").arg(name, variants[1].name);
        if (*second == *first)
            return Texts::tr("%1 and %2 need the same SRAM: %3")
                .arg(name, variants[1].name, formatBytes(*first));
        const QString percent =
            formatPercent(*first, *second).remove(QChar(0x2212)).remove(QLatin1Char('+'));
        return (*second < *first ? Texts::tr("%1 needs %2 (%3) less SRAM than %4")
                                 : Texts::tr("%1 needs %2 (%3) more SRAM than %4"))
            .arg(variants[1].name, formatBytes(std::abs(*second - *first)), percent, name);
    }
    if (bytes >= *first) return Texts::tr("None of them needs less SRAM than %1").arg(name);
    return Texts::tr("%1 needs least: %2 of SRAM, %3 against %4")
        .arg(least->name, formatBytes(bytes), formatDifference(*first, bytes), name);
}

QString compareSentence(const std::vector<ComparedVariant>& variants, const QStringList& pruned,
                        const QStringList& working) {
    const auto listed = [](const QStringList& names) { return names.join(QStringLiteral(", ")); };
    QStringList sentences;
    for (const ComparedVariant& variant : variants)
        if (!variant.failure.isEmpty())
            sentences.append(
                Texts::tr("%1 cannot be made: %2.").arg(variant.name, variant.failure));
    if (!working.isEmpty()) sentences.append(Texts::tr("Being made: %1.").arg(listed(working)));
    const bool byRows = std::ranges::any_of(variants, [](const ComparedVariant& variant) {
        return variant.figures && variant.figures->runtime == variants::Runtime::CProject;
    });
    if (variants.size() >= 2)
        sentences.append(
            pruned.isEmpty()
                ? Texts::tr("All of them compute the same, to the last bit.")
                : Texts::tr("Channels were removed, so outputs differ: %1.").arg(listed(pruned)));
    if (byRows)
        sentences.append(
            Texts::tr("By rows is the C project: its arena is all it needs, without TFLM's tail."));
    return sentences.join(QLatin1Char(' '));
}

OverlaySeries seriesOf(const ComparedVariant& variant) {
    OverlaySeries series{.name = variant.name, .stairs = {}};
    if (!variant.report || variant.report->steps.empty()) return series;
    series.stairs = variant.rows ? stairsOfTasks(*variant.report, *variant.rows)
                                 : stairsOfSteps(*variant.report);
    return series;
}

QString changeText(const variants::Change& change) {
    if (const auto* planned = std::get_if<variants::Planned>(&change))
        return Texts::tr("Another order and placement, planned for %1")
            .arg(formatText(planned->target));
    if (const auto* pruned = std::get_if<variants::Pruned>(&change))
        return pruned->recipe.repair ? Texts::tr("Fewer channels, weights repaired, best plan")
                                     : Texts::tr("Fewer channels, weights as they were, best plan");
    if (const auto* rows = std::get_if<variants::ByRows>(&change))
        return Texts::tr("The C project runs it in %1 segments").arg(rows->segments.size());
    return Texts::tr("The file as it is");
}

}  // namespace thimble::ui
