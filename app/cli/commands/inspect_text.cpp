#include "app/cli/commands/inspect_text.h"

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <nlohmann/json.hpp>

#include "core/report/report_json.h"
#include "core/report/text.h"

namespace thimble::cli {

namespace {

class Page {
public:
    template <typename... Args>
    void line(fmt::format_string<Args...> format, Args&&... args) {
        m_text += fmt::format(format, std::forward<Args>(args)...);
        m_text += '\n';
    }
    void blank() { m_text += '\n'; }
    std::string take() { return std::move(m_text); }

private:
    std::string m_text;
};

/// Fused layers carry the names of all they were made of.
std::string shortened(std::string name) {
    constexpr std::size_t kLongest = 60;
    if (name.size() <= kLongest) return name;
    name.resize(kLongest);
    while (!name.empty() && (static_cast<unsigned char>(name.back()) & 0xC0U) == 0x80U)
        name.pop_back();
    if (!name.empty() && static_cast<unsigned char>(name.back()) >= 0xC0U) name.pop_back();
    return name + "...";
}

void printNeeds(Page& page, const Report& report) {
    const tflm::DeviceMemory& device = report.device;
    if (!device.accepts) {
        page.line("TFLM refuses this model on {}:", report.target.name);
        page.line("  {}", device.reason);
        page.line("The tensors alone would need a head of {} bytes.",
                  groupedNumber(device.headBytes));
        return;
    }
    page.line("Needs {} bytes of SRAM on {} ({}){}.", groupedNumber(device.minimumBytes),
              report.target.name, report.target.description, device.exact ? "" : ", by formula");
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
    if (set.peakOperator < 0) return;
    page.line("Peak working set {} bytes at operator #{} {}.", groupedNumber(set.peakBytes),
              set.peakOperator, report.operatorRow(0, set.peakOperator).name);
}

void printVerdicts(Page& page, const Verdicts& verdicts, const Report& report) {
    if (verdicts.arena) {
        page.blank();
        if (verdicts.arena->enough)
            page.line("An arena of {} bytes is enough.", groupedNumber(verdicts.arenaBytes));
        else
            page.line("An arena of {} bytes is not enough: {}.", groupedNumber(verdicts.arenaBytes),
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
        page.line("{:>4}  {:<24} {:>13} {:>12} {:>11} {:>12}{}", row.index, row.name.substr(0, 24),
                  groupedNumber(row.macs), groupedNumber(row.workingSetBytes),
                  groupedNumber(row.scratchBytes), groupedNumber(row.weightBytes),
                  row.index == report.workingSet.peakOperator ? "  <- peak" : "");
    }
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
        page.line("  {:>29} {:>11}   {:<9}  {}{}", groupedNumber(buffer->bytes),
                  groupedNumber(buffer->offset),
                  fmt::format("{}-{}", buffer->scopes.first, buffer->scopes.last - 1),
                  shortened(report.bufferLabel(*buffer)),
                  buffer->subgraph == 0 ? "" : fmt::format(" (subgraph {})", buffer->subgraph));
}

}  // namespace

std::string inspectText(const Report& report, const Verdicts& verdicts) {
    Page page;
    page.line("{}: {} operators, {} tensors, {} MACs, {} bytes of weights, {} bytes of file",
              std::filesystem::path(report.model.path).filename().string(), report.model.operators,
              report.model.tensors, groupedNumber(report.model.macs),
              groupedNumber(report.model.weightBytes), groupedNumber(report.model.fileBytes));
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
    std::string text = reportJson(report);
    if (!verdicts.arena && !verdicts.withinBudget) return text;
    auto json = nlohmann::ordered_json::parse(text);
    if (verdicts.arena)
        json["arena_verdict"] = {{"bytes", verdicts.arenaBytes},
                                 {"enough", verdicts.arena->enough},
                                 {"failure", verdicts.arena->failure}};
    if (verdicts.withinBudget)
        json["budget_verdict"] = {{"bytes", verdicts.budgetBytes},
                                  {"within", *verdicts.withinBudget}};
    return json.dump(1) + "\n";
}

}  // namespace thimble::cli
