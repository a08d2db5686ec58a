#include <memory>
#include <string>
#include <vector>

#include "app/cli/commands/search.h"
#include "app/cli/commands/search_answer.h"
#include "app/cli/options.h"

namespace thimble::cli {

namespace {

template <typename Table>
std::vector<std::string> namesOf(const Table& table) {
    std::vector<std::string> names;
    for (const auto& info : table) names.emplace_back(info.name);
    return names;
}

template <typename Table>
std::string listOf(const Table& table) {
    std::string text;
    for (const auto& info : table)
        text += (text.empty() ? "" : "; ") + std::string(info.name) + ": " +
                std::string(info.description);
    return text;
}

void addLimits(CLI::App& command, SearchCommand& options) {
    search::Limits& limits = options.question.limits;
    command.add_option("--ram", limits.ramBytes, "The arena is at most so many bytes")
        ->transform(wholeNumber())
        ->type_name("BYTES");
    command.add_option("--flash", limits.flashBytes, "So many bytes of flash at most")
        ->transform(wholeNumber())
        ->type_name("BYTES");
    command
        .add_option("--latency-ms", limits.latencyMs, "Time of one inference at most, estimated")
        ->check(CLI::PositiveNumber)
        ->check(finiteNumber())
        ->type_name("T");
    command
        .add_option("--energy-uj", limits.energyUj,
                    "Energy of one inference at most, estimated; for boards whose power is known")
        ->check(CLI::PositiveNumber)
        ->check(finiteNumber())
        ->type_name("E");
    command
        .add_option("--macs", options.macsShare,
                    "At most so much of the multiply-accumulates stays: 0.5 is half")
        ->check(CLI::Range(0.0, 1.0))
        ->check(finiteNumber())
        ->type_name("R");
    addTargetChoice(command, options.machine);
    boards::FitSettings& settings = options.question.settings;
    command.add_option("--stack", settings.stackBytes, "On a board: bytes of SRAM for the stack")
        ->transform(wholeNumber())
        ->capture_default_str();
    command.add_option("--reserve", settings.reserveBytes, "... and for the application itself")
        ->transform(wholeNumber())
        ->capture_default_str();
    command
        .add_option("--flash-reserve", settings.flashReserveBytes,
                    "... of flash for startup code, drivers and the C library")
        ->transform(wholeNumber())
        ->capture_default_str();
}

void addSpace(CLI::App& command, SearchCommand& options) {
    command
        .add_option("--forms", options.forms,
                    "What variants are made into. " + listOf(search::kForms))
        ->delimiter(',')
        ->check(CLI::IsMember(namesOf(search::kForms)))
        ->type_name("LIST");
    std::vector<std::string> measures = {"reconstruction", "l1",    "l2",    "mean",
                                         "variance",       "zeros", "random"};
    command
        .add_option("--importance", options.importances,
                    "Measures by which channels may go, the first for the start")
        ->delimiter(',')
        ->check(CLI::IsMember(measures))
        ->type_name("LIST");
    command.add_flag("--stream-input", options.question.streamInput,
                     "By rows, and the application hands over the rows of the input");
    command
        .add_option("--resolutions", options.resolutions,
                    "Sizes of the image to choose from, for fully convolutional models")
        ->delimiter(',')
        ->type_name("HxW,...");
    command
        .add_option("--objectives", options.objectives,
                    "What variants are compared by: " + listOf(search::kObjectives))
        ->delimiter(',')
        ->check(CLI::IsMember(namesOf(search::kObjectives)))
        ->type_name("LIST");
}

void addAlgorithm(CLI::App& command, SearchCommand& options) {
    const auto atLeast = [](std::int64_t least) {
        return CLI::Range(least, std::int64_t{1'000'000'000});
    };
    command.add_option("--algorithm", options.algorithm, listOf(search::kAlgorithms))
        ->check(CLI::IsMember(namesOf(search::kAlgorithms)))
        ->capture_default_str();
    command.add_option("--evaluations", options.limits.evaluations, "Variants to plan and score")
        ->check(atLeast(1))
        ->capture_default_str();
    command
        .add_option("--finalists", options.limits.finalists,
                    "So many of the best are tested at the end, on samples never looked at")
        ->check(CLI::Range(std::size_t{1}, std::size_t{10'000}))
        ->capture_default_str();
    command.add_option("--population", options.options.population, "Of evolution and nsga2")
        ->check(atLeast(2))
        ->capture_default_str();
    command.add_option("--sample", options.options.sample, "Of evolution: parents to choose from")
        ->check(atLeast(1))
        ->capture_default_str();
    command
        .add_option("--window", options.options.window,
                    "Of evolution: evaluations that can be under way at once; more workers wait")
        ->check(atLeast(1))
        ->capture_default_str();
    command
        .add_option("--warm-start", options.warmStart,
                    "A recipe of a variant to begin with; may be given again")
        ->type_name("RECIPE");
    command.add_flag("--cold", options.cold,
                     "Begin with random variants, not with those that thimble prune gives");
    command.add_option("--seed", options.options.seed, "Of all that is drawn, and of the halves")
        ->transform(wholeNumber())
        ->capture_default_str();
    command
        .add_option("--jobs", options.jobs,
                    "Threads; 0 is one for each core. Under mpirun or srun the other processes do "
                    "the work")
        ->transform(wholeNumber())
        ->capture_default_str();
    command
        .add_option("--repair-samples", options.question.repairSamples,
                    "Samples that weights are repaired by in the search")
        ->check(atLeast(1))
        ->capture_default_str();
    command
        .add_option("--slice-samples", options.question.sliceSamples,
                    "Other samples that the search scores by")
        ->check(atLeast(1))
        ->capture_default_str();
}

void addFiles(CLI::App& command, SearchCommand& options) {
    command
        .add_option("--checkpoint", options.checkpoint,
                    "Where every evaluation is written when it is done; the same search goes on "
                    "from there")
        ->check(fileName())
        ->type_name("FILE");
    command
        .add_option("--cache", options.cache,
                    "An SQLite file of results, for searches with other limits, seeds or boards")
        ->check(fileName())
        ->type_name("FILE");
    command.add_option("--front", options.front, "Write the answer, as --json prints it")
        ->check(fileName())
        ->type_name("FILE");
    command
        .add_option("--save-recipes", options.recipes,
                    "Write a recipe for each variant of the front, for thimble apply")
        ->check(fileName())
        ->type_name("DIR");
    command.add_flag("--json", options.json, "One JSON object on stdout, for scripts");
}

}  // namespace

void addSearch(CLI::App& app, int& status) {
    auto options = std::make_shared<SearchCommand>();
    CLI::App* command = app.add_subcommand(
        "search",
        "Find the variants that fit, and what each costs in score: a front to choose from");
    command->add_option("MODEL", options->model, "The .tflite file")->required();
    command
        ->add_option("--data", options->data,
                     "A data set: one half to search by, the other to test the front")
        ->required()
        ->check(fileName())
        ->type_name("DIR");
    addReadingOptions(*command, options->reading);
    addLimits(*command, *options);
    addSpace(*command, *options);
    addAlgorithm(*command, *options);
    addFiles(*command, *options);
    command->footer(
        "A variant keeps some channels of each group ('thimble prune --list' shows the groups), "
        "and\n"
        "is made into one of the forms. Sizes come first: what cannot fit is passed over in\n"
        "microseconds. Then it is planned, to the byte; what fits is repaired on some samples and\n"
        "scored on others. The front is tested at the end on samples that were never looked at.\n"
        "Without a board, time is that of a Cortex-M4 at 100 MHz.\n"
        "The same seed gives the same front, whatever --jobs says and however many processes "
        "work:\n"
        "  mpirun -n 8 thimble search model.tflite --data samples --checkpoint run.jsonl\n"
        "Stop it with Ctrl+C, or kill it, and start it again: it goes on from the checkpoint.\n"
        "Under mpirun Ctrl+C ends all processes at once: the checkpoint keeps what is done.\n"
        "Exit status: 0 done, 1 nothing was found that fits.\n"
        "Examples:\n"
        "  thimble search model.tflite --data samples --ram 20000 --save-recipes front\n"
        "  thimble apply model.tflite --recipe front/point-03.json -o small.tflite\n"
        "  thimble search model.tflite --data samples --forms rows --ram 16384 --flash 32768\n"
        "  thimble search model.tflite --data samples --board nucleo-f446re --objectives "
        "score,arena,latency\n"
        "A point of form rows or c is applied first, then 'thimble split' or 'thimble export' "
        "writes it.");
    command->callback([options, &status] { status = searchModel(*options); });
}

}  // namespace thimble::cli
