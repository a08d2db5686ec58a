#include "core/search/evaluate.h"

#include <algorithm>
#include <utility>

#include "core/cproject/project.h"
#include "core/eval/evaluate.h"
#include "core/interp/program.h"
#include "core/ops/operator_rules.h"
#include "core/pipeline/fit_outline.h"
#include "core/prune/remove_channels.h"
#include "core/shrink/choose_counts.h"
#include "core/tflite/writer.h"
#include "core/tflm/device_memory.h"

namespace thimble::search {

namespace {

const Variant& variantOf(const Problem& problem, const Genome& genome) {
    return problem.variants[static_cast<std::size_t>(genome.resolution)];
}

Form formOf(const Problem& problem, const Genome& genome) {
    return problem.question.forms[static_cast<std::size_t>(genome.form)];
}

prune::Selection selectionOf(const Variant& variant, const Genome& genome) {
    return shrink::selectByOrder(variant.orders[static_cast<std::size_t>(genome.order)],
                                 genome.counts);
}

/// As a share of the limit; 0: within.
template <typename T>
double beyond(T value, const std::optional<T>& limit) {
    if (!limit || value <= *limit) return 0;
    return static_cast<double>(value - *limit) / std::max(static_cast<double>(*limit), 1.0);
}

Result<void> planForTflm(const Problem& problem, const Model& outline, bool isPlanned,
                         const std::stop_token& stop, Outcome& outcome) {
    const Question& question = problem.question;
    OutlineQuestion asked{
        .target = question.target, .board = question.board, .settings = question.settings};
    if (isPlanned) asked.plan.emplace();
    THIMBLE_TRY(const OutlineFit fit, fitOutline(outline, asked, {stop, {}}));
    if (!fit.accepts) {
        outcome.refused = "TFLM refuses the model";
        return {};
    }
    outcome.arenaBytes = fit.arenaBytes;
    outcome.flashBytes = fit.fileBytes;
    if (!fit.fit) return {};
    outcome.flashBytes = fit.fit->flash.usedBytes();
    if (fit.fit->sram) {
        outcome.excess +=
            beyond(fit.fit->sram->usedBytes(), std::optional(fit.fit->sramAvailableBytes));
        // Enough, but not in one piece.
        constexpr double kLittle = 1e-3;
        if (outcome.excess <= 0 && !fit.fit->placement.fits) outcome.excess = kLittle;
    }
    outcome.excess += beyond(outcome.flashBytes, fit.fit->flashAvailableBytes);
    return {};
}

/// Code on top of the tables is not known before a compiler has seen it.
Result<void> planAsC(const Problem& problem, const Genome& genome, bool byRows,
                     const std::stop_token& stop, Outcome& outcome) {
    const Question& question = problem.question;
    const Variant& variant = variantOf(problem, genome);
    THIMBLE_TRY(const Model pruned,
                prune::removeChannels(*variant.study.model, variant.study.groups,
                                      selectionOf(variant, genome)));
    cproject::ProjectOptions options;
    if (byRows) {
        options.rows.emplace();
        options.rows->sliceChannels = true;
        options.streamInput = question.streamInput;
    }
    THIMBLE_TRY(const cproject::Project project,
                cproject::planProject(pruned, options, {stop, {}}));
    outcome.arenaBytes = project.memory.arenaBytes;
    outcome.flashBytes = project.constantBytes;
    if (!question.board) return {};
    outcome.flashBytes += question.settings.flashReserveBytes;
    outcome.excess += beyond(outcome.flashBytes, question.board->flash.totalBytes());
    const Bytes used = outcome.arenaBytes + project.stateBytes + question.settings.stackBytes +
                       question.settings.reserveBytes;
    outcome.excess += beyond(used, std::optional(question.board->sramBytes()));
    return {};
}

void addLimits(const Limits& limits, Outcome& outcome) {
    outcome.excess += beyond(outcome.arenaBytes, limits.ramBytes);
    outcome.excess += beyond(outcome.flashBytes, limits.flashBytes);
    outcome.excess += beyond(outcome.macs, limits.macs);
    if (outcome.latencyMs) outcome.excess += beyond(*outcome.latencyMs, limits.latencyMs);
    if (outcome.energyUj) outcome.excess += beyond(*outcome.energyUj, limits.energyUj);
}

void addTime(const cost::Machine& machine, const Model& outline, Outcome& outcome) {
    const auto cost = cost::estimateCost(outline, machine);
    if (!cost) return;
    constexpr double kMsPerUs = 1e-3;
    outcome.latencyMs = cost->microseconds.value * kMsPerUs;
    if (cost->milliwatts.value > 0) outcome.energyUj = cost->microjoules.value;
}

/// The score, or for top-1 with a width the mean of soft steps.
double softScore(const eval::Evaluation& found, double width) {
    if (found.metric != eval::Metric::Top1 || !(width > 0)) return *found.score;
    double sum = 0;
    for (const eval::SampleResult& sample : found.samples)
        sum += std::clamp(0.5 + sample.margin / (2 * width), 0.0, 1.0);
    return sum / static_cast<double>(found.samples.size());
}

Result<std::optional<double>> scored(const Model& model, const data::Dataset& dataset,
                                     const Variant& variant, double softMargin,
                                     const std::stop_token& stop) {
    THIMBLE_TRY(const auto program, interp::prepareProgram(model));
    THIMBLE_TRY(
        const eval::Evaluation found,
        eval::evaluate(program, dataset, {.reading = variant.samples.source.reading, .threads = 1},
                       {stop, {}}));
    if (found.cancelled || !found.score) return std::nullopt;
    return softScore(found, softMargin);
}

/// Weights of samples that are looked at, then the score on others.
Result<std::optional<double>> prunedScore(const Variant& variant, const shrink::Study& study,
                                          const data::Dataset& dataset, const Genome& genome,
                                          double softMargin, const std::stop_token& stop) {
    const bool isWhole = genome.counts == prune::keptCounts(prune::keepAll(study.groups));
    if (isWhole) return scored(*study.model, dataset, variant, softMargin, stop);
    THIMBLE_TRY(const auto pruned, shrink::pruneModel(study, selectionOf(variant, genome), true,
                                                      {.stop = stop, .threads = 1}));
    if (!pruned) return std::nullopt;
    return scored(pruned->model, dataset, variant, softMargin, stop);
}

Result<std::optional<Outcome>> evaluated(const Problem& problem, const Task& task,
                                         const std::stop_token& stop) {
    THIMBLE_TRY(std::optional<Outcome> outcome, planned(problem, task.genome, stop));
    if (!outcome || !outcome->fits()) return outcome;
    outcome->score = task.score;
    if (outcome->score) return outcome;
    auto score = quickScore(problem, task.genome, stop);
    if (!score) {
        if (score.error().code != ErrorCode::Unsupported)
            return tl::unexpected<Error>(score.error());
        return Outcome{.refused = score.error().message};
    }
    if (!*score) return std::nullopt;
    outcome->score = **score;
    return outcome;
}

}  // namespace

Result<std::optional<Outcome>> planned(const Problem& problem, const Genome& genome,
                                       const std::stop_token& stop) {
    const shrink::Study& study = variantOf(problem, genome).study;
    THIMBLE_TRY(const Model outline,
                prune::prunedOutline(*study.model, study.groups, genome.counts));
    Outcome outcome{.macs = modelMacs(outline)};
    const Form form = formOf(problem, genome);
    const bool isForTflm = form == Form::Tflm || form == Form::TflmAsWritten;
    const Result<void> found =
        isForTflm ? planForTflm(problem, outline, form == Form::Tflm, stop, outcome)
                  : planAsC(problem, genome, form == Form::Rows, stop, outcome);
    // A search that was stopped half-way has found something else than one that was not.
    if (stop.stop_requested()) return std::nullopt;
    if (!found) {
        if (found.error().code != ErrorCode::Unsupported)
            return tl::unexpected<Error>(found.error());
        return Outcome{.refused = found.error().message};
    }
    if (!outcome.refused.empty()) return Outcome{.refused = outcome.refused};
    addTime(isForTflm ? problem.machine : problem.machineOfC, outline, outcome);
    addLimits(problem.question.limits, outcome);
    return outcome;
}

Result<std::optional<double>> quickScore(const Problem& problem, const Genome& genome,
                                         const std::stop_token& stop) {
    const Variant& variant = variantOf(problem, genome);
    return prunedScore(variant, variant.quick, variant.slice, genome, problem.softMargin, stop);
}

Result<std::optional<double>> testScore(const Problem& problem, const Genome& genome,
                                        const std::stop_token& stop) {
    const Variant& variant = variantOf(problem, genome);
    return prunedScore(variant, variant.study, *variant.samples.test, genome, 0, stop);
}

Work workOn(const Problem& problem, std::stop_token stop) {
    return [&problem, stop = std::move(stop)](const Task& task) -> Result<std::optional<Outcome>> {
        if (task.kind == Task::Kind::Evaluate) return evaluated(problem, task, stop);
        THIMBLE_TRY(const std::optional<double> score, testScore(problem, task.genome, stop));
        if (!score) return std::nullopt;
        return Outcome{.score = score};
    };
}

shrink::Recipe recipeOf(const Problem& problem, const Genome& genome) {
    const Variant& variant = variantOf(problem, genome);
    shrink::Recipe recipe{
        .modelSha256 = problem.modelSha256,
        .kept = shrink::keptOf(variant.study.groups, selectionOf(variant, genome)),
        .repair = variant.samples.source};
    if (variant.resolution.height > 0) recipe.resolution = variant.resolution;
    // A C project plans for itself.
    if (formOf(problem, genome) == Form::Tflm) recipe.target = problem.question.target.name;
    return recipe;
}

}  // namespace thimble::search
