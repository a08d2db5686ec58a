#include "app/cli/commands/report.h"

#include <CLI/CLI.hpp>
#include <algorithm>
#include <memory>
#include <nlohmann/json.hpp>
#include <span>
#include <string>

#include "app/cli/board_options.h"
#include "app/cli/long_work.h"
#include "app/cli/options.h"
#include "app/cli/output.h"
#include "app/cli/page.h"
#include "core/base/file.h"
#include "core/boards/catalogue.h"
#include "core/export/node_data.h"
#include "core/export/tables.h"
#include "core/paper/memory_paper.h"
#include "core/report/report_json.h"

namespace thimble::cli {

namespace {

struct ReportCommand {
    std::string model;
    TargetChoice machine;
    std::string output;
    std::string tables;
    std::string nodeData;
    std::string quantity = "arena";
    bool plan = true;
    std::int64_t nodes = PlanOptions{}.limits.nodes;
    bool json = false;
};

std::vector<std::string> quantityNames() {
    std::vector<std::string> names;
    for (const NodeQuantityInfo& info : kNodeQuantities) names.emplace_back(info.name);
    return names;
}

/// The report as a page; what is found on the way.
Result<void> writePage(const ReportCommand& command,
                       const std::shared_ptr<const LoadedModel>& loaded,
                       const std::shared_ptr<const Report>& report) {
    MemoryPaperParts parts{.report = report};
    if (command.plan) {
        LongWork work("planning");
        PlanOptions options;
        options.limits.nodes = command.nodes;
        THIMBLE_TRY(parts.planned, planModel(loaded, report, options, work.control()));
    }
    std::optional<BoardFit> fit;
    if (!command.machine.board.empty()) {
        THIMBLE_TRY(const auto boards, boards::boardCatalogue(command.machine.boards));
        THIMBLE_TRY(const boards::Board board, boards::findBoard(boards, command.machine.board));
        THIMBLE_TRY(fit, fitOnBoard(*loaded, board, namedTarget(command.machine), {}));
        parts.board = &*fit;
    }
    return writePaper(memoryPaper(parts), command.output, command.model);
}

Result<std::vector<std::string>> writeAll(const ReportCommand& command) {
    std::vector<std::string> written;
    for (const std::string& file : {command.output, command.nodeData})
        if (!file.empty()) THIMBLE_CHECK(checkNotInput(file, command.model));
    THIMBLE_TRY(const tflm::TargetInfo target, chosenTarget(command.machine));
    THIMBLE_TRY(const auto loaded, loadModel(command.model));
    THIMBLE_TRY(const auto report, analyse(*loaded, target));
    if (!command.output.empty()) {
        THIMBLE_CHECK(writePage(command, loaded, report));
        written.push_back(command.output);
    }
    if (!command.tables.empty()) {
        THIMBLE_TRY(const auto files, writeTables(*report, command.tables));
        for (const auto& file : files) written.push_back(file.string());
    }
    if (!command.nodeData.empty()) {
        const auto& names = kNodeQuantities;
        const auto* info = std::ranges::find(names, command.quantity, &NodeQuantityInfo::name);
        const std::string text = nodeDataJson(loaded->model, *report, info->quantity);
        THIMBLE_CHECK(writeFile(command.nodeData, std::as_bytes(std::span(text))));
        written.push_back(command.nodeData);
    }
    return written;
}

int report(const ReportCommand& command) {
    if (command.output.empty() && command.tables.empty() && command.nodeData.empty())
        return cli::report({ErrorCode::InvalidArgument,
                            "nothing to write: name a file by -o, --csv or --node-data"});
    const auto written = writeAll(command);
    if (!written) return cli::report(written.error());
    if (command.json) {
        const nlohmann::ordered_json json = {{"files", *written}};
        return print(
            json.dump(1, ' ', false, nlohmann::ordered_json::error_handler_t::replace) + "\n",
            kDone);
    }
    Page page;
    for (const std::string& file : *written) page.line("Written: {}", file);
    return print(page.take(), kDone);
}

}  // namespace

void addReport(CLI::App& app, int& status) {
    auto options = std::make_shared<ReportCommand>();
    CLI::App* command = app.add_subcommand(
        "report", "Write what a model needs as a page to read, as tables, or for Model Explorer");
    command->add_option("MODEL", options->model, "The .tflite file")->required();
    addTargetChoice(*command, options->machine);
    command
        ->add_option("-o,--output", options->output,
                     "The page: FILE.html or FILE.pdf, with pictures, tables, the best plan and, "
                     "with --board, the board")
        ->check(fileName())
        ->type_name("FILE");
    command->add_flag("!--no-plan", options->plan,
                      "Leave the best plan out, and do not look for it");
    command
        ->add_option("--nodes", options->nodes,
                     "Stop each search for the plan after N steps with the best so far")
        ->transform(wholeNumber())
        ->capture_default_str();
    command
        ->add_option("--csv", options->tables,
                     "Write operators.csv, tensors.csv and buffers.csv into a folder")
        ->check(fileName())
        ->type_name("DIR");
    CLI::Option* nodeData =
        command
            ->add_option("--node-data", options->nodeData,
                         "Write a number for each operator, to load into Model Explorer beside the "
                         "model")
            ->check(fileName())
            ->type_name("FILE.json");
    command->add_option("--quantity", options->quantity, "Which number --node-data writes")
        ->check(CLI::IsMember(quantityNames()))
        ->capture_default_str()
        ->needs(nodeData);
    command->add_flag("--json", options->json, "One JSON object on stdout, for scripts");
    command->footer(
        "The page needs nothing beside itself: its pictures are inside. `thimble inspect --json`\n"
        "prints all numbers for scripts.\n"
        "Examples:\n"
        "  thimble report model.tflite -o report.html\n"
        "  thimble report model.tflite --board nucleo-f446re -o report.pdf\n"
        "  thimble report model.tflite --csv tables\n"
        "  thimble report model.tflite --node-data bytes.json --quantity macs");
    command->callback([options, &status] { status = report(*options); });
}

}  // namespace thimble::cli
