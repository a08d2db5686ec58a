#include "app/cli/commands/inspect_text.h"

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <nlohmann/json.hpp>

#include "app/cli/page.h"
#include "core/base/grouped_number.h"
#include "core/base/printable.h"
#include "core/report/report_json.h"

namespace thimble::cli {

namespace {

/// Fused layers carry the names of all they were made of.
constexpr std::size_t kLongestName = 60;

std::string macsText(const ModelSummary& model) {
    if (model.macsKnown) return counted(model.macs, "MAC");
    return model.macs == 0 ? "MACs unknown" : "at least " + counted(model.macs, "MAC");
}

void printNeeds(Page& page, const Report& report) {
    const tflm::DeviceMemory& device = report.device;
    if (!device.accepts) {
        page.line("TFLM refuses this model on {}:", report.target.name);
        page.line("  {}", device.reason);
        page.line("The tensors alone would need a head of {}.", counted(device.headBytes, "byte"));
        return;
    }
    page.line("Needs {}{} bytes of SRAM on {} ({}){}.", device.exact ? "" : "~",
              groupedNumber(device.minimumBytes), report.target.name, report.target.description,
              device.exact ? "" : ", by formula");
    page.line("  head     {:>12}   tensors and scratch, shared over time",
              groupedNumber(device.headBytes));
    page.line("  tail     {:>12}   what TFLM keeps", groupedNumber(device.tailBytes));
    page.line("  used     {:>12}   what arena_used_bytes() will say",
              groupedNumber(device.usedBytes));
    page.line("  minimum  {:>12}   the smallest arena that allocates and runs",
              groupedNumber(device.minimumBytes));
    if (device.hasOfflinePlan) page.line("The file prescribes offsets for its tensors.");
    if (device.headBytes > device.lowerBoundBytes)
        page.line("  bound    {:>12}   no placement in this order can have a smaller head",
                  groupedNumber(device.lowerBoundBytes));
}

void printPeak(Page& page, const Report& report) {
    const WorkingSetSummary& set = report.workingSet;
    if (set.peakOperator < 0)
        page.line("Peak working set 0 bytes: there are no operators.");
    else
        page.line("Peak working set {} at operator #{} {}.", counted(set.peakBytes, "byte"),
                  set.peakOperator, report.operatorRow(0, set.peakOperator).name);
    if (report.peakStep < 0 || report.isPeakFullest()) return;
    const StepRow& fullest = report.steps[static_cast<std::size_t>(report.peakStep)];
    page.line("Fullest step{} {}{}{}.", fullest.scratchBytes > 0 ? ", with scratch," : "",
              counted(fullest.totalBytes(), "byte"),
              fullest.op < 0 ? ", when the inputs arrive"
                             : fmt::format(" at operator #{} {}", fullest.op,
                                           report.operatorRow(fullest.subgraph, fullest.op).name),
              fullest.subgraph == 0 ? "" : fmt::format(" of subgraph {}", fullest.subgraph));
}

void printVerdicts(Page& page, const Verdicts& verdicts, const Report& report) {
    if (verdicts.arena) {
        page.blank();
        if (verdicts.arena->enough)
            page.line("An arena of {} is enough.", counted(verdicts.arenaBytes, "byte"));
        else
            page.line("An arena of {} is not enough: {}.", counted(verdicts.arenaBytes, "byte"),
                      verdicts.arena->failure);
    }
    if (verdicts.withinBudget) {
        page.blank();
        if (!report.device.accepts)
            page.line("No answer to the budget: TFLM refuses the model.");
        else
            page.line("{} bytes are used, {} {} the budget of {}.",
                      groupedNumber(report.device.usedBytes),
                      groupedNumber(std::abs(report.device.usedBytes - verdicts.budgetBytes)),
                      *verdicts.withinBudget ? "under" : "over",
                      groupedNumber(verdicts.budgetBytes));
    }
}

void printTail(Page& page, const Report& report) {
    if (!report.device.accepts) return;
    page.blank();
    page.line("Tail by category");
    for (std::size_t c = 0; c < tflm::kTailCategories; ++c) {
        if (report.device.tail[c] == 0) continue;
        const auto info = tflm::tailCategoryInfo(static_cast<tflm::TailCategory>(c));
        page.line("  {:>10}  {:<24} {}", groupedNumber(report.device.tail[c]), info.key,
                  info.description);
    }
}

void printOperators(Page& page, const Report& report) {
    page.blank();
    page.line("   #  operator                       MACs  working set     scratch      weights");
    for (std::size_t o = 0; o < report.model.operators; ++o) {
        const OperatorRow& row = report.operators[o];
        page.line("{:>4}  {:<24} {:>13} {:>12} {:>11} {:>12}{}", row.index, printable(row.name, 21),
                  row.macsKnown ? groupedNumber(row.macs) : "unknown",
                  groupedNumber(row.workingSetBytes), groupedNumber(row.scratchBytes),
                  groupedNumber(row.weightBytes),
                  row.index == report.workingSet.peakOperator    ? "  <- peak"
                  : row.step >= 0 && row.step == report.peakStep ? "  <- fullest step"
                                                                 : "");
    }
}

std::string stepsText(const Report& report, const tflm::PlannedBuffer& buffer) {
    if (buffer.isNeverUsed()) return "never used";
    const LiveRange steps = report.shownSteps(buffer);
    return fmt::format("{}-{}", steps.first, steps.last - 1);
}

void printBuffers(Page& page, const Report& report) {
    page.blank();
    page.line("Buffers in the head       bytes      offset   steps      what");
    std::vector<const tflm::PlannedBuffer*> sorted;
    for (const tflm::PlannedBuffer& buffer : report.device.buffers) sorted.push_back(&buffer);
    std::ranges::stable_sort(sorted, {}, [](const tflm::PlannedBuffer* buffer) {
        return std::pair(buffer->scopes.first, buffer->offset);
    });
    for (const tflm::PlannedBuffer* buffer : sorted)
        page.line("  {:>29} {:>11}   {:<10} {}{}", groupedNumber(buffer->bytes),
                  groupedNumber(buffer->offset), stepsText(report, *buffer),
                  printable(report.bufferLabel(*buffer), kLongestName),
                  buffer->subgraph == 0 ? "" : fmt::format(" (subgraph {})", buffer->subgraph));
}

}  // namespace

std::string inspectText(const Report& report, const Verdicts& verdicts) {
    Page page;
    page.line("{}: {}, {}, {}, {} of weights, {} of file",
              std::filesystem::path(report.model.path).filename().string(),
              counted(static_cast<std::int64_t>(report.model.operators), "operator"),
              counted(static_cast<std::int64_t>(report.model.tensors), "tensor"),
              macsText(report.model), counted(report.model.weightBytes, "byte"),
              counted(report.model.fileBytes, "byte"));
    page.blank();
    printNeeds(page, report);
    printPeak(page, report);
    printVerdicts(page, verdicts, report);
    if (!report.contributors.empty()) {
        page.blank();
        page.line("Why so much?");
        for (const std::string& sentence : report.contributors) page.line("  - {}.", sentence);
    }
    for (const std::string& fault : report.device.planFaults)
        page.line("The offsets in the file are wrong: {}.", fault);
    printTail(page, report);
    printOperators(page, report);
    printBuffers(page, report);
    if (!report.model.oddities.empty()) {
        page.blank();
        page.line("Warnings");
        for (const std::string& oddity : report.model.oddities) page.line("  - {}", oddity);
    }
    return page.take();
}

std::string inspectJson(const Report& report, const Verdicts& verdicts) {
    nlohmann::ordered_json answers = nlohmann::ordered_json::object();
    if (verdicts.arena)
        answers["arena_verdict"] = {{"bytes", verdicts.arenaBytes},
                                    {"enough", verdicts.arena->enough},
                                    {"failure", verdicts.arena->failure}};
    if (verdicts.withinBudget)
        answers["budget_verdict"] = {{"bytes", verdicts.budgetBytes},
                                     {"within", *verdicts.withinBudget}};
    return reportJson(report, answers);
}

}  // namespace thimble::cli
