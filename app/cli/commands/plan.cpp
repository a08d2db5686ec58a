#include "app/cli/commands/plan.h"

#include <CLI/CLI.hpp>
#include <memory>
#include <span>
#include <string>

#include "app/cli/board_options.h"
#include "app/cli/commands/plan_text.h"
#include "app/cli/long_work.h"
#include "app/cli/options.h"
#include "app/cli/output.h"
#include "core/base/file.h"
#include "core/pipeline/analyse.h"
#include "core/pipeline/plan_memory.h"
#include "core/tflite/writer.h"

namespace thimble::cli {

namespace {

struct PlanCommand {
    std::string model;
    TargetChoice machine;
    std::string order = "optimal";
    std::string planner = "exact";
    bool inPlace = false;
    std::int64_t nodes = PlanOptions{}.limits.nodes;
    std::string output;
    bool json = false;
};

Result<void> writeModel(const MemoryPlan& plan, const std::string& path) {
    THIMBLE_TRY(const std::vector<std::byte> bytes, writeTflite(plan.model));
    return writeFile(path, bytes);
}

int plan(const PlanCommand& command) {
    if (const auto other = checkNotInput(command.output, command.model); !other)
        return cli::report(other.error());
    const auto loaded = loadModel(command.model);
    if (!loaded) return cli::report(loaded.error());
    const auto chosen = chosenTarget(command.machine);
    if (!chosen) return cli::report(chosen.error());
    const tflm::TargetInfo target = *chosen;

    PlanOptions options;
    options.order = command.order == "optimal" ? OrderChoice::Optimal : OrderChoice::AsWritten;
    options.placement =
        command.planner == "exact" ? PlacementChoice::Exact : PlacementChoice::Greedy;
    options.inPlace = command.inPlace;
    options.limits.nodes = command.nodes;

    PlanAnswer answer{
        .model = command.model, .target = target, .options = options, .output = command.output};
    Result<MemoryPlan> found = [&] {
        LongWork work("planning");
        auto result = planMemory((*loaded)->model, target, options, work.control());
        answer.seconds = work.seconds();
        return result;
    }();
    const auto failed = [&](const Error& error) {
        return cli::report({error.code, command.model + ": " + error.message});
    };
    if (!found) return failed(found.error());
    if (const auto faults = checkMemoryPlan((*loaded)->model, *found, target); !faults.empty())
        return failed({ErrorCode::Unsupported,
                       "no sound plan was found, so nothing is written: " + faults.front()});
    if (!command.output.empty())
        if (const auto written = writeModel(*found, command.output); !written)
            return cli::report(written.error());
    return print(
        command.json ? planJson(*found, answer) : planText((*loaded)->model, *found, answer),
        kDone);
}

}  // namespace

void addPlan(CLI::App& app, int& status) {
    auto options = std::make_shared<PlanCommand>();
    CLI::App* command = app.add_subcommand(
        "plan", "Find the operator order and the buffer placement that need the least SRAM");
    command->add_option("MODEL", options->model, "The .tflite file")->required();
    addTargetChoice(*command, options->machine);
    command->add_option("--order", options->order, "Keep the operators as written, or reorder them")
        ->check(CLI::IsMember({"as-written", "optimal"}))
        ->capture_default_str();
    command
        ->add_option("--planner", options->planner,
                     "Place as TFLM's greedy planner does, or search for the best placement")
        ->check(CLI::IsMember({"greedy", "exact"}))
        ->capture_default_str();
    command->add_flag("--in-place", options->inPlace,
                      "Let outputs lie on their inputs' bytes where the target's kernels, read one "
                      "by one, bear it: element-wise operators, reshapes, slices of "
                      "CONCATENATION. TFLM itself promises nothing here");
    command
        ->add_option("--nodes", options->nodes,
                     "Stop each search after N steps with the best so far")
        ->transform(wholeNumber())
        ->capture_default_str();
    command
        ->add_option("-o,--output", options->output,
                     "Write the planned model: an unmodified TFLM then uses this order and these "
                     "offsets")
        ->check(fileName())
        ->type_name("OUT.tflite");
    command->add_flag("--json", options->json, "One JSON object on stdout, for scripts");
    command->footer(
        "The order keeps the data flow and the order of side effects; the offsets go into the\n"
        "file's OfflineMemoryAllocation metadata, which TFLM reads by itself. Nothing else in the\n"
        "model changes, and every plan is checked before it is written.\n"
        "With --in-place the plan is for the kernels of --target only: `thimble inspect` with\n"
        "another target names what those do not bear. A graph input may be overwritten, too.\n"
        "Examples:\n"
        "  thimble plan model.tflite\n"
        "  thimble plan model.tflite --target arm32-cmsis-dsp -o planned.tflite\n"
        "  thimble plan model.tflite --order as-written --json\n"
        "  thimble plan model.tflite --in-place -o planned.tflite");
    command->callback([options, &status] { status = plan(*options); });
}

}  // namespace thimble::cli
