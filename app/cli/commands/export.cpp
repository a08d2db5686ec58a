#include "app/cli/commands/export.h"

#include <CLI/CLI.hpp>
#include <filesystem>
#include <memory>
#include <nlohmann/json.hpp>
#include <span>
#include <string>
#include <vector>

#include "app/cli/long_work.h"
#include "app/cli/options.h"
#include "app/cli/output.h"
#include "app/cli/page.h"
#include "core/base/grouped_number.h"
#include "core/cproject/project.h"
#include "core/cproject/write_project.h"
#include "core/pipeline/analyse.h"
#include "core/tflm/device_memory.h"

namespace thimble::cli {

namespace {

struct ExportCommand {
    std::string model;
    std::string folder;
    std::string order = "optimal";
    std::string kernels = "own";
    bool noSharing = false;
    std::int64_t nodes = cproject::MemoryOptions{}.limits.nodes;
    bool json = false;
};

/// What TFLM would use on a Cortex-M for the same model; nothing where it refuses it.
Bytes tflmUsedBytes(const Model& model) {
    const auto device = tflm::deviceMemory(model, tflm::kTargets[0]);
    return device && device->accepts ? device->usedBytes : 0;
}

std::string_view reasonText(StopReason reason) {
    switch (reason) {
        case StopReason::Proven: return "proven";
        case StopReason::Limit: return "limit";
        case StopReason::Cancelled: return "cancelled";
    }
    return {};
}

std::string exportJson(const ExportCommand& command, const cproject::Project& project,
                       Bytes tflmUsed, double seconds) {
    nlohmann::ordered_json json;
    json["arena_bytes"] = project.memory.arenaBytes;
    json["arena_lower_bound_bytes"] = project.memory.lowerBoundBytes;
    json["working_set_peak_bytes"] = project.memory.peakBytes;
    json["working_set_bound_bytes"] = project.memory.peakBoundBytes;
    json["order"] = {{"operators", project.memory.order},
                     {"reason", reasonText(project.memory.orderReason)}};
    json["kernels"] = command.kernels;
    json["cmsis_nn_calls"] = cproject::cmsisNnCalls(project);
    json["state_bytes"] = project.stateBytes;
    json["constant_bytes"] = project.constantBytes;
    json["flash_bytes"] = project.constantBytes;
    json["flash_is"] = "tables only: code depends on the compiler; tools/measure builds and counts";
    if (tflmUsed > 0) json["tflm_used_bytes"] = tflmUsed;
    json["folder"] = command.folder;
    json["files"] = nlohmann::ordered_json::array();
    for (const cproject::File& file : project.files) json["files"].push_back(file.name);
    json["seconds"] = seconds;
    return json.dump(2) + "\n";
}

std::string exportText(const ExportCommand& command, const cproject::Project& project,
                       Bytes tflmUsed) {
    Page page;
    page.line("{}: a C99 project of {} files in {}", command.model, project.files.size(),
              command.folder);
    page.blank();
    page.line("  arena          {:>12}   one static array: tensors and the kernels' working memory",
              groupedNumber(project.memory.arenaBytes));
    page.line("  state          {:>12}   kept between invocations",
              groupedNumber(project.stateBytes));
    page.line(
        "  tables         {:>12}   in flash: weights and what belongs to them; code comes on top",
        groupedNumber(project.constantBytes));
    if (tflmUsed > 0)
        page.line("  TFLM           {:>12}   what its interpreter would use of SRAM for this model",
                  groupedNumber(tflmUsed));
    page.blank();
    page.line("  working set    {:>12}   peak of the order that was chosen ({}), tensors alone",
              groupedNumber(project.memory.peakBytes), reasonText(project.memory.orderReason));
    page.line("  on top of an input's bytes: {} outputs", project.memory.shared.size());
    if (const std::size_t calls = cproject::cmsisNnCalls(project); calls > 0)
        page.line("  calls of CMSIS-NN: {}; README.md says how to supply its sources", calls);
    else if (command.kernels != "own")
        page.line("  no operator of this model goes to CMSIS-NN: all kernels are our own");
    return page.take();
}

std::vector<std::string> kernelSetNames() {
    std::vector<std::string> names;
    for (const cproject::KernelSetInfo& info : cproject::kKernelSets) names.emplace_back(info.name);
    return names;
}

int exportModel(const ExportCommand& command) {
    const auto loaded = loadModel(command.model);
    if (!loaded) return cli::report(loaded.error());
    const auto failed = [&](const Error& error) {
        return cli::report({error.code, command.model + ": " + error.message});
    };
    if (command.folder.empty())
        return cli::report({ErrorCode::InvalidArgument, "--c DIR says where to write the project"});

    cproject::ProjectOptions options;
    options.tflmUsedBytes = tflmUsedBytes((*loaded)->model);
    options.modelName = std::filesystem::path(command.model).filename().string();
    // The command line has checked the name.
    options.kernels = cproject::findKernelSet(command.kernels).value_or(cproject::KernelSet::Own);
    options.memory.reorder = command.order == "optimal";
    options.memory.share = !command.noSharing;
    options.memory.limits.nodes = command.nodes;
    double seconds = 0;
    const Result<cproject::Project> project = [&] {
        LongWork work("planning");
        auto made = cproject::makeProject((*loaded)->model, options, work.control());
        seconds = work.seconds();
        return made;
    }();
    if (!project) return failed(project.error());
    if (const auto written = cproject::writeProject(*project, command.folder); !written)
        return cli::report(written.error());
    const Bytes tflmUsed = options.tflmUsedBytes;
    return print(command.json ? exportJson(command, *project, tflmUsed, seconds)
                              : exportText(command, *project, tflmUsed),
                 kDone);
}

}  // namespace

void addExport(CLI::App& app, int& status) {
    auto options = std::make_shared<ExportCommand>();
    CLI::App* command = app.add_subcommand(
        "export", "Write the model as a C99 project with one static arena and no interpreter");
    command->add_option("MODEL", options->model, "The .tflite file")->required();
    command
        ->add_option("--c", options->folder,
                     "The project's folder; made where it is missing. Files of the same names are "
                     "replaced, kernels of an earlier project removed")
        ->check(fileName())
        ->type_name("DIR");
    command->add_option("--order", options->order, "Keep the operators as written, or reorder them")
        ->check(CLI::IsMember({"as-written", "optimal"}))
        ->capture_default_str();
    command
        ->add_option("--kernels", options->kernels,
                     "Whose kernels: our own, or for int8 CONV_2D, DEPTHWISE_CONV_2D and "
                     "FULLY_CONNECTED those of CMSIS-NN, whose sources you supply")
        ->check(CLI::IsMember(kernelSetNames()))
        ->capture_default_str();
    command->add_flag("--no-sharing", options->noSharing,
                      "Give every tensor bytes of its own, also where a kernel could write its "
                      "output over its input");
    command
        ->add_option("--nodes", options->nodes,
                     "Stop each search after N steps with the best so far")
        ->transform(wholeNumber())
        ->capture_default_str();
    command->add_flag("--json", options->json, "One JSON object on stdout, for scripts");
    command->footer(
        "The arena is as large as the plan of tensors and scratch buffers, to the byte; it is\n"
        "checked before anything is written. Results are those of TFLM's reference kernels, to\n"
        "the last bit. An operator that cannot be exported is named, and nothing is written.\n"
        "With --kernels cmsis-nn the project needs CMSIS-NN's sources; its README says how to get\n"
        "and name them. No output then lies on its input in those operators, so the arena may be\n"
        "larger, and our own kernels take fewer instructions on a Cortex-M4.\n"
        "Examples:\n"
        "  thimble export model.tflite --c project && cc -O2 -std=c99 project/*.c -lm -o model\n"
        "  thimble export model.tflite --c project --json\n"
        "  thimble export model.tflite --c project --kernels cmsis-nn &&\n"
        "      make -C project check CMSIS_NN=$PWD/CMSIS-NN");
    command->callback([options, &status] { status = exportModel(*options); });
}

}  // namespace thimble::cli
