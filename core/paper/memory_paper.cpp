#include "core/paper/memory_paper.h"

#include <fmt/format.h>

#include "core/base/grouped_number.h"
#include "core/base/version.h"
#include "core/paper/tables_of_report.h"
#include "core/pipeline/plan_changes.h"
#include "core/pipeline/plan_sentences.h"

namespace thimble {

namespace {

std::string tilde(bool exact) { return exact ? "" : "~"; }

/// Of a number of bytes that TFLM's allocator gives.
std::string howKnown(const Report& report) {
    if (report.device.exact) return "exact: TFLM's own allocator followed to the byte";
    return report.target.exact ? "not exact: TFLM's plan depends on uninitialised memory"
                               : "by formula: scratch by CMSIS-NN's published sizes";
}

std::string peakText(const Report& report) {
    if (report.workingSet.peakOperator < 0) return "There are no operators.";
    return fmt::format("The tensors alive at once peak at {} at operator #{} {}.",
                       counted(report.workingSet.peakBytes, "byte"), report.workingSet.peakOperator,
                       report.operatorRow(0, report.workingSet.peakOperator).name);
}

PaperSection summary(const MemoryPaperParts& parts) {
    const Report& report = *parts.report;
    const tflm::DeviceMemory& device = report.device;
    PaperSection section{.title = "What it needs"};
    if (device.accepts)
        section.sentences.push_back(fmt::format(
            "Needs {}{} bytes of SRAM on {} ({}).", tilde(device.exact),
            groupedNumber(device.minimumBytes), report.target.description, report.target.name));
    else
        section.sentences.push_back(
            fmt::format("TFLM refuses this model on {}: {}. The numbers are those of its tensors "
                        "alone.",
                        report.target.name, device.reason));
    section.sentences.push_back(peakText(report));
    for (const std::string& sentence : report.contributors)
        section.sentences.push_back(sentence + ".");

    PaperTable table{.columns = {{"What"}, {"Bytes", true}, {"How it is known"}}};
    const auto row = [&table](std::string what, std::string number, std::string source) {
        table.rows.push_back({std::move(what), std::move(number), std::move(source)});
    };
    const std::string known = howKnown(report);
    const auto bytes = [&](Bytes number) { return tilde(device.exact) + groupedNumber(number); };
    if (device.accepts) {
        row("Smallest arena that allocates and runs", bytes(device.minimumBytes), known);
        row("What arena_used_bytes() will say", bytes(device.usedBytes), known);
    }
    row("Head: tensors and scratch, shared over time", bytes(device.headBytes), known);
    row("Most bytes alive at once: no placement in this order can be lower",
        bytes(device.lowerBoundBytes), "exact: a sum");
    if (device.accepts) row("Tail: what TFLM keeps", bytes(device.tailBytes), known);
    row("Working set: tensors alone, at its peak", groupedNumber(report.workingSet.peakBytes),
        "exact: shapes and types in the file");
    row("Weights, in flash", groupedNumber(report.model.weightBytes),
        "exact: each buffer of the file once");
    row("The file", groupedNumber(report.model.fileBytes), "exact");
    section.tables.push_back(std::move(table));
    return section;
}

std::string measureName(PlanMeasure measure) {
    switch (measure) {
        case PlanMeasure::WorkingSet: return "Working set";
        case PlanMeasure::Head: return "Head";
        case PlanMeasure::Gaps: return "Gaps in it";
        case PlanMeasure::Tail: return "Tail";
        case PlanMeasure::Used: return "Used";
        case PlanMeasure::Minimum: return "Smallest arena";
    }
    return {};
}

std::string signedNumber(Bytes number) { return (number > 0 ? "+" : "") + groupedNumber(number); }

PaperSection plan(const PlannedModel& planned) {
    PaperSection section{.title = "With the best plan"};
    const PlanEffect effect = mainEffect(planned.plan);
    if (!planned.faults.empty())
        section.sentences.push_back("No sound plan was found: " + planned.faults.front() + ".");
    else if (effect.after < effect.before)
        section.sentences.push_back(fmt::format(
            "{} instead of {} bytes with another order of the operators or other places of the "
            "buffers; the output stays the same to the last bit.",
            groupedNumber(effect.after), groupedNumber(effect.before)));
    else
        section.sentences.push_back("A plan would not save anything.");
    section.sentences.push_back(orderSentence(planned.plan, planned.options.order));
    section.sentences.push_back(placementSentence(planned.plan, planned.options.placement));
    PaperTable table{.columns = {{"Bytes"},
                                 {"As it is", true},
                                 {"Planned", true},
                                 {"Change", true},
                                 {"Per cent", true}}};
    for (const PlanEffect& one : planEffects(planned.plan))
        table.rows.push_back(
            {measureName(one.measure), groupedNumber(one.before), groupedNumber(one.after),
             signedNumber(one.after - one.before),
             one.before == 0 || one.after == one.before
                 ? ""
                 : fmt::format("{:+.1f} %", 100.0 * static_cast<double>(one.after - one.before) /
                                                static_cast<double>(one.before))});
    section.tables.push_back(std::move(table));
    if (effect.after != effect.before)
        section.pictures.push_back(
            {"With the best plan: bytes alive at each step, and where each buffer lies.",
             planned.after});
    return section;
}

/// "~282 ms (223 to 356)"; from a thousand on in the larger unit.
std::string estimateText(const std::optional<Estimate>& estimate, std::string_view unit,
                         std::string_view larger) {
    if (!estimate) return "unknown";
    const bool isLarge = estimate->estimate >= 1000;
    const double scale = isLarge ? 1e-3 : 1;
    return fmt::format("~{:.3g} {} ({:.3g} to {:.3g})", estimate->estimate * scale,
                       isLarge ? larger : unit, estimate->low * scale, estimate->high * scale);
}

std::string capital(std::string sentence) {
    if (!sentence.empty() && sentence[0] >= 'a' && sentence[0] <= 'z')
        sentence[0] = static_cast<char>(sentence[0] - 'a' + 'A');
    if (!sentence.empty() && sentence.back() != '.') sentence += '.';
    return sentence;
}

PaperSection board(const BoardFit& answer) {
    const boards::Fit& fit = answer.fit;
    PaperSection section{.title = "On " + answer.board.name};
    section.sentences.emplace_back(fit.fits ? "It fits." : "It does not fit.");
    for (const std::string& reason : fit.reasons) section.sentences.push_back(capital(reason));
    for (const std::string& note : fit.notes) section.sentences.push_back(capital(note));
    PaperTable table{
        .columns = {{"Memory"}, {"Needs", true}, {"Has", true}, {"Source of what it has"}}};
    if (fit.sram)
        table.rows.push_back({"SRAM", groupedNumber(fit.sram->usedBytes()),
                              groupedNumber(fit.sramAvailableBytes),
                              answer.board.sourceOf("sram")});
    table.rows.push_back(
        {"Flash", groupedNumber(fit.flash.usedBytes()),
         fit.flashAvailableBytes ? groupedNumber(*fit.flashAvailableBytes) : "unknown",
         answer.board.sourceOf("flash.internal_bytes")});
    section.tables.push_back(std::move(table));
    PaperTable costs{.columns = {{"One inference, estimated"}, {"Estimate and range"}}};
    costs.rows.push_back({"Time", estimateText(answer.cost.latencyMs, "ms", "s")});
    costs.rows.push_back({"Energy", estimateText(answer.cost.energyUj, "µJ", "mJ")});
    section.tables.push_back(std::move(costs));
    if (!answer.cost.basis.empty()) section.sentences.push_back(capital(answer.cost.basis));
    return section;
}

PaperSection warnings(const Report& report) {
    PaperSection section{.title = "Warnings"};
    for (const std::string& fault : report.device.planFaults)
        section.sentences.push_back("The offsets in the file are wrong: " + fault + ".");
    for (const std::string& oddity : report.model.oddities)
        section.sentences.push_back(capital(oddity));
    return section;
}

PaperSection sources(const MemoryPaperParts& parts) {
    const Report& report = *parts.report;
    PaperSection section{.title = "Where the numbers come from"};
    section.sentences = {
        fmt::format("Thimble {}, target {} ({}).", kVersion, report.target.name,
                    report.target.description),
        "Bytes are exact unless a tilde stands before them: TensorFlow Lite Micro's allocator is "
        "followed event by event, and targets that are called exact were compared with recordings "
        "of TFLM itself.",
        "MACs are multiply-accumulates counted from the shapes in the file; operators whose work "
        "is not known are left out of the sum.",
        "The file's SHA-256 is " + report.model.sha256 + "."};
    if (parts.board != nullptr)
        section.sentences.emplace_back(
            "Time and energy are estimates by a model fitted to published measurements; the range "
            "is where the true number is to be expected.");
    return section;
}

}  // namespace

Paper memoryPaper(const MemoryPaperParts& parts) {
    const Report& report = *parts.report;
    Paper paper;
    paper.title = std::filesystem::path(report.model.path).filename().string();
    paper.subtitle =
        fmt::format("Memory on a microcontroller: {}, {}, {}{} of work, {} of weights",
                    counted(static_cast<std::int64_t>(report.model.operators), "operator"),
                    counted(static_cast<std::int64_t>(report.model.tensors), "tensor"),
                    report.model.macsKnown ? "" : "at least ", counted(report.model.macs, "MAC"),
                    counted(report.model.weightBytes, "byte"));
    paper.sections.push_back(summary(parts));
    paper.sections.push_back(
        {.title = "Over time",
         .pictures = {
             {"As it is: bytes alive at each step, and where each buffer lies.", parts.report}}});
    if (parts.planned) paper.sections.push_back(plan(*parts.planned));
    if (parts.board != nullptr) paper.sections.push_back(board(*parts.board));
    if (!report.model.oddities.empty() || !report.device.planFaults.empty())
        paper.sections.push_back(warnings(report));
    paper.sections.push_back({.title = "Tables", .tables = paperTables(report)});
    paper.sections.push_back(sources(parts));
    return paper;
}

}  // namespace thimble
