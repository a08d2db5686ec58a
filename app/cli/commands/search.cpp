#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <filesystem>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "app/cli/commands/search_answer.h"
#include "app/cli/long_work.h"
#include "app/cli/mpi_session.h"
#include "app/cli/output.h"
#include "core/base/file.h"
#include "core/base/grouped_number.h"
#include "core/base/sha256.h"
#include "core/boards/catalogue.h"
#include "core/ops/operator_rules.h"
#include "core/pipeline/analyse.h"
#include "core/search/evaluate.h"
#include "core/search/front.h"
#include "core/search/search_for.h"

namespace thimble::cli {

namespace {

constexpr std::int64_t kSamples = 1000;  ///< of the calibration half at most: as thimble prune

tl::unexpected<Error> wrong(const std::string& what) {
    return fail(ErrorCode::InvalidArgument, what);
}

/// Names become what they stand for.
Result<search::Question> questionOf(const SearchCommand& command, const Model& model) {
    search::Question question = command.question;
    question.forms.clear();
    for (const std::string& name : command.forms) {
        const search::Form form = *search::findForm(name);
        if (std::ranges::find(question.forms, form) == question.forms.end())
            question.forms.push_back(form);
    }
    question.importances.clear();
    for (const std::string& name : command.importances) {
        const repair::Importance importance = *repair::findImportance(name);
        if (std::ranges::find(question.importances, importance) == question.importances.end())
            question.importances.push_back(importance);
    }
    question.objectives.clear();
    for (const std::string& name : command.objectives) {
        const search::Objective objective = *search::findObjective(name);
        if (std::ranges::find(question.objectives, objective) == question.objectives.end())
            question.objectives.push_back(objective);
    }
    if (std::ranges::find(question.objectives, search::Objective::Score) ==
        question.objectives.end())
        return wrong("--objectives: without score the smallest model is the best");
    for (const std::string& text : command.resolutions) {
        const auto resolution = parseResolution(text);
        if (!resolution)
            return wrong(fmt::format(
                "'{}' is no resolution: height x width, such as 96x128, each from 1 to {}", text,
                groupedNumber(kLargestSide)));
        question.resolutions.push_back(*resolution);
    }
    THIMBLE_TRY(question.target, chosenTarget(command.machine));
    if (!command.machine.board.empty()) {
        THIMBLE_TRY(const auto all, boards::boardCatalogue(command.machine.boards));
        THIMBLE_TRY(question.board, boards::findBoard(all, command.machine.board));
    }
    if (command.macsShare)
        question.limits.macs = static_cast<Macs>(
            std::floor(*command.macsShare * static_cast<double>(modelMacs(model))));
    return question;
}

Result<std::vector<search::Genome>> warmGenomes(const SearchCommand& command,
                                                const search::Problem& problem) {
    std::vector<search::Genome> genomes;
    for (const std::string& path : command.warmStart) {
        THIMBLE_TRY(const Blob file, readFile(path));
        const auto bytes = file.bytes();
        const auto read = [&]() -> Result<search::Genome> {
            THIMBLE_TRY(
                const shrink::Recipe recipe,
                shrink::parseRecipe({reinterpret_cast<const char*>(bytes.data()), bytes.size()}));
            if (recipe.modelSha256 != problem.modelSha256)
                return wrong("the recipe was made for another model");
            THIMBLE_TRY(const prune::Selection selection,
                        shrink::selectionOf(problem.variants.front().study.groups, recipe.kept));
            const auto variant =
                std::ranges::find(problem.variants, recipe.resolution.value_or(Resolution{0, 0}),
                                  &search::Variant::resolution);
            if (variant == problem.variants.end())
                return wrong("the recipe is for a resolution that is not searched");
            return search::Genome{
                .counts = prune::keptCounts(selection),
                .resolution = static_cast<std::int32_t>(variant - problem.variants.begin())};
        }();
        if (!read) return fail(read.error().code, path + ": " + read.error().message);
        genomes.push_back(*read);
    }
    return genomes;
}

Result<std::optional<search::Problem>> problemOf(const SearchCommand& command,
                                                 const std::shared_ptr<const LoadedModel>& loaded,
                                                 LongWork& work) {
    const std::shared_ptr<const Model> model(loaded, &loaded->model);
    THIMBLE_TRY(const search::Question question, questionOf(command, *model));
    const shrink::CalibrationSource source{.data = std::filesystem::absolute(command.data).string(),
                                           .samples = kSamples,
                                           .seed = command.options.seed,
                                           .reading = command.reading};
    return search::makeProblem(
        model, sha256(loaded->file.bytes()), question, source,
        {.stop = work.stopToken(),
         .threads = static_cast<unsigned>(std::min<std::uint64_t>(command.jobs, 1024))});
}

void tell(LongWork& work, const search::SearchState& state, const search::Scale& scale) {
    if (!work.isTimeToTell()) return;
    if (state.toTest > 0) {
        work.tellLine(fmt::format("testing {} of {}", state.tested, state.toTest));
        return;
    }
    const auto front = search::frontOf(*state.evaluations, scale);
    std::string best;
    if (!front.empty()) {
        const search::Outcome& first = front.front().outcome;
        const search::Outcome& last = front.back().outcome;
        best = fmt::format(", {} at {} bytes to {} at {}", *first.score,
                           groupedNumber(first.arenaBytes), *last.score,
                           groupedNumber(last.arenaBytes));
    }
    work.tellLine(fmt::format("searching: {} of {}, {} on the front{} (Ctrl+C keeps the front)",
                              state.evaluated, state.total, front.size(), best));
}

Result<void> writeRecipes(const SearchCommand& command, const SearchResult& result) {
    if (command.recipes.empty()) return {};
    std::error_code failed;
    std::filesystem::create_directories(command.recipes, failed);
    if (failed) return fail(ErrorCode::Io, command.recipes + ": " + failed.message());
    for (std::size_t p = 0; p < result.answer.front.size(); ++p) {
        const std::string text = shrink::recipeText(
            search::recipeOf(*result.problem, result.answer.front[p].evaluated.genome));
        const std::string name = fmt::format("point-{:02}.json", p + 1);
        THIMBLE_CHECK(writeFile(std::filesystem::path(command.recipes) / name,
                                std::as_bytes(std::span(text))));
    }
    return {};
}

Result<search::SearchAnswer> searchWith(const SearchCommand& command,
                                        const search::Problem& problem, LongWork& work,
                                        search::Workers& workers) {
    search::SearchOrder order{.algorithm = command.algorithm,
                              .options = command.options,
                              .limits = command.limits,
                              .cold = command.cold,
                              .checkpoint = command.checkpoint,
                              .cache = command.cache};
    THIMBLE_TRY(order.start, warmGenomes(command, problem));
    const search::Scale scale = scaleOf(problem);
    return search::searchFor(
        problem, order, workers,
        {work.stopToken(), [&](const search::SearchState& state) { tell(work, state, scale); }});
}

/// Everything but what is read and written.
int runAll(const SearchCommand& command, const std::shared_ptr<const LoadedModel>& loaded,
           MpiSession* session) {
    const bool isFirst = session == nullptr || session->isFirst();
    Result<std::optional<search::Problem>> problem = std::optional<search::Problem>();
    SearchResult result;
    bool isOfOtherFile = false;
    const auto failed = [&](const Error& error) {
        return cli::report({error.code, command.model + ": " + error.message});
    };
    {
        LongWork work("searching");
        problem = problemOf(command, loaded, work);
        if (session != nullptr) {
            const int unwell = session->firstUnwell(problem && *problem);
            if (unwell >= 0 && !session->isMe(unwell)) return kBadInput;
        }
        if (problem && *problem) {
            search::Work doing = search::workOn(**problem, work.stopToken());
            if (!isFirst) {
                session->serve(doing);
                return kDone;
            }
            std::unique_ptr<search::Workers> workers =
                session == nullptr ? nullptr : session->workers();
            if (!workers)
                workers = search::threadWorkers(
                    static_cast<unsigned>(std::min<std::uint64_t>(command.jobs, 1024)),
                    std::move(doing));
            auto answer = searchWith(command, **problem, work, *workers);
            if (answer) {
                result = {&**problem, scaleOf(**problem), *std::move(answer), 0};
            } else {
                problem = tl::unexpected<Error>(answer.error());
                // Checkpoints, caches and recipes have been named.
                isOfOtherFile = problem.error().code != ErrorCode::Unsupported;
            }
        }
        result.seconds = work.seconds();
    }
    if (!problem) return isOfOtherFile ? cli::report(problem.error()) : failed(problem.error());
    if (!*problem)
        return print(
            command.json
                ? fmt::format("{{\"front\": [], \"evaluations\": 0, \"reason\": \"cancelled\", "
                              "\"seconds\": {}}}\n",
                              result.seconds)
                : command.model + ": cancelled before anything was evaluated\n",
            kDone);
    if (const auto written = writeRecipes(command, result); !written)
        return cli::report(written.error());
    if (!command.front.empty()) {
        const std::string text = searchJson(command, result);
        if (const auto written = writeFile(command.front, std::as_bytes(std::span(text))); !written)
            return cli::report(written.error());
    }
    const bool isNo =
        result.answer.front.empty() && result.answer.reason != search::EndReason::Cancelled;
    return print(command.json ? searchJson(command, result) : searchText(command, result),
                 isNo ? kAnswerIsNo : kDone);
}

}  // namespace

int searchModel(const SearchCommand& command) {
    std::vector<std::filesystem::path> inputs(command.warmStart.begin(), command.warmStart.end());
    inputs.emplace_back(command.model);
    if (const auto other = checkOutputs({command.front, command.checkpoint, command.cache}, inputs);
        !other)
        return cli::report(other.error());
    const auto loaded = loadModel(command.model);
    if (!loaded) return cli::report(loaded.error());
    const std::unique_ptr<MpiSession> session = joinMpi();
    return runAll(command, *loaded, session.get());
}

}  // namespace thimble::cli
