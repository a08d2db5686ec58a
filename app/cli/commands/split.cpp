#include "app/cli/commands/split.h"

#include <CLI/CLI.hpp>
#include <filesystem>
#include <memory>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "app/cli/commands/split_answer.h"
#include "app/cli/long_work.h"
#include "app/cli/options.h"
#include "app/cli/output.h"
#include "app/cli/page.h"
#include "core/base/file.h"
#include "core/base/grouped_number.h"
#include "core/cproject/row_study.h"
#include "core/cproject/run_rows.h"
#include "core/cproject/write_project.h"
#include "core/ops/operator_rules.h"
#include "core/patches/write_patched.h"
#include "core/pipeline/analyse.h"
#include "core/split/pareto.h"
#include "core/tflm/device_memory.h"

namespace thimble::cli {

namespace {

/// The head that TFLM takes for the model as it is; nothing where it refuses it.
std::optional<Bytes> tflmHead(const Model& model, const tflm::TargetInfo& target) {
    const auto device = tflm::deviceMemory(model, target);
    if (!device || !device->accepts) return {};
    return device->headBytes;
}

/// How the project is planned, whatever the resolution.
cproject::ProjectOptions projectOptions(const SplitCommand& command) {
    cproject::ProjectOptions options;
    options.modelName = std::filesystem::path(command.model).filename().string();
    options.rows.emplace();
    options.rows->ramBytes = command.ramBytes;
    options.rows->sliceChannels = true;
    options.streamInput = command.streamInput;
    return options;
}

/// By rows, as C: compared with the whole model.
Result<cproject::Project> splitByRows(const Model& model, const tflm::TargetInfo& target,
                                      const SplitCommand& command, LongWork& work) {
    cproject::ProjectOptions options = projectOptions(command);
    if (const auto device = tflm::deviceMemory(model, target); device && device->accepts)
        options.tflmUsedBytes = device->usedBytes;
    THIMBLE_TRY(cproject::Project project, cproject::makeProject(model, options, work.control()));
    if (!project.rows) return project;
    THIMBLE_TRY(const std::optional<std::string> difference,
                // Also of what a cancelled search has found.
                cproject::firstDifference(project.program, project.rows->model, project.rows->plan,
                                          command.runs, {}));
    if (difference) return fail(ErrorCode::Unsupported, "by rows, " + *difference);
    return project;
}

/// In patches, for TFLM: the same, and written.
Result<patches::PatchSearch> splitInPatches(const Model& model, const tflm::TargetInfo& target,
                                            const SplitCommand& command, LongWork& work) {
    patches::PatchOptions options;
    options.goal = command.goal;
    options.maxMacOverhead = command.maxMacOverhead;
    THIMBLE_TRY(patches::PatchSearch found,
                patches::findPatches(model, target, options, work.control()));
    if (found.best)
        THIMBLE_CHECK(
            patches::writePatched(model, *found.best, target, command.runs, command.output, {}));
    return found;
}

/// Operators of the model in a segment, in the order in which they stand in the graph.
std::vector<std::int32_t> operatorsOf(const split::RowGraph& graph, const split::Segment& segment) {
    std::vector<std::int32_t> operators;
    for (std::int32_t o = segment.first; o < segment.end; ++o)
        operators.push_back(graph.operators[static_cast<std::size_t>(o)].op);
    return operators;
}

std::string paretoText(const SplitCommand& command, const cproject::RowStudy& study,
                       const std::vector<split::RowPlan>& plans,
                       const std::optional<ResolutionAnswer>& resolution) {
    Page page;
    const std::string size = resolution ? " at " + resolutionText(resolution->to) : "";
    page.line("{}{}: arena against calls of kernels, by rows", command.model, size);
    page.blank();
    if (resolution) {
        std::optional<Bytes> least;
        if (!plans.empty()) least = cproject::arenaOf(plans.front());
        for (const std::string& sentence : resolutionSentences(*resolution, least))
            page.line("  {}", sentence);
        page.blank();
    }
    page.line("  operators at once {:>12}   bytes of arena", groupedNumber(study.wholeArenaBytes));
    page.blank();
    page.line("         arena          calls   segments");
    for (const split::RowPlan& plan : plans)
        page.line("  {:>12} {:>14} {:>10}", groupedNumber(cproject::arenaOf(plan)),
                  groupedNumber(static_cast<std::int64_t>(plan.tasks.size())),
                  plan.segments.size());
    return page.take();
}

std::string paretoJson(const cproject::RowStudy& study, const std::vector<split::RowPlan>& plans,
                       const std::optional<ResolutionAnswer>& resolution, const LongWork& work) {
    nlohmann::ordered_json json{{"whole_arena_bytes", study.wholeArenaBytes}};
    json["reason"] =
        work.stopToken().stop_requested() ? "cancelled" : "none of these is beaten by another";
    json["seconds"] = work.seconds();
    if (resolution) json["resolution"] = resolutionJson(*resolution);
    json["points"] = nlohmann::ordered_json::array();
    for (const split::RowPlan& plan : plans) {
        nlohmann::ordered_json point{{"arena_bytes", cproject::arenaOf(plan)},
                                     {"calls", plan.tasks.size()}};
        point["segments"] = nlohmann::ordered_json::array();
        for (const split::Segment& segment : plan.segments)
            point["segments"].push_back({{"kind", segment.byRows ? "rows" : "whole"},
                                         {"operators", operatorsOf(study.model.graph, segment)}});
        json["points"].push_back(std::move(point));
    }
    return json.dump(2) + "\n";
}

int sweepModel(const SplitCommand& command, const LoadedModel& loaded) {
    LongWork work("splitting");
    const auto failed = [&](const Error& error) {
        return cli::report({error.code, command.model + ": " + error.message});
    };
    std::optional<SizedModel> sized;
    std::optional<ResolutionAnswer> resolution;
    if (command.resolution) {
        auto found = sizedModel(loaded.model, *command.resolution, projectOptions(command), work);
        if (!found) return failed(found.error());
        sized = *std::move(found);
        resolution = sized->answer;
    }
    const auto study = cproject::studyRows(sized ? sized->model : loaded.model, work.control(),
                                           command.streamInput);
    if (!study) return failed(study.error());
    split::ParetoOptions options{.mostBytes = study->wholeArenaBytes};
    const auto plans = split::paretoPlans(
        study->model.graph, options, work.control(),
        [&](int done, const auto&) { work.tellShare(done, options.budgets, "the plans so far"); });
    if (!plans) return failed(plans.error());
    return print(command.json ? paretoJson(*study, *plans, resolution, work)
                              : paretoText(command, *study, *plans, resolution),
                 kDone);
}

int splitModel(const SplitCommand& command) {
    if (const auto other = checkNotInput(command.output, command.model); !other)
        return cli::report(other.error());
    const auto loaded = loadModel(command.model);
    if (!loaded) return cli::report(loaded.error());
    if (command.pareto) return sweepModel(command, **loaded);
    const auto failed = [&](const Error& error) {
        return cli::report({error.code, command.model + ": " + error.message});
    };
    const tflm::TargetInfo target = *tflm::findTarget(command.target);
    Model model = (*loaded)->model;

    SplitAnswer answer;
    {
        LongWork work("splitting");
        if (command.resolution) {
            auto sized = sizedModel(model, *command.resolution, projectOptions(command), work);
            if (!sized) return failed(sized.error());
            model = std::move(sized->model);
            answer.resolution = sized->answer;
        }
        auto project = splitByRows(model, target, command, work);
        const bool needsProject = command.output.empty() || !command.folder.empty();
        if (!project && needsProject) return failed(project.error());
        if (project)
            answer.project = *std::move(project);
        else
            answer.noProject = "no C project: " + project.error().message;
        if (!command.output.empty()) {
            auto found = splitInPatches(model, target, command, work);
            if (!found) return failed(found.error());
            answer.patches = *std::move(found);
        }
        answer.seconds = work.seconds();
        answer.isCancelled = work.stopToken().stop_requested();
    }
    answer.headBytes = tflmHead(model, target);
    answer.macs = modelMacs(model);
    const bool fits = answer.fits(command);
    if (!command.folder.empty() && fits)
        if (const auto written = cproject::writeProject(*answer.project, command.folder); !written)
            return cli::report(written.error());
    const bool isWritten = command.output.empty() || answer.patched() != nullptr;
    return print(command.json ? splitJson(command, answer) : splitText(command, answer),
                 fits && isWritten ? kDone : kAnswerIsNo);
}

void addPatchOptions(CLI::App& command, SplitCommand& options) {
    command
        .add_option(
            "-o,--output", options.output,
            "Write the model with segments in patches or in slices of channels, planned for "
            "stock TFLM; exit status 1 where that needs no less than whole operators")
        ->check(fileName())
        ->type_name("OUT.tflite");
    command
        .add_option("--max-mac-overhead", options.maxMacOverhead,
                    "Patches may compute so much more: 0.25 is a quarter of the model's MACs")
        ->check(CLI::Range(0.0, 100.0))
        ->check([](const std::string& text) {  // a range has no objection to "nan"
            return text.find_first_of("nN") == std::string::npos ? "" : "no number: " + text;
        })
        ->type_name("R")
        ->capture_default_str();
    command
        .add_option_function<std::string>(
            "--smallest",
            [&options](const std::string& word) {
                options.goal =
                    word == "head" ? patches::PatchGoal::Head : patches::PatchGoal::Arena;
            },
            "What patches are to make small for TFLM: the whole arena with what TFLM keeps for "
            "each operator on each patch (default), or the head alone")
        ->check(CLI::IsMember({"arena", "head"}));
}

}  // namespace

void addSplit(CLI::App& app, int& status) {
    auto options = std::make_shared<SplitCommand>();
    CLI::App* command = app.add_subcommand(
        "split", "Run the model in slices, so that its largest tensors never exist as a whole");
    command->add_option("MODEL", options->model, "The .tflite file")->required();
    addTargetOption(*command, options->target);
    command
        ->add_option(
            "--ram", options->ramBytes,
            "By rows, as few calls of kernels as possible within so many bytes of the C project's "
            "arena; where nothing fits, exit status 1, and --c writes nothing")
        ->transform(wholeNumber())
        ->type_name("BYTES");
    command
        ->add_option("--c", options->folder,
                     "Write the split model as a C99 project to this folder")
        ->check(fileName())
        ->type_name("DIR");
    addPatchOptions(*command, *options);
    command->add_flag("--stream-input", options->streamInput,
                      "The application hands over the rows of the input as they come "
                      "(model_push_rows), so that the input is never in memory as a whole");
    addResolutionOption(*command, options->resolution);
    command
        ->add_flag("--pareto", options->pareto,
                   "Instead of one plan several, from the smallest arena to the fewest calls")
        ->excludes("--ram")
        ->excludes("--c")
        ->excludes("--output");
    command->add_option("--runs", options->runs, "Random inputs to compare with the whole model")
        ->check(CLI::Range(1, 1000))
        ->capture_default_str();
    command->add_flag("--json", options->json, "One JSON object on stdout, for scripts");
    command->footer(
        "By rows, for the C project: a segment of operators makes one row of its output at a time\n"
        "from the rows that this row needs; a tensor between two operators is never more than a\n"
        "few rows, and what has been consumed is written over. Nothing is computed twice.\n"
        "Where rows do not help, a segment may run once for each slice of its channels instead.\n"
        "In patches, for stock TFLM: a segment's output is cut into rectangles, and each is made\n"
        "from the part of the input that it needs, in SLICE, PAD, the segment's own operators and\n"
        "CONCATENATION. What neighbours share is computed twice; --max-mac-overhead is the limit.\n"
        "No result changes: both are compared with the whole model before anything is written.\n"
        "Memory that is recovered pays for a higher resolution: --resolution re-derives all "
        "shapes\n"
        "of a fully convolutional model, and what does not follow is refused by name. Accuracy at\n"
        "another resolution is the model's business: train or evaluate it there.\n"
        "Examples:\n"
        "  thimble split model.tflite\n"
        "  thimble split model.tflite --ram 65536 --c project\n"
        "  thimble split model.tflite -o patched.tflite --max-mac-overhead 0.1\n"
        "  thimble split model.tflite --resolution most --stream-input --c project");
    command->callback([options, &status] { status = splitModel(*options); });
}

}  // namespace thimble::cli
