#include "ui/jobs/prune_work.h"

#include <utility>

#include "core/base/file.h"
#include "core/eval/evaluate.h"
#include "core/prune/remove_channels.h"
#include "core/shrink/goals.h"
#include "core/shrink/make_pruned.h"

namespace thimble::ui {

namespace {

/// Short, for there is one for each group.
PlanOptions costPlanOptions() { return {.limits = {.nodes = 20'000}}; }

/// Data that do not suit give way to random inputs, unless a recipe insists.
Result<shrink::Samples> samplesFor(const PruneJob::StudyQuestion& question, PruneStudy& study) {
    auto samples = shrink::gatherSamples(question.loaded->model, question.source);
    if (samples || question.insist || question.source.data.empty()) return samples;
    study.dataProblem = samples.error().message;
    return shrink::gatherSamples(question.loaded->model, {.samples = PruneJob::kRandomSamples});
}

}  // namespace

Result<std::optional<PruneStudy>> makePruneStudy(const PruneJob::StudyQuestion& question,
                                                 const repair::WorkControl& control) {
    PruneStudy study{.loaded = question.loaded, .source = question.source};
    // The model belongs to the loaded one.
    const std::shared_ptr<const Model> model(question.loaded, &question.loaded->model);
    auto samples = samplesFor(question, study);
    if (!samples) {
        if (question.insist) return tl::unexpected<Error>(samples.error());
        // What cannot be run cannot be watched; its channels can be removed all the same.
        study.channels.model = model;
        study.channels.calibration = std::make_shared<const repair::Calibration>();
        study.channels.unwatched = samples.error().message;
        THIMBLE_TRY(study.channels.groups, prune::channelGroups(*model));
        return study;
    }
    study.source = samples->source;
    if (samples->test)
        study.test = std::make_shared<const data::Dataset>(*std::move(samples->test));
    THIMBLE_TRY(auto channels, shrink::studyChannels(model, samples->calibration, {}, control));
    if (!channels) return std::nullopt;
    study.channels = *std::move(channels);
    return study;
}

Result<OutlineFit> fitCounts(const PruneStudy& study, const ChannelCounts& counts,
                             const OutlineQuestion& question, const std::stop_token& stop) {
    THIMBLE_TRY(const Model outline,
                prune::prunedOutline(*study.channels.model, study.channels.groups, counts));
    return fitOutline(outline, question, {stop, {}});
}

Result<std::optional<std::vector<ChannelCost>>> channelCosts(const PruneStudy& study,
                                                             const ChannelCounts& counts,
                                                             const OutlineQuestion& question,
                                                             const std::stop_token& stop) {
    OutlineQuestion each{.target = question.target, .plan = costPlanOptions()};
    if (question.board) each.target = boards::targetOn(*question.board, question.target);
    THIMBLE_TRY(const OutlineFit whole, fitCounts(study, counts, each, stop));
    prune::SizePredictor predictor(*study.channels.model, study.channels.groups);
    const prune::PredictedSizes now = predictor.predict(counts);
    std::vector<ChannelCost> costs(counts.size());
    for (std::size_t g = 0; g < counts.size(); ++g) {
        if (stop.stop_requested()) return std::nullopt;
        if (counts[g] <= 1) continue;
        ChannelCounts fewer = counts;
        --fewer[g];
        const prune::PredictedSizes& sizes = predictor.predict(fewer);
        costs[g] = {.macs = now.macs - sizes.macs, .peakBytes = now.peakBytes - sizes.peakBytes};
        THIMBLE_TRY(const OutlineFit fit, fitCounts(study, fewer, each, stop));
        costs[g].arenaBytes = whole.arenaBytes - fit.arenaBytes;
        costs[g].fileBytes = whole.fileBytes - fit.fileBytes;
    }
    return costs;
}

Result<std::optional<ChannelCounts>> searchCounts(const PruneJob::SearchQuestion& question,
                                                  const repair::WorkControl& control) {
    const OutlineQuestion& outline = question.outline;
    shrink::Goals goals{.macs = question.macs,
                        .ramBytes = question.arenaBytes,
                        .settings = outline.settings,
                        .target = outline.board ? boards::targetOn(*outline.board, outline.target)
                                                : outline.target};
    if (!question.macs && !question.arenaBytes) goals.board = outline.board;
    THIMBLE_TRY(const auto chosen,
                shrink::countsFor(question.study->channels, question.orders, goals, control));
    if (!chosen) return std::nullopt;
    if (!chosen->isEnough())
        return fail(ErrorCode::InvalidArgument,
                    "with one channel of each group it is still too large: " + chosen->shortfall);
    return chosen->counts;
}

Result<std::optional<PruneScore>> scorePruned(const PruneJob::PrunedQuestion& question,
                                              const repair::WorkControl& control) {
    const PruneStudy& study = *question.study;
    PruneScore score{.selection = question.selection, .isRepaired = question.repair};
    const bool isWhole = question.selection == prune::keepAll(study.channels.groups);
    std::optional<shrink::PrunedModel> pruned;
    if (!isWhole) {
        THIMBLE_TRY(pruned, shrink::pruneModel(study.channels, question.selection, question.repair,
                                               {control.stop, {}}));
        if (!pruned) return std::nullopt;
    }
    THIMBLE_TRY(const auto program,
                interp::prepareProgram(isWhole ? *study.channels.model : pruned->model));
    THIMBLE_TRY(const eval::Evaluation evaluation,
                eval::evaluate(program, *study.test, {.reading = study.source.reading},
                               {control.stop, control.progress}));
    if (evaluation.cancelled) return std::nullopt;
    score.metric = evaluation.metric;
    score.score = evaluation.score;
    score.samples = evaluation.samples.size();
    return score;
}

Result<bool> writePruned(const PruneJob::PrunedQuestion& question, const tflm::TargetInfo& target,
                         const std::filesystem::path& path, const repair::WorkControl& control) {
    const PruneStudy& study = *question.study;
    THIMBLE_CHECK(checkNotInput(path, study.loaded->path));
    THIMBLE_TRY(const auto made,
                shrink::makePruned(study.channels, question.selection,
                                   {.repair = question.repair, .target = target}, control));
    if (!made) return false;
    THIMBLE_CHECK(writeFile(path, made->file));
    return true;
}

}  // namespace thimble::ui
