#include <CLI/CLI.hpp>
#include <algorithm>
#include <exception>
#include <new>
#include <string>

#include "app/cli/commands/apply.h"
#include "app/cli/commands/boards.h"
#include "app/cli/commands/compare.h"
#include "app/cli/commands/evaluate.h"
#include "app/cli/commands/export.h"
#include "app/cli/commands/fit.h"
#include "app/cli/commands/inspect.h"
#include "app/cli/commands/order.h"
#include "app/cli/commands/pack.h"
#include "app/cli/commands/plan.h"
#include "app/cli/commands/prune.h"
#include "app/cli/commands/report.h"
#include "app/cli/commands/run.h"
#include "app/cli/commands/search.h"
#include "app/cli/commands/split.h"
#include "app/cli/output.h"
#include "core/base/version.h"

namespace {

using namespace thimble;

/// CLI11 only says that a command is missing.
bool isUnknownCommand(const CLI::App& app, const std::string& word) {
    if (word.empty() || word.front() == '-') return false;
    const auto commands = app.get_subcommands([](const CLI::App*) { return true; });
    return std::ranges::none_of(
        commands, [&word](const CLI::App* command) { return command->get_name() == word; });
}

int badUsage(std::string message) {
    std::ranges::replace(message, '\n', ' ');
    return cli::report({ErrorCode::InvalidArgument, message + " (see thimble --help)"});
}

int run(int argc, char** argv) {
    CLI::App app(
        "Shows what a neural network needs on a microcontroller, and makes it need less: reads a "
        ".tflite and says,\nexact to the byte, how much SRAM TensorFlow Lite Micro will use for "
        "it, "
        "when, where and why; finds the order\nof its operators and the places of its buffers that "
        "need the least, and writes them into the file;\nruns it as the device's reference kernels "
        "do, compares it with another, and says how good its answers are.",
        "thimble");
    app.set_version_flag("--version", std::string("thimble ") + kVersion);
    app.require_subcommand(1);
    app.footer(
        "Exit status: 0 done; 1 the answer is no (does not fit, over budget, not equal); 2 bad "
        "usage or "
        "input.\n"
        "'thimble COMMAND --help' explains a command.");

    int status = 0;
    cli::addInspect(app, status);
    cli::addReport(app, status);
    cli::addPlan(app, status);
    cli::addFit(app, status);
    cli::addBoards(app, status);
    cli::addRun(app, status);
    cli::addCompare(app, status);
    cli::addEvaluate(app, status);
    cli::addExport(app, status);
    cli::addSplit(app, status);
    cli::addPrune(app, status);
    cli::addApply(app, status);
    cli::addSearch(app, status);
    cli::addOrder(app, status);
    cli::addPack(app, status);
    if (argc > 1 && isUnknownCommand(app, argv[1]))
        return badUsage(std::string("'") + argv[1] + "' is not a command");
    try {
        app.parse(argc, argv);
    } catch (const CLI::ParseError& error) {
        // Help and version come this way, too.
        if (error.get_exit_code() == 0) return app.exit(error);
        return badUsage(error.what());
    }
    return status;
}

}  // namespace

int main(int argc, char** argv) {
    try {
        return run(argc, argv);
    } catch (const std::bad_alloc&) {
        return cli::report({ErrorCode::Io, "out of memory"});
    } catch (const std::exception& error) {
        return cli::report({ErrorCode::InvalidFile, error.what()});
    }
}
