#include "app/cli/commands/prune.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <cmath>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "app/cli/commands/prune_work.h"
#include "app/cli/options.h"
#include "app/cli/output.h"
#include "core/base/file.h"
#include "core/base/sha256.h"
#include "core/boards/catalogue.h"
#include "core/ops/operator_rules.h"

namespace thimble::cli {

namespace {

constexpr std::int64_t kRandomSamples = 64;
constexpr std::int64_t kDataSamples = 1000;

Result<shrink::Goals> goalsOf(const PruneCommand& command, const Model& model) {
    shrink::Goals goals{
        .ramBytes = command.ramBytes, .byRows = command.byRows, .streamInput = command.streamInput};
    THIMBLE_TRY(goals.target, chosenTarget(command.machine));
    if (command.macs)
        goals.macs =
            static_cast<Macs>(std::floor(*command.macs * static_cast<double>(modelMacs(model))));
    if (!command.machine.board.empty()) {
        THIMBLE_TRY(const auto all, boards::boardCatalogue(command.machine.boards));
        THIMBLE_TRY(goals.board, boards::findBoard(all, command.machine.board));
    }
    return goals;
}

/// "#3 CONV_2D=8" or "2=8": counts for some groups, all channels of the others.
Result<std::vector<std::int32_t>> countsOf(const std::vector<std::string>& keep,
                                           const prune::ChannelGroups& groups) {
    std::vector<std::int32_t> counts = prune::keptCounts(prune::keepAll(groups));
    const auto number = [](std::string_view text, std::int32_t& value) {
        const auto read = std::from_chars(text.data(), text.data() + text.size(), value);
        return read.ec == std::errc() && read.ptr == text.data() + text.size() && value >= 0;
    };
    for (const std::string& entry : keep) {
        const auto wrong = [&entry](const std::string& what) {
            return fail(ErrorCode::InvalidArgument, fmt::format("--keep {}: {}", entry, what));
        };
        const std::size_t sign = entry.rfind('=');
        std::int32_t kept = 0;
        if (sign == std::string::npos || !number(std::string_view(entry).substr(sign + 1), kept))
            return wrong("GROUP=N is expected, N a whole number");
        const std::string name = entry.substr(0, sign);
        std::int32_t g = 0;
        if (!number(name, g))
            g = static_cast<std::int32_t>(
                std::ranges::find(groups.groups, name, &prune::ChannelGroup::name) -
                groups.groups.begin());
        if (static_cast<std::size_t>(g) >= groups.groups.size())
            return wrong("the model has no such group; --list names them");
        const prune::ChannelGroup& group = groups.groups[static_cast<std::size_t>(g)];
        if (kept < 1 || kept > group.channels)
            return wrong(fmt::format("'{}' has {} channels; from 1 to all of them can stay",
                                     group.name, group.channels));
        counts[static_cast<std::size_t>(g)] = kept;
    }
    return counts;
}

/// Groups, samples, how much each channel matters. False: stopped.
Result<bool> studyModel(const PruneCommand& command, std::shared_ptr<const Model> model,
                        LongWork& work, PruneStudy& study) {
    const shrink::CalibrationSource source{.data = command.data,
                                           .samples = command.samples > 0    ? command.samples
                                                      : command.data.empty() ? kRandomSamples
                                                                             : kDataSamples,
                                           .seed = command.seed,
                                           .reading = command.reading};
    auto samples = shrink::gatherSamples(*model, source);
    if (!samples && (!command.data.empty() || samples.error().code != ErrorCode::Unsupported))
        return tl::unexpected<Error>(samples.error());
    if (samples) {
        study.samples = *std::move(samples);
        THIMBLE_TRY(auto studied,
                    shrink::studyChannels(std::move(model), study.samples->calibration,
                                          {.seed = command.seed}, countedWork(work, command)));
        if (!studied) return false;
        study.study = *std::move(studied);
    } else {
        THIMBLE_TRY(study.study.groups, prune::channelGroups(*model));
        study.study.model = std::move(model);
        study.study.unwatched = samples.error().message;
    }
    study.orders =
        shrink::ordersOf(study.study, *repair::findImportance(command.importance), command.seed);
    return true;
}

shrink::Recipe recipeOf(const PruneCommand& command, const LoadedModel& loaded,
                        const PruneStudy& study, const prune::Selection& selection,
                        const shrink::MakeOptions& options) {
    shrink::Recipe recipe{.modelSha256 = sha256(loaded.file.bytes()),
                          .kept = shrink::keptOf(study.study.groups, selection)};
    if (options.repair && study.samples) {
        recipe.repair = study.samples->source;
        if (!command.data.empty())
            recipe.repair->data = std::filesystem::absolute(command.data).string();
    }
    if (options.plan) recipe.target = options.target.name;
    return recipe;
}

Result<PruneAnswer> pruneByGoal(const PruneCommand& command,
                                const std::shared_ptr<const LoadedModel>& loaded, PruneStudy& study,
                                LongWork& work) {
    PruneAnswer answer;
    THIMBLE_TRY(const shrink::Goals goals, goalsOf(command, loaded->model));
    answer.target = goals.target;
    THIMBLE_TRY(const bool isStudied, studyModel(command, modelOf(loaded), work, study));
    answer.cancelled = !isStudied;
    if (answer.cancelled) return answer;
    std::optional<shrink::ChosenCounts> chosen;
    if (command.keep.empty()) {
        THIMBLE_TRY(chosen, shrink::countsFor(study.study, study.orders, goals,
                                              countedWork(work, command)));
    } else {
        chosen.emplace();
        THIMBLE_TRY(chosen->counts, countsOf(command.keep, study.study.groups));
    }
    answer.cancelled = !chosen;
    if (answer.cancelled) return answer;
    answer.shortfall = chosen->shortfall;
    const prune::Selection selection = shrink::selectByOrder(study.orders, chosen->counts);
    const shrink::MakeOptions options{.repair = !command.noRepair && study.study.unwatched.empty(),
                                      .plan = !command.noPlan,
                                      .target = goals.target};
    THIMBLE_CHECK(makeAnswer(command, study, selection, options, work, answer));
    answer.recipe = shrink::recipeText(recipeOf(command, *loaded, study, selection, options));
    return answer;
}

int listGroups(const PruneCommand& command, const std::shared_ptr<const LoadedModel>& loaded) {
    PruneStudy study;
    std::vector<shrink::Saving> savings;
    double seconds = 0;
    const Result<void> listed = [&]() -> Result<void> {
        LongWork work("looking at channels");
        THIMBLE_TRY(const tflm::TargetInfo target, chosenTarget(command.machine));
        THIMBLE_TRY(const bool isStudied, studyModel(command, modelOf(loaded), work, study));
        if (!isStudied) return {};
        THIMBLE_TRY(auto found, shrink::savingsOf(loaded->model, study.study.groups, target,
                                                  countedWork(work, command)));
        if (found) savings = *std::move(found);
        seconds = work.seconds();
        return {};
    }();
    if (!listed)
        return cli::report({listed.error().code, command.model + ": " + listed.error().message});
    return print(command.json ? groupsJson(command, study, savings, seconds)
                              : groupsText(command, study, savings),
                 kDone);
}

/// What is wrong with the options together; empty: nothing.
std::string wrongUsage(const PruneCommand& command) {
    const bool hasKeep = !command.keep.empty();
    const bool hasRecipe = !command.recipe.empty();
    const bool isBoardAGoal =
        !command.machine.board.empty() && !command.list && !hasKeep && !hasRecipe;
    const bool hasGoal = command.macs || command.ramBytes || isBoardAGoal;
    const int ways =
        (command.list ? 1 : 0) + (hasKeep ? 1 : 0) + (hasRecipe ? 1 : 0) + (hasGoal ? 1 : 0);
    if (ways != 1)
        return "say what to do: --list, --keep GROUP=N, --recipe FILE, or goals: --macs R, --ram "
               "BYTES, --board ID";
    if (command.streamInput && !command.byRows) return "--stream-input is for --by-rows";
    if (hasRecipe && !(command.machine.board + command.machine.target).empty())
        return "the recipe names its target";
    return {};
}

int prune(const PruneCommand& command) {
    if (const std::string wrong = wrongUsage(command); !wrong.empty())
        return cli::report({ErrorCode::InvalidArgument, wrong});
    const std::filesystem::path inputs[] = {command.model, command.recipe};
    if (const auto other = checkOutputs({command.output, command.saveRecipe}, inputs); !other)
        return cli::report(other.error());
    const auto loaded = loadModel(command.model);
    if (!loaded) return cli::report(loaded.error());
    if (command.list) return listGroups(command, *loaded);
    PruneStudy study;
    Result<PruneAnswer> answer = [&] {
        LongWork work("pruning");
        if (!command.recipe.empty()) return pruneByRecipe(command, *loaded, study, work);
        auto made = pruneByGoal(command, *loaded, study, work);
        if (!made) made.error().message = command.model + ": " + made.error().message;
        return made;
    }();
    if (!answer) return cli::report(answer.error());
    return finishPrune(command, study, *answer);
}

void addGoals(CLI::App& command, PruneCommand& options) {
    command
        .add_option("--keep", options.keep,
                    "So many channels of a group stay; GROUP is its name or number in the list; "
                    "may be given again")
        ->type_name("GROUP=N");
    command.add_option("--recipe", options.recipe, "What a recipe says, as thimble apply")
        ->check(fileName())
        ->type_name("FILE");
    command
        .add_option("--macs", options.macs,
                    "At most so much of the multiply-accumulates stays: 0.5 is half")
        ->check(CLI::Range(0.0, 1.0))
        ->check(finiteNumber())
        ->type_name("R");
    command
        .add_option("--ram", options.ramBytes,
                    "The arena that TFLM needs with the best plan is at most so many bytes")
        ->transform(wholeNumber())
        ->type_name("BYTES");
    command.add_flag("--by-rows", options.byRows,
                     "--ram is about the C project that thimble split writes; its arena is told");
    command.add_flag("--stream-input", options.streamInput,
                     "By rows, and the application hands over the rows of the input");
    addTargetChoice(command, options.machine);
}

}  // namespace

void addPrune(CLI::App& app, int& status) {
    auto options = std::make_shared<PruneCommand>();
    CLI::App* command = app.add_subcommand(
        "prune", "Take the channels out of a model that matter least, without training");
    command->add_option("MODEL", options->model, "The .tflite file")->required();
    command->add_flag("--list", options->list,
                      "The groups of channels that go together, how much each channel matters and "
                      "what one less saves");
    addGoals(*command, *options);
    std::vector<std::string> measures = {"reconstruction", "thinet",   "l1",    "l2",
                                         "mean",           "variance", "zeros", "random"};
    command->add_option("--importance", options->importance, "Which channels go first")
        ->check(CLI::IsMember(measures))
        ->capture_default_str();
    command
        ->add_option("--data", options->data,
                     "A data set: one half to choose and repair by, the other gives the scores")
        ->check(fileName())
        ->type_name("DIR");
    addReadingOptions(*command, options->reading);
    command
        ->add_option("--samples", options->samples,
                     "Inputs to choose and repair by (default: 64 random ones, with --data at most "
                     "1000)")
        ->check(CLI::Range(1, 1'000'000));
    command->add_option("--seed", options->seed, "Of random inputs and of the halves")
        ->transform(wholeNumber())
        ->capture_default_str();
    command->add_option("--jobs", options->jobs, "Threads; 0 is one for each core")
        ->transform(wholeNumber())
        ->capture_default_str();
    command->add_flag("--no-repair", options->noRepair, "Weights stay as they are");
    command->add_flag("--no-plan", options->noPlan, "OUT carries no plan for TFLM's arena");
    command->add_option("-o,--output", options->output, "Write the pruned model")
        ->check(fileName())
        ->type_name("OUT.tflite");
    command->add_option("--save-recipe", options->saveRecipe, "Write down what was done, as JSON")
        ->check(fileName())
        ->type_name("FILE");
    command->add_flag("--verbose", options->verbose, "The error of each repaired operator");
    command->add_flag("--json", options->json, "One JSON object on stdout, for scripts");
    command->footer(
        "A channel goes with everything that belongs to it: its filter, its bias, its place in\n"
        "every tensor and in the filters of what reads it. Goals can be combined. Channels go\n"
        "where they cost least for what they bring towards the goals; then the operators that\n"
        "read fewer channels get new weights, by least squares, so that they come closest to what\n"
        "they gave. OUT carries the plan for TFLM's arena that the figures are about. Figures of\n"
        "random inputs say little about real ones: give --data where there is some.\n"
        "Exit status: 0 done, 1 the goals cannot be met.\n"
        "Examples:\n"
        "  thimble prune model.tflite --list\n"
        "  thimble prune model.tflite --macs 0.5 --data samples -o half.tflite\n"
        "  thimble prune model.tflite --keep 0=12 --keep '#3 CONV_2D=24' -o out.tflite\n"
        "  thimble prune model.tflite --ram 20000 --by-rows --save-recipe small.json\n"
        "  thimble prune model.tflite --board nucleo-f446re -o fits.tflite");
    command->callback([options, &status] { status = prune(*options); });
}

}  // namespace thimble::cli
