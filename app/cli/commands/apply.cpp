#include "app/cli/commands/apply.h"

#include <filesystem>
#include <memory>
#include <string>

#include "app/cli/commands/prune_work.h"
#include "app/cli/options.h"
#include "app/cli/output.h"
#include "core/base/file.h"

namespace thimble::cli {

namespace {

int apply(const PruneCommand& command) {
    const std::filesystem::path inputs[] = {command.model, command.recipe};
    if (const auto other = checkOutputs({command.output}, inputs); !other)
        return cli::report(other.error());
    const auto loaded = loadModel(command.model);
    if (!loaded) return cli::report(loaded.error());
    PruneStudy study;
    const Result<PruneAnswer> answer = [&] {
        LongWork work("applying");
        return pruneByRecipe(command, *loaded, study, work);
    }();
    if (!answer) return cli::report(answer.error());
    return finishPrune(command, study, *answer);
}

}  // namespace

void addApply(CLI::App& app, int& status) {
    auto options = std::make_shared<PruneCommand>();
    CLI::App* command =
        app.add_subcommand("apply", "Do to a model what a recipe says was done to it before");
    command->add_option("MODEL", options->model, "The .tflite file that the recipe was made for")
        ->required();
    command->add_option("--recipe", options->recipe, "Written by prune --save-recipe")
        ->required()
        ->check(fileName())
        ->type_name("FILE");
    command
        ->add_option("--data", options->data,
                     "Where the data set of the recipe is now; its samples must be the same")
        ->check(fileName())
        ->type_name("DIR");
    command->add_option("-o,--output", options->output, "The model to write")
        ->required()
        ->check(fileName())
        ->type_name("OUT.tflite");
    command->add_option("--jobs", options->jobs, "Threads; 0 is one for each core")
        ->transform(wholeNumber())
        ->capture_default_str();
    command->add_flag("--verbose", options->verbose, "The error of each repaired operator");
    command->add_flag("--json", options->json, "One JSON object on stdout, for scripts");
    command->footer(
        "The model must be the one of the recipe (SHA-256), and so must the samples. The result\n"
        "is the same to the byte.\n"
        "Examples:\n"
        "  thimble prune model.tflite --macs 0.5 --data samples --save-recipe half.json\n"
        "  thimble apply model.tflite --recipe half.json -o half.tflite");
    command->callback([options, &status] { status = apply(*options); });
}

}  // namespace thimble::cli
