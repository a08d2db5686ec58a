#include <fmt/format.h>

#include <algorithm>
#include <nlohmann/json.hpp>

#include "app/cli/commands/search_answer.h"
#include "app/cli/page.h"
#include "core/base/grouped_number.h"
#include "core/search/evaluate.h"
#include "core/search/front.h"

namespace thimble::cli {

namespace {

using nlohmann::ordered_json;
using search::FrontPoint;
using search::Objective;

template <typename T>
ordered_json orNull(const std::optional<T>& value) {
    return value ? ordered_json(*value) : ordered_json();
}

ordered_json outcomeJson(const search::Outcome& outcome) {
    return {{"arena_bytes", outcome.arenaBytes},
            {"flash_bytes", outcome.flashBytes},
            {"macs", outcome.macs},
            {"latency_ms", orNull(outcome.latencyMs)},
            {"energy_uj", orNull(outcome.energyUj)}};
}

search::Form formOf(const search::Problem& problem, const search::Genome& genome) {
    return problem.question.forms[static_cast<std::size_t>(genome.form)];
}

ordered_json pointJson(const search::Problem& problem, const FrontPoint& point) {
    const search::Genome& genome = point.evaluated.genome;
    ordered_json json = outcomeJson(point.evaluated.outcome);
    json["score"] = orNull(point.testScore ? point.testScore : point.evaluated.outcome.score);
    json["score_of"] = point.testScore ? "test" : "search";
    json["search_score"] = orNull(point.evaluated.outcome.score);
    json["evaluation"] = point.evaluated.index;
    json["form"] = search::infoOf(formOf(problem, genome)).name;
    json["importance"] = repair::importanceName(
        problem.question.importances[static_cast<std::size_t>(genome.order)]);
    const auto& variant = problem.variants[static_cast<std::size_t>(genome.resolution)];
    if (variant.resolution.height > 0) json["resolution"] = resolutionText(variant.resolution);
    json["kept"] = ordered_json::object();
    for (std::size_t g = 0; g < genome.counts.size(); ++g)
        json["kept"][variant.study.groups.groups[g].name] = genome.counts[g];
    json["recipe"] = ordered_json::parse(shrink::recipeText(recipeOf(problem, genome)));
    return json;
}

std::string msText(const std::optional<double>& ms) {
    return ms ? fmt::format("{:.1f}", *ms) : "-";
}

bool hasObjective(const SearchResult& result, Objective objective) {
    return std::ranges::find(result.scale.objectives, objective) != result.scale.objectives.end();
}

void tellPoint(Page& page, const SearchResult& result, std::size_t number,
               const FrontPoint& point) {
    const search::Outcome& outcome = point.evaluated.outcome;
    std::string kept;
    for (const std::int32_t count : point.evaluated.genome.counts)
        kept += (kept.empty() ? "" : " ") + std::to_string(count);
    const auto& score = point.testScore ? point.testScore : outcome.score;
    page.line("  {:>3} {:>9} {:>10} {:>12} {:>9} {:>8.4f}   {:<6} {}", number,
              groupedNumber(outcome.arenaBytes), groupedNumber(outcome.flashBytes),
              groupedNumber(outcome.macs), msText(outcome.latencyMs), score.value_or(0),
              search::infoOf(formOf(*result.problem, point.evaluated.genome)).name, kept);
}

}  // namespace

double scoreArenaVolume(const search::Problem& problem, const std::vector<FrontPoint>& points) {
    const auto arena = static_cast<double>(problem.whole.arenaBytes);
    const double worst = problem.isErrorScore ? 2 * problem.wholeScore.value_or(1) : 1;
    std::vector<search::Costs> costs;
    for (const FrontPoint& point : points) {
        const auto& score = point.testScore ? point.testScore : point.evaluated.outcome.score;
        if (!score) continue;
        costs.push_back({problem.isErrorScore ? *score : 1 - *score,
                         static_cast<double>(point.evaluated.outcome.arenaBytes)});
    }
    const double box = worst * arena;
    return box > 0 ? search::hypervolume(costs, {worst, arena}) / box : 0;
}

std::string searchJson(const SearchCommand& command, const SearchResult& result) {
    const search::Problem& problem = *result.problem;
    ordered_json json{{"model", command.model},         {"target", problem.question.target.name},
                      {"board", command.machine.board}, {"data", command.data},
                      {"algorithm", command.algorithm}, {"seed", command.options.seed}};
    json["objectives"] = ordered_json::array();
    for (const search::ObjectiveInfo& info : search::kObjectives)
        if (hasObjective(result, info.objective)) json["objectives"].push_back(info.name);
    json["machine"] = {{"core", problem.machine.core}, {"clock_hz", problem.machine.clockHz}};
    json["whole"] = outcomeJson(problem.whole);
    json["whole"]["score"] = orNull(problem.wholeScore);
    json["front"] = ordered_json::array();
    for (const FrontPoint& point : result.answer.front)
        json["front"].push_back(pointJson(problem, point));
    json["hypervolume"] = scoreArenaVolume(problem, result.answer.front);
    json["evaluations"] = result.answer.evaluations.size();
    json["discarded"] = result.answer.discarded;
    if (!command.checkpoint.empty() || !command.cache.empty())
        json["known_before"] = result.answer.known;
    json["reason"] = search::endReasonName(result.answer.reason);
    json["seconds"] = result.seconds;
    return json.dump(2, ' ', false, ordered_json::error_handler_t::replace) + "\n";
}

std::string searchText(const SearchCommand& command, const SearchResult& result) {
    const search::Problem& problem = *result.problem;
    const auto& front = result.answer.front;
    Page page;
    const bool isCancelled = result.answer.reason == search::EndReason::Cancelled;
    page.line("{}: {}{}, {} evaluated, {} passed over by their sizes", command.model,
              front.empty() ? "nothing was found that fits"
                            : counted(static_cast<std::int64_t>(front.size()), "variant"),
              isCancelled ? " (cancelled)" : "",
              groupedNumber(static_cast<std::int64_t>(result.answer.evaluations.size())),
              groupedNumber(result.answer.discarded));
    page.blank();
    page.line("        arena      flash         MACs        ms    score   form   channels kept");
    FrontPoint whole{{-1, wholeModel(problem.space), problem.whole}, problem.wholeScore};
    tellPoint(page, result, 0, whole);
    for (std::size_t p = 0; p < front.size(); ++p) tellPoint(page, result, p + 1, front[p]);
    page.blank();
    page.line("0 is the model as it is. No variant is beaten by another in {}.", [&] {
        std::string names;
        for (const search::ObjectiveInfo& info : search::kObjectives)
            if (hasObjective(result, info.objective))
                names += (names.empty() ? "" : ", ") + std::string(info.name);
        return names;
    }());
    const bool areTested = std::ranges::all_of(
        front, [](const FrontPoint& point) { return point.testScore.has_value(); });
    page.line("Scores are {}.", areTested ? "on samples that the search never saw"
                                          : "those of the search, on a part of the samples: it was "
                                            "stopped before the test");
    page.line(
        "Time is an estimate for a {} at {} MHz{}.", problem.machine.core,
        groupedNumber(static_cast<std::int64_t>(problem.machine.clockHz / 1e6)),
        problem.machineOfC == problem.machine ? "" : ", of C projects with CMSIS-NN's kernels");
    page.line("Score against arena: {:.4f} of what could be won at most.",
              scoreArenaVolume(problem, front));
    if (!command.recipes.empty() && !front.empty())
        page.line("{}/point-NN.json are recipes: thimble apply MODEL --recipe FILE -o OUT.tflite",
                  command.recipes);
    return page.take();
}

}  // namespace thimble::cli
