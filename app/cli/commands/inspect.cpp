#include "app/cli/commands/inspect.h"

#include <CLI/CLI.hpp>
#include <memory>
#include <optional>
#include <string>

#include "app/cli/board_options.h"
#include "app/cli/commands/inspect_text.h"
#include "app/cli/options.h"
#include "app/cli/output.h"
#include "core/base/file.h"
#include "core/export/plot.h"
#include "core/pipeline/analyse.h"
#include "core/report/report_json.h"
#include "core/tflm/op_resolver.h"

namespace thimble::cli {

namespace {

struct InspectOptions {
    std::string model;
    TargetChoice machine;
    std::optional<Bytes> arena;
    std::optional<Bytes> budget;
    bool resolver = false;
    bool json = false;
    std::string plot;
    std::string plotSize = "1200x800";
};

/// What --arena and --budget ask. Prints the answers for people unless `quiet`.
int answer(const LoadedModel& loaded, const Report& report, const InspectOptions& options,
           Verdicts& verdicts) {
    int status = kDone;
    if (options.arena) {
        verdicts.arenaBytes = *options.arena;
        if (report.device.accepts)
            verdicts.arena = tflm::tryArena(loaded.model, report.device, *options.arena);
        else
            verdicts.arena = tflm::ArenaVerdict{false, report.device.reason};
        if (!verdicts.arena->enough) status = kAnswerIsNo;
    }
    if (options.budget) {
        verdicts.budgetBytes = *options.budget;
        verdicts.withinBudget = report.device.accepts && report.device.usedBytes <= *options.budget;
        if (!*verdicts.withinBudget) status = kAnswerIsNo;
    }
    return status;
}

int inspect(const InspectOptions& options) {
    const auto target = chosenTarget(options.machine);
    if (!target) return cli::report(target.error());
    if (const auto other = checkNotInput(options.plot, options.model); !other)
        return cli::report(other.error());
    const auto loaded = loadModel(options.model);
    if (!loaded) return cli::report(loaded.error());
    const auto analysed = analyse(**loaded, *target);
    if (!analysed) return cli::report(analysed.error());
    const Report& report = **analysed;

    if (!options.plot.empty()) {
        const auto size = parsePlotSize(options.plotSize);
        if (!size) return cli::report(size.error());
        const auto written = writePlot(report, options.plot, *size);
        if (!written) return cli::report(written.error());
    }
    Verdicts verdicts;
    const int status = answer(**loaded, report, options, verdicts);
    std::string text;
    if (options.json)
        text = inspectJson(report, verdicts);
    else if (options.resolver)
        text = tflm::opResolverSource((*loaded)->model, report.device);
    else
        text = inspectText(report, verdicts);
    return print(text, status);
}

}  // namespace

void addInspect(CLI::App& app, int& status) {
    auto options = std::make_shared<InspectOptions>();
    CLI::App* command = app.add_subcommand(
        "inspect", "Show what a model needs: SRAM by category, the peak, every buffer, and why");
    command->add_option("MODEL", options->model, "The .tflite file")->required();
    addTargetChoice(*command, options->machine);
    command->add_option("--arena", options->arena, "Is an arena of N bytes enough? Exit 1 if not")
        ->transform(wholeNumber());
    command->add_option("--budget", options->budget, "Exit 1 when more than N bytes are used")
        ->transform(wholeNumber());
    CLI::Option* resolver = command->add_flag(
        "--resolver", options->resolver,
        "Print the MicroMutableOpResolver and the arena size to paste into firmware");
    CLI::Option* plot =
        command
            ->add_option("--plot", options->plot, "Draw timeline and arena map to FILE.svg or .png")
            ->check(fileName())
            ->type_name("FILE");
    command->add_option("--plot-size", options->plotSize, "Pixels of the plot")
        ->type_name("WxH")
        ->capture_default_str()
        ->needs(plot);
    command->add_flag("--json", options->json, "One JSON object on stdout, for scripts")
        ->excludes(resolver);
    command->footer(
        "Examples:\n"
        "  thimble inspect model.tflite\n"
        "  thimble inspect model.tflite --target arm32-cmsis-dsp --arena 65536\n"
        "  thimble inspect model.tflite --board nucleo-f446re\n"
        "  thimble inspect model.tflite --budget 100000 --json      # in continuous integration\n"
        "  thimble inspect model.tflite --plot timeline.svg");
    command->callback([options, &status] { status = inspect(*options); });
}

}  // namespace thimble::cli
