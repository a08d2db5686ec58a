#include "app/cli/commands/fit.h"

#include <CLI/CLI.hpp>
#include <algorithm>
#include <memory>
#include <string>

#include "app/cli/board_options.h"
#include "app/cli/commands/fit_text.h"
#include "app/cli/commands/fit_use.h"
#include "app/cli/options.h"
#include "app/cli/output.h"
#include "core/boards/catalogue.h"
#include "core/pipeline/fit_on_board.h"

namespace thimble::cli {

namespace {

struct FitCommand {
    std::string model;
    TargetChoice choice;
    boards::FitSettings settings;
    UseChoice use;
    bool all = false;
    bool json = false;
};

int fitAll(const FitCommand& command, const LoadedModel& loaded,
           const std::vector<boards::Board>& all) {
    const auto fits = fitOnBoards(loaded, all, namedTarget(command.choice), command.settings);
    if (!fits) return cli::report(fits.error());
    const bool any =
        std::any_of(fits->begin(), fits->end(), [](const BoardFit& fit) { return fit.fit.fits; });
    return print(command.json ? fitsJson(*fits) : fitsText(*fits), any ? kDone : kAnswerIsNo);
}

int fit(const FitCommand& command) {
    if (command.all == !command.choice.board.empty())
        return cli::report({ErrorCode::InvalidArgument, "either --board ID or --all is needed"});
    if (command.all && command.use.isAboutABoard())
        return cli::report({ErrorCode::InvalidArgument,
                            "--active, --link-rate and --link-energy are about one --board"});
    const auto all = boards::boardCatalogue(command.choice.boards);
    if (!all) return cli::report(all.error());
    const auto loaded = loadModel(command.model);
    if (!loaded) return cli::report(loaded.error());
    if (command.all) return fitAll(command, **loaded, *all);

    const auto board = boards::findBoard(*all, command.choice.board);
    if (!board) return cli::report(board.error());
    const auto answer = fitOnBoard(**loaded, withChoice(*board, command.use),
                                   namedTarget(command.choice), command.settings);
    if (!answer) return cli::report(answer.error());
    const Usage& usage = command.use.usage;
    const auto use = useOnBoard(*answer, usage);
    if (!use) return cli::report(use.error());
    return print(command.json ? fitJson(*answer, *use, usage) : fitText(*answer, *use, usage),
                 answer->fit.fits ? kDone : kAnswerIsNo);
}

}  // namespace

void addFit(CLI::App& app, int& status) {
    auto options = std::make_shared<FitCommand>();
    CLI::App* command =
        app.add_subcommand("fit", "Does a model fit a board, and where does every byte go?");
    command->add_option("MODEL", options->model, "The .tflite file")->required();
    addTargetChoice(*command, options->choice);
    command->add_flag("--all", options->all, "Every board, the most suitable first");
    command->add_option("--stack", options->settings.stackBytes, "Bytes of SRAM for the stack")
        ->transform(wholeNumber())
        ->capture_default_str();
    command
        ->add_option("--reserve", options->settings.reserveBytes,
                     "Bytes of SRAM for the application itself")
        ->transform(wholeNumber())
        ->capture_default_str();
    command
        ->add_option("--flash-reserve", options->settings.flashReserveBytes,
                     "Bytes of flash for startup code, drivers and the C library")
        ->transform(wholeNumber())
        ->capture_default_str();
    addUseOptions(*command, options->use);
    command->add_flag("--json", options->json, "One JSON object on stdout, for scripts");
    command->footer(
        "SRAM is the arena that TFLM needs, head and tail, with the interpreter and its "
        "variables,\n"
        "the stack and the application's own. The arena must lie in one piece of memory. Flash is\n"
        "the file and TFLM's code for exactly its operators, measured from real builds.\n"
        "Latency and energy are estimates with a range; what nobody has stated of a board is "
        "unknown\n"
        "unless an option says it. Sending counts payload bits only.\n"
        "Exit status: 0 it fits (with --all: some board), 1 it does not.\n"
        "Examples:\n"
        "  thimble fit model.tflite --board nucleo-f446re\n"
        "  thimble fit model.tflite --board nucleo-f446re --target arm32-reference --reserve "
        "20000\n"
        "  thimble fit model.tflite --board arduino-nano-33-ble --active 16 --per-day 86400\n"
        "  thimble fit model.tflite --all");
    command->callback([options, &status] { status = fit(*options); });
}

}  // namespace thimble::cli
