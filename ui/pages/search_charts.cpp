#include "ui/pages/search_charts.h"

#include <QCoreApplication>
#include <optional>
#include <utility>

#include "ui/format/format.h"
#include "ui/pages/search_axes.h"
#include "ui/pages/search_text.h"
#include "ui/viewmodels/front_table_model.h"

namespace thimble::ui {

namespace {

struct Texts {
    Q_DECLARE_TR_FUNCTIONS(thimble::ui::SearchCharts)
};

/// A score is a share, unless it is an error.
double scoreOnAxis(const search::Problem& problem, double score) {
    return problem.isErrorScore ? score : 100 * score;
}

QString evaluationsTitle() { return Texts::tr("evaluations"); }

double placeOf(const search::Evaluated& evaluated) {
    return static_cast<double>(evaluated.index + 1);
}

}  // namespace

FrontChart::Content frontContent(const Searcher& searcher,
                                 const std::vector<search::FrontPoint>& front, int chosen) {
    const auto& problem = searcher.problem();
    if (!problem) return {};
    const search::Objective against = searcher.wish().against;
    const auto place = [&](const search::Outcome& outcome,
                           const std::optional<double>& score) -> std::optional<QPointF> {
        const auto cost = costOnAxis(outcome, against);
        if (!cost || !score) return std::nullopt;
        return QPointF(*cost, scoreOnAxis(*problem, *score));
    };
    FrontChart::Content content{
        .xTitle = axisOf(against).title,
        .yTitle = problem->isErrorScore ? Texts::tr("mean squared error") : Texts::tr("score, %")};
    if (const auto& progress = searcher.progress())
        for (const search::Evaluated& evaluated : progress->evaluations)
            if (const auto at = place(evaluated.outcome, evaluated.outcome.score))
                content.all.push_back(*at);
    int number = 0;
    for (const search::FrontPoint& point : front) {
        const search::Outcome& outcome = point.evaluated.outcome;
        const auto at = place(outcome, point.testScore ? point.testScore : outcome.score);
        if (at) {
            if (number == chosen) content.chosen = static_cast<int>(content.front.size());
            content.front.push_back(*at);
            content.tips.push_back(pointTip(searcher, point));
        }
        ++number;
    }
    content.whole =
        place(problem->whole, searcher.answer() ? problem->wholeScore : problem->whole.score);
    content.limit = limitOnAxis(problem->question.limits, against);
    return content;
}

FrontChart::Content scoreHistory(const Searcher& searcher) {
    const auto& problem = searcher.problem();
    if (!problem) return {};
    FrontChart::Content content{
        .xTitle = evaluationsTitle(),
        .yTitle = problem->isErrorScore ? Texts::tr("error") : Texts::tr("score, %")};
    const auto& progress = searcher.progress();
    if (!progress) return content;
    std::optional<double> best;
    for (const search::Evaluated& evaluated : progress->evaluations) {
        const auto& score = evaluated.outcome.score;
        if (!score) continue;
        const QPointF at(placeOf(evaluated), scoreOnAxis(*problem, *score));
        content.all.push_back(at);
        if (best && (problem->isErrorScore ? *score >= *best : *score <= *best)) continue;
        best = *score;
        content.front.push_back(at);
        content.tips.push_back(
            Texts::tr("Evaluation %1: score %2")
                .arg(formatCount(evaluated.index + 1), searchScoreText(*problem, score)));
    }
    return content;
}

FrontChart::Content costHistory(const Searcher& searcher) {
    if (!searcher.problem()) return {};
    const search::Objective against = searcher.wish().against;
    FrontChart::Content content{.xTitle = evaluationsTitle(), .yTitle = axisOf(against).title};
    const auto& progress = searcher.progress();
    if (!progress) return content;
    for (const search::Evaluated& evaluated : progress->evaluations)
        if (const auto cost = costOnAxis(evaluated.outcome, against);
            evaluated.outcome.fits() && cost)
            content.all.emplace_back(placeOf(evaluated), *cost);
    return content;
}

}  // namespace thimble::ui
