#include "app/cli/commands/prune_work.h"

#include <algorithm>
#include <utility>

#include "app/cli/output.h"
#include "core/base/file.h"
#include "core/base/sha256.h"
#include "core/shrink/arena_needs.h"

namespace thimble::cli {

namespace {

/// Whatever fails later fails with the name of the file.
template <typename T>
Result<T> named(const std::string& file, Result<T> result) {
    if (result) return result;
    return fail(result.error().code, file + ": " + result.error().message);
}

Result<shrink::Recipe> readRecipe(const std::string& path) {
    THIMBLE_TRY(const Blob file, readFile(path));
    constexpr Bytes kMost = Bytes{64} << 20U;
    if (file.size() > kMost) return fail(ErrorCode::InvalidFile, "no recipe: over 64 MiB");
    const auto bytes = file.bytes();
    return named(path,
                 shrink::parseRecipe({reinterpret_cast<const char*>(bytes.data()), bytes.size()}));
}

}  // namespace

repair::WorkControl countedWork(LongWork& work, const PruneCommand& command) {
    return {work.stopToken(),
            [&work](std::int64_t done, std::int64_t total) {
                work.tellShare(done, total, "writes nothing");
            },
            static_cast<unsigned>(std::min<std::uint64_t>(command.jobs, 1024))};
}

std::shared_ptr<const Model> modelOf(const std::shared_ptr<const LoadedModel>& loaded) {
    return {loaded, &loaded->model};
}

Result<void> makeAnswer(const PruneCommand& command, const PruneStudy& study,
                        const prune::Selection& selection, const shrink::MakeOptions& options,
                        LongWork& work, PruneAnswer& answer) {
    const repair::WorkControl control = countedWork(work, command);
    const Model& model = *study.study.model;
    answer.target = options.target;
    THIMBLE_TRY(answer.made, shrink::makePruned(study.study, selection, options, control));
    const SearchControl search{work.stopToken(), {}};
    THIMBLE_TRY(answer.before, shrink::sizesOf(model, options.target, search));
    if (answer.made && command.byRows) {
        THIMBLE_TRY(answer.rowsBefore, shrink::rowArena(model, command.streamInput, search));
        THIMBLE_TRY(answer.rowsAfter,
                    shrink::rowArena(answer.made->pruned.model, command.streamInput, search,
                                     command.ramBytes));
    }
    if (answer.made && study.samples) {
        THIMBLE_TRY(answer.scoreBefore, shrink::scoreOf(model, *study.samples, control));
        THIMBLE_TRY(answer.scoreAfter,
                    shrink::scoreOf(answer.made->model, *study.samples, control));
    }
    answer.cancelled = !answer.made || work.stopToken().stop_requested();
    if (answer.cancelled) answer.made.reset();
    answer.seconds = work.seconds();
    return {};
}

Result<PruneAnswer> pruneByRecipe(const PruneCommand& command,
                                  const std::shared_ptr<const LoadedModel>& loaded,
                                  PruneStudy& study, LongWork& work) {
    THIMBLE_TRY(const shrink::Recipe recipe, readRecipe(command.recipe));
    auto read = named(
        command.recipe,
        shrink::followRecipe(modelOf(loaded), sha256(loaded->file.bytes()), recipe, command.data));
    if (!read) return tl::unexpected<Error>(read.error());
    study.study = std::move(read->study);
    study.samples = std::move(read->samples);
    PruneAnswer answer;
    answer.recipe = shrink::recipeText(recipe);
    if (const auto made = makeAnswer(command, study, read->selection, read->options, work, answer);
        !made)
        return fail(made.error().code, command.model + ": " + made.error().message);
    return answer;
}

int finishPrune(const PruneCommand& command, const PruneStudy& study, const PruneAnswer& answer) {
    const bool isGood = answer.made && answer.shortfall.empty();
    if (isGood && !command.output.empty())
        if (const auto written = writeFile(command.output, answer.made->file); !written)
            return cli::report(written.error());
    if (isGood && !command.saveRecipe.empty())
        if (const auto written =
                writeFile(command.saveRecipe, std::as_bytes(std::span(answer.recipe)));
            !written)
            return cli::report(written.error());
    return print(
        command.json ? pruneJson(command, study, answer) : pruneText(command, study, answer),
        answer.cancelled || answer.shortfall.empty() ? kDone : kAnswerIsNo);
}

}  // namespace thimble::cli
