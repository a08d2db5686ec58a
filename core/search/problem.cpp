#include "core/search/problem.h"

#include <algorithm>
#include <cmath>
#include <set>
#include <utility>

#include "core/base/sha256.h"
#include "core/cost/machine_of_board.h"
#include "core/data/split.h"
#include "core/eval/evaluate.h"
#include "core/interp/program.h"
#include "core/search/evaluate.h"
#include "core/search/screen.h"
#include "core/shrink/choose_counts.h"

namespace thimble::search {

namespace {

/// Samples of the calibration half: those to score by, and others to repair by.
struct Slice {
    std::vector<std::size_t> scored, repaired;
};

/// At most `most` of them, spread evenly.
std::vector<std::size_t> spread(const std::vector<std::size_t>& all, std::size_t most) {
    std::vector<std::size_t> taken;
    const std::size_t count = std::min(all.size(), most);
    for (std::size_t i = 0; i < count; ++i) taken.push_back(all[i * all.size() / count]);
    return taken;
}

Slice sliceOf(const std::vector<std::size_t>& calibration, const Question& question) {
    constexpr std::size_t kFew = 12;  ///< too few to be divided: all for both
    const auto wanted = static_cast<std::size_t>(std::max<std::int64_t>(question.sliceSamples, 1));
    const auto repaired =
        static_cast<std::size_t>(std::max<std::int64_t>(question.repairSamples, 1));
    if (calibration.size() < kFew)
        return {spread(calibration, wanted), spread(calibration, repaired)};
    Slice slice{.scored = spread(calibration, std::min(wanted, calibration.size() * 2 / 3))};
    std::vector<std::size_t> rest;
    std::ranges::set_difference(calibration, slice.scored, std::back_inserter(rest));
    slice.repaired = spread(rest, repaired);
    return slice;
}

/// Of every sample as the model gets it, and of what is expected.
Result<std::string> dataSum(const Model& model, const data::Dataset& dataset,
                            const data::ReadOptions& reading) {
    THIMBLE_TRY(const data::InputFormat format, data::inputFormat(model, 0));
    std::string sums;
    for (std::size_t s = 0; s < dataset.samples.size(); ++s) {
        THIMBLE_TRY(const auto windows, data::readSample(dataset, s, format, reading));
        for (const data::Window& window : windows) sums += sha256(window);
        const data::Sample& sample = dataset.samples[s];
        sums += ":" + std::to_string(sample.label.value_or(-1));
        sums += sha256(std::as_bytes(std::span(sample.expected))) + "\n";
    }
    return sha256(std::as_bytes(std::span(sums)));
}

Result<std::optional<Variant>> makeVariant(std::shared_ptr<const Model> model,
                                           Resolution resolution, const Question& question,
                                           const shrink::CalibrationSource& source,
                                           const repair::WorkControl& control) {
    Variant variant{.resolution = resolution};
    if (resolution.height > 0) {
        THIMBLE_TRY(Model resized, atResolution(*model, resolution));
        model = std::make_shared<const Model>(std::move(resized));
    }
    THIMBLE_TRY(variant.samples, shrink::gatherSamples(*model, source));
    if (!variant.samples.test)
        return fail(ErrorCode::InvalidArgument,
                    "the data set has too few samples to keep some for the test");
    THIMBLE_TRY(auto study, shrink::studyChannels(model, variant.samples.calibration,
                                                  {.seed = source.seed}, control));
    if (!study) return std::nullopt;
    variant.study = *std::move(study);
    if (!variant.study.unwatched.empty())
        return fail(ErrorCode::Unsupported, variant.study.unwatched);
    for (const repair::Importance importance : question.importances)
        variant.orders.push_back(shrink::ordersOf(variant.study, importance, source.seed));

    THIMBLE_TRY(const data::Dataset all, data::readDataset(source.data));
    THIMBLE_TRY(const data::Split split, data::split(all, source.fraction, source.seed));
    const Slice slice = sliceOf(split.calibration, question);
    variant.slice = data::partOf(all, slice.scored);
    THIMBLE_TRY(repair::Calibration quick,
                repair::calibrationFrom(*model, all, slice.repaired, source.reading,
                                        slice.repaired.size()));
    variant.quick = variant.study;
    variant.quick.calibration = std::make_shared<const repair::Calibration>(std::move(quick));
    return variant;
}

cost::Machine machineFor(const Question& question) {
    if (question.board) {
        boards::Board onTarget = *question.board;
        onTarget.target = boards::targetOn(*question.board, question.target);
        return cost::machineOf(onTarget);
    }
    constexpr double kClockHz = 100e6;
    return {.core = "cortex-m4f",
            .clockHz = kClockHz,
            .stack = std::string(cost::stackOf(question.target.target.isCmsis()))};
}

cost::Machine withCmsis(cost::Machine machine) {
    const std::string own = std::exchange(machine.stack, std::string(cost::stackOf(true)));
    if (cost::machineCost(cost::builtInCostData(), machine) == nullptr) machine.stack = own;
    return machine;
}

Result<Space> spaceOf(const Problem& problem) {
    Space space{.orders = static_cast<std::int32_t>(problem.question.importances.size()),
                .forms = static_cast<std::int32_t>(problem.question.forms.size()),
                .resolutions = static_cast<std::int32_t>(problem.variants.size())};
    const prune::ChannelGroups& groups = problem.variants.front().study.groups;
    space.channels = prune::keptCounts(prune::keepAll(groups));
    if (groups.groups.empty())
        return fail(ErrorCode::Unsupported, "it has no channels that could be removed");
    for (const Variant& variant : problem.variants)
        if (prune::keptCounts(prune::keepAll(variant.study.groups)) != space.channels)
            return fail(ErrorCode::Unsupported,
                        "its channels do not go together in the same way at every resolution");
    return space;
}

/// A quarter of the mean margin of the whole model on the slice.
Result<double> softMarginOf(const std::shared_ptr<const interp::Program>& program,
                            const Variant& variant, const repair::WorkControl& control) {
    constexpr double kPart = 0.25;
    THIMBLE_TRY(
        const eval::Evaluation found,
        eval::evaluate(program, variant.slice,
                       {.reading = variant.samples.source.reading, .threads = control.threads},
                       {control.stop, {}}));
    double sum = 0;
    for (const eval::SampleResult& sample : found.samples) sum += std::abs(sample.margin);
    return found.samples.empty() ? 0 : kPart * sum / static_cast<double>(found.samples.size());
}

}  // namespace

const FormInfo& infoOf(Form form) { return *std::ranges::find(kForms, form, &FormInfo::form); }

std::optional<Form> findForm(std::string_view name) {
    const auto* const found = std::ranges::find(kForms, name, &FormInfo::name);
    if (found == kForms.end()) return std::nullopt;
    return found->form;
}

Result<std::optional<Problem>> makeProblem(const std::shared_ptr<const Model>& model,
                                           const std::string& sha256, const Question& question,
                                           const shrink::CalibrationSource& source,
                                           const repair::WorkControl& control) {
    Problem problem{.question = question, .modelSha256 = sha256, .machine = machineFor(question)};
    problem.machineOfC = withCmsis(problem.machine);
    std::vector<Resolution> resolutions = question.resolutions;
    if (resolutions.empty()) resolutions.push_back({0, 0});
    for (const Resolution& resolution : resolutions) {
        THIMBLE_TRY(auto variant, makeVariant(model, resolution, question, source, control));
        if (!variant) return std::nullopt;
        problem.variants.push_back(*std::move(variant));
    }
    THIMBLE_TRY(problem.space, spaceOf(problem));
    const Variant& first = problem.variants.front();
    THIMBLE_TRY(const data::Dataset all, data::readDataset(source.data));
    THIMBLE_TRY(problem.dataSha256, dataSum(*first.study.model, all, source.reading));

    THIMBLE_TRY(const auto program, interp::prepareProgram(*first.study.model));
    THIMBLE_TRY(const eval::Evaluation whole,
                eval::evaluate(program, *first.samples.test,
                               {.reading = source.reading, .threads = control.threads},
                               {control.stop, {}}));
    problem.isErrorScore = whole.metric == eval::Metric::Mse;
    problem.wholeScore = whole.score;
    THIMBLE_TRY(problem.softMargin, softMarginOf(program, first, control));
    const Genome genome = wholeModel(problem.space);
    THIMBLE_TRY(const auto outcome, planned(problem, genome, control.stop));
    if (whole.cancelled || !outcome) return std::nullopt;
    problem.whole = *outcome;
    if (!outcome->refused.empty()) return fail(ErrorCode::Unsupported, outcome->refused);
    THIMBLE_TRY(problem.whole.score, quickScore(problem, genome, control.stop));
    if (!problem.whole.score) return std::nullopt;
    return problem;
}

Scale scaleOf(const Problem& problem) {
    Scale scale{.isErrorScore = problem.isErrorScore};
    const Limits& limits = problem.question.limits;
    const Outcome& whole = problem.whole;
    const auto add = [&scale](Objective objective, const std::optional<double>& limit,
                              const std::optional<double>& now) {
        if (!now && !limit) return;
        scale.objectives.push_back(objective);
        scale.bounds.push_back(std::max(limit.value_or(now.value_or(1)), 1e-9));
    };
    const auto real = [](const auto& limit) {
        return limit ? std::optional(static_cast<double>(*limit)) : std::nullopt;
    };
    constexpr double kLoss = 0.3;
    for (const Objective objective : problem.question.objectives) switch (objective) {
            case Objective::Score:
                add(objective, std::nullopt,
                    problem.isErrorScore ? *whole.score * 2 : 1 - *whole.score + kLoss);
                break;
            case Objective::Arena:
                add(objective, real(limits.ramBytes), static_cast<double>(whole.arenaBytes));
                break;
            case Objective::Flash:
                add(objective, real(limits.flashBytes), static_cast<double>(whole.flashBytes));
                break;
            case Objective::Macs:
                add(objective, real(limits.macs), static_cast<double>(whole.macs));
                break;
            case Objective::Latency:
                if (whole.latencyMs) add(objective, limits.latencyMs, whole.latencyMs);
                break;
            case Objective::Energy:
                if (whole.energyUj) add(objective, limits.energyUj, whole.energyUj);
                break;
        }
    return scale;
}

std::vector<Genome> usualStart(const Problem& problem, std::size_t most,
                               const std::stop_token& stop) {
    constexpr double kMacsStep = 0.95;
    constexpr double kLeastMacs = 0.2;
    std::vector<Genome> all;
    std::set<Genome> seen;
    const auto add = [&](Genome genome) {
        for (std::size_t f = 0; f < problem.question.forms.size(); ++f) {
            genome.form = static_cast<std::int32_t>(f);
            if (seen.insert(genome).second) all.push_back(genome);
        }
    };
    for (std::size_t r = 0; r < problem.variants.size(); ++r) {
        const Variant& variant = problem.variants[r];
        Genome whole = wholeModel(problem.space);
        whole.resolution = static_cast<std::int32_t>(r);
        for (std::optional<Genome> now = whole; now; now = lessAtPeak(problem, *now, stop))
            add(*now);
        prune::SizePredictor sizes(*variant.study.model, variant.study.groups);
        const Macs wholeMacs = sizes.predict(whole.counts).macs;
        Genome less = whole;
        double share = kMacsStep;
        while (share >= kLeastMacs) {
            const auto chosen = shrink::chooseCounts(
                sizes, variant.orders[0],
                {.macs = static_cast<Macs>(share * static_cast<double>(wholeMacs))}, less.counts,
                stop);
            if (!chosen || !chosen->isEnough()) break;
            less.counts = chosen->counts;
            add(less);
            share *= kMacsStep;
        }
    }
    if (all.size() <= most) return all;
    std::vector<Genome> start;
    for (std::size_t i = 0; i < most; ++i) start.push_back(all[i * all.size() / most]);
    return start;
}

}  // namespace thimble::search
