#include "ui/pages/search_text.h"

#include <QCoreApplication>
#include <QStringList>

#include "ui/format/format.h"
#include "ui/viewmodels/front_table_model.h"

namespace thimble::ui {

namespace {

struct Texts {
    Q_DECLARE_TR_FUNCTIONS(thimble::ui::SearchText)
};

std::optional<double> scoreOf(const search::FrontPoint& point) {
    return point.testScore ? point.testScore : point.evaluated.outcome.score;
}

QString ended(const std::string& words) {
    QString text = formatText(words);
    if (!text.isEmpty()) text[0] = text[0].toUpper();
    return text.endsWith(QLatin1Char('.')) ? text : text + QLatin1Char('.');
}

QString countsText(const SearchProgress& progress) {
    QString text = Texts::tr("%1 of %2 variants evaluated")
                       .arg(formatCount(progress.evaluated), formatCount(progress.total));
    if (progress.known > 0)
        text += Texts::tr(", %1 known from before").arg(formatCount(progress.known));
    if (progress.discarded > 0)
        text += Texts::tr(", %1 passed over by their sizes").arg(formatCount(progress.discarded));
    return text + QLatin1Char('.');
}

}  // namespace

QString formTitle(search::Form form) {
    switch (form) {
        case search::Form::Tflm: return Texts::tr("a .tflite with its best plan");
        case search::Form::TflmAsWritten: return Texts::tr("a .tflite as TFLM places it");
        case search::Form::C: return Texts::tr("a C project");
        case search::Form::Rows: return Texts::tr("a C project that runs by rows");
    }
    return {};
}

QString objectiveTitle(search::Objective objective) {
    switch (objective) {
        case search::Objective::Score: return Texts::tr("score");
        case search::Objective::Arena: return Texts::tr("arena");
        case search::Objective::Flash: return Texts::tr("flash");
        case search::Objective::Macs: return Texts::tr("MACs");
        case search::Objective::Latency: return Texts::tr("time");
        case search::Objective::Energy: return Texts::tr("energy");
    }
    return {};
}

QString algorithmTitle(std::string_view name) {
    if (name == "evolution") return Texts::tr("aging evolution");
    if (name == "nsga2") return Texts::tr("NSGA-II");
    if (name == "descent") return Texts::tr("descent at the peak");
    if (name == "random") return Texts::tr("random");
    return plainText(name);
}

QString algorithmTip(std::string_view name) {
    if (name == "evolution")
        return Texts::tr("Changes good variants a little; old ones make room for new ones");
    if (name == "nsga2") return Texts::tr("Generations: the unbeaten and the lonely live on");
    if (name == "descent")
        return Texts::tr("Takes channels where memory is short, plans again, and so on");
    if (name == "random") return Texts::tr("For comparison: draws, and learns nothing");
    return {};
}

QString searchHeadline(const Searcher& searcher) {
    switch (searcher.state()) {
        case Searcher::State::Empty: return Texts::tr("Find the variants that fit");
        case Searcher::State::Preparing: return Texts::tr("Looking at the channels…");
        case Searcher::State::Failed: return Texts::tr("The search has failed");
        default: break;
    }
    const auto front = searcher.front();
    if (front.empty() || !searcher.problem())
        return searcher.isWorking() ? Texts::tr("Searching…")
                                    : Texts::tr("Nothing was found that fits");
    const auto& first = front.front();
    const auto& last = front.back();
    const auto text = [&](const search::FrontPoint& point) {
        return Texts::tr("%1 in %2")
            .arg(searchScoreText(*searcher.problem(), scoreOf(point)),
                 formatBytes(point.evaluated.outcome.arenaBytes));
    };
    if (front.size() == 1) return Texts::tr("One variant: %1").arg(text(first));
    return Texts::tr("%1 variants, from %2 to %3")
        .arg(formatCount(static_cast<std::int64_t>(front.size())), text(first), text(last));
}

QString searchSentence(const Searcher& searcher) {
    QStringList words;
    const auto& progress = searcher.progress();
    switch (searcher.state()) {
        case Searcher::State::Empty:
            return Texts::tr(
                "Which channels stay decides memory, flash and score. A search tries "
                "many choices, and shows those that no other beats.");
        case Searcher::State::Preparing:
            words += Texts::tr("Every channel is being watched on the samples.");
            break;
        case Searcher::State::Searching:
            if (searcher.isStopping()) words += Texts::tr("Being stopped…");
            if (progress) words += countsText(*progress);
            break;
        case Searcher::State::Testing:
            words += Texts::tr(
                         "The front is being tested on samples that were never looked at: %1 "
                         "of %2.")
                         .arg(formatCount(progress->tested), formatCount(progress->toTest));
            break;
        case Searcher::State::Paused:
            words += Texts::tr("Paused.");
            if (progress) words += countsText(*progress);
            break;
        case Searcher::State::Done:
            if (progress) words += countsText(*progress);
            if (const auto& problem = searcher.problem())
                words += Texts::tr("The model as it is: %1 in %2.")
                             .arg(searchScoreText(*problem, problem->wholeScore),
                                  formatBytes(problem->whole.arenaBytes));
            break;
        case Searcher::State::Failed: words += ended(searcher.failure().toStdString()); break;
    }
    return words.join(QLatin1Char(' '));
}

QString pointRecipe(const Searcher& searcher, const search::FrontPoint& point) {
    const auto& problem = searcher.problem();
    if (!problem) return {};
    const auto& genome = point.evaluated.genome;
    const auto& groups = problem->variants.front().study.groups.groups;
    QStringList lines;
    for (std::size_t g = 0; g < genome.counts.size() && g < groups.size(); ++g) {
        const std::int32_t all = problem->space.channels[g];
        if (genome.counts[g] == all) continue;
        lines += Texts::tr("%1 keeps %2 of %3 channels")
                     .arg(formatName(groups[g].name, 60), formatCount(genome.counts[g]),
                          formatCount(all));
    }
    if (lines.isEmpty()) return Texts::tr("Keeps all channels");
    return lines.join(QLatin1Char('\n'));
}

QString pointTip(const Searcher& searcher, const search::FrontPoint& point) {
    const auto& problem = searcher.problem();
    if (!problem) return {};
    constexpr qsizetype kLines = 16;
    QStringList recipe = pointRecipe(searcher, point).split(QLatin1Char('\n'));
    if (recipe.size() > kLines) {
        const auto more = recipe.size() - kLines;
        recipe.resize(kLines);
        recipe += Texts::tr("… and %1 more groups").arg(formatCount(more));
    }
    const search::Outcome& outcome = point.evaluated.outcome;
    return Texts::tr("Score %1, %2 of arena, %3 of flash, %4 MACs")
               .arg(searchScoreText(*problem, scoreOf(point)), formatBytes(outcome.arenaBytes),
                    formatBytes(outcome.flashBytes), formatCount(outcome.macs)) +
           QLatin1Char('\n') + recipe.join(QLatin1Char('\n'));
}

}  // namespace thimble::ui
