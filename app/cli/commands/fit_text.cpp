#include "app/cli/commands/fit_text.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <filesystem>
#include <utility>

#include "app/cli/commands/fit_use.h"
#include "app/cli/estimate_text.h"
#include "app/cli/page.h"
#include "core/base/grouped_number.h"
#include "core/boards/cores.h"

namespace thimble::cli {

namespace {

std::string percent(Bytes part, Bytes whole) {
    return whole > 0 ? fmt::format("{:.1f} %",
                                   100.0 * static_cast<double>(part) / static_cast<double>(whole))
                     : std::string();
}

void printRow(Page& page, std::string_view what, Bytes bytes) {
    if (bytes != 0) page.line("  {:>12}  {}", groupedNumber(bytes), what);
}

std::string_view howKnown(const boards::Fit& fit) {
    return fit.codeIsMeasured ? "measured" : "estimated: measured on another core";
}

void printSum(Page& page, Bytes used, const std::optional<Bytes>& available) {
    if (available)
        page.line("  {:>12}  of {} ({}), {} {}", groupedNumber(used), groupedNumber(*available),
                  percent(used, *available),
                  groupedNumber(used <= *available ? *available - used : used - *available),
                  used <= *available ? "free" : "too many");
    else
        page.line("  {:>12}  of an unknown number", groupedNumber(used));
}

void printSram(Page& page, const boards::Fit& fit) {
    if (!fit.sram) return;
    const boards::SramNeed& need = *fit.sram;
    page.blank();
    page.line("SRAM, bytes");
    printRow(page, "tensors and scratch (head of the arena)", need.headBytes);
    printRow(page, "persistent buffers (tail)", need.tailBytes);
    printRow(page, "room for allocation (temporaries)", need.temporaryBytes);
    printRow(page, fmt::format("TFLM: interpreter, resolver, variables ({})", howKnown(fit)),
             need.runtimeBytes);
    printRow(page, "stack (--stack)", need.stackBytes);
    printRow(page, "the application's own (--reserve)", need.reserveBytes);
    printSum(page, need.usedBytes(), fit.sramAvailableBytes);
    if (fit.placement.pieces.size() == 1 || !fit.placement.fits) return;
    page.line("Where it goes");
    for (std::size_t p = 0; p < fit.placement.pieces.size(); ++p) {
        const boards::SramPiece& piece = fit.placement.pieces[p];
        std::string holds;
        for (const boards::SramShare& share : fit.placement.shares)
            if (share.piece == p)
                holds += fmt::format("{}{} {}", holds.empty() ? "" : ", ",
                                     boards::kSramBlocks[share.block], groupedNumber(share.bytes));
        page.line("  {:>12}  {}: {}", groupedNumber(piece.bytes), piece.name,
                  holds.empty() ? "empty" : holds);
    }
}

void printFlash(Page& page, const boards::Fit& fit) {
    const boards::FlashNeed& need = fit.flash;
    page.blank();
    page.line("Flash, bytes");
    printRow(page, "weights and biases", need.weightBytes);
    printRow(page, "quantisation parameters", need.quantizationBytes);
    printRow(page, "graph: tensors, operators, padding", need.graphBytes);
    printRow(page, "names", need.nameBytes);
    printRow(page, "metadata", need.metadataBytes);
    printRow(page, fmt::format("TFLM's runtime ({})", howKnown(fit)), need.runtimeBytes);
    printRow(page, fmt::format("TFLM's kernels for these operators ({})", howKnown(fit)),
             need.kernelBytes);
    printRow(page, "startup, drivers, C library (--flash-reserve)", need.otherBytes);
    printSum(page, need.usedBytes(), fit.flashAvailableBytes);
    page.blank();
    page.line("Kernels, bytes           own      shared");
    for (const boards::KernelCode& code : fit.code.operators)
        if (code.isMeasured)
            page.line("  {:>26} {:>11}  {}", groupedNumber(code.ownBytes),
                      groupedNumber(code.sharedBytes), code.name);
        else
            page.line("  {:>26} {:>11}  {}", "unknown", "", code.name);
}

/// "4,250,000": four digits, then zeros; what is too large to be counted in words.
std::string about(double number) {
    if (!(number < 1e15)) return "very many";
    const double unit =
        std::pow(10.0, std::max(0.0, std::floor(std::log10(std::max(number, 1.0))) - 3));
    return groupedNumber(static_cast<std::int64_t>(std::round(number / unit) * unit));
}

/// "250 ms, 40.7 mJ"
std::string costText(const BoardCost& cost) {
    if (!cost.latencyMs) return "unknown";
    return timeText(cost.latencyMs->estimate * 1e3) + ", " +
           (cost.energyUj ? energyText(cost.energyUj->estimate) : "unknown");
}

void printOperators(Page& page, const BoardCost& cost) {
    if (!cost.inference) return;
    constexpr std::size_t kMost = 10;
    std::vector<const cost::OperatorCost*> known;
    double sum = 0;
    for (const cost::OperatorCost& op : cost.inference->operators)
        if (op.known) {
            known.push_back(&op);
            sum += op.cycles.value;
        }
    const std::size_t shown = std::min(kMost, known.size());
    std::partial_sort(known.begin(), known.begin() + static_cast<std::ptrdiff_t>(shown),
                      known.end(), [](const cost::OperatorCost* a, const cost::OperatorCost* b) {
                          return std::pair(-a->cycles.value, a->index) <
                                 std::pair(-b->cycles.value, b->index);
                      });
    page.blank();
    page.line("The costliest operators, estimated (--json has all {})",
              cost.inference->operators.size());
    page.line("  {:>12}  {:<26} {:>6}  {:>10}  {:>10}  operator", "cycles", "low to high", "",
              "time", "energy");
    for (std::size_t o = 0; o < shown; ++o) {
        const cost::OperatorCost& op = *known[o];
        page.line("  {:>12}  {:<26} {:>5.1f}%  {:>10}  {:>10}  #{} {}", about(op.cycles.value),
                  about(op.cycles.low) + " to " + about(op.cycles.high),
                  sum > 0 ? 100 * op.cycles.value / sum : 0, timeText(op.microseconds.value),
                  cost.energyUj ? energyText(op.microjoules.value) : "unknown", op.index, op.name);
    }
}

}  // namespace

std::string fitText(const BoardFit& answer, const UseOnBoard& use, const Usage& usage) {
    Page page;
    const boards::Fit& fit = answer.fit;
    const auto core = boards::findCore(answer.board.core);
    page.line("{} on {} ({} at {:g} MHz), {}",
              std::filesystem::path(answer.report->model.path).filename().string(),
              answer.board.name, core ? core->description : answer.board.core,
              static_cast<double>(answer.board.clockHz) / 1e6, answer.target.name);
    page.blank();
    if (fit.fits) page.line("It fits.");
    for (const std::string& reason : fit.reasons) page.line("It does not fit. {}.", reason);
    if (const auto& ms = answer.cost.latencyMs)
        page.line("One inference, estimated: {}",
                  timeRangeText(ms->low * 1e3, ms->estimate * 1e3, ms->high * 1e3));
    else
        page.line("One inference: time unknown");
    if (const auto& uj = answer.cost.energyUj)
        page.line("Its energy, estimated: {}", energyRangeText(uj->low, uj->estimate, uj->high));
    else
        page.line("Its energy: unknown");
    page.line("  ({})", answer.cost.basis);
    printUse(page, answer, use, usage);
    printSram(page, fit);
    printFlash(page, fit);
    printOperators(page, answer.cost);
    page.blank();
    page.line("Code sizes {}.", fit.codeSource);
    for (const std::string& note : fit.notes) page.line("Note: {}.", note);
    return page.take();
}

std::string fitsText(const std::vector<BoardFit>& fits) {
    Page page;
    page.line("{:<4} {:<22} {:>10} {:>10} {:>8} {:>11} {:>11} {:>8}  {}", "fits", "board", "SRAM",
              "of", "", "flash", "of", "", "latency, energy: estimates");
    for (const BoardFit& answer : fits) {
        const boards::Fit& fit = answer.fit;
        const Bytes sram = fit.sram ? fit.sram->usedBytes() : 0;
        const auto flash = fit.flashAvailableBytes;
        page.line("{:<4} {:<22} {:>10} {:>10} {:>8} {:>11} {:>11} {:>8}  {}",
                  fit.fits ? "yes" : "no", answer.board.id,
                  fit.sram ? groupedNumber(sram) : "refused", groupedNumber(fit.sramAvailableBytes),
                  fit.sram ? percent(sram, fit.sramAvailableBytes) : "",
                  groupedNumber(fit.flash.usedBytes()), flash ? groupedNumber(*flash) : "unknown",
                  flash ? percent(fit.flash.usedBytes(), *flash) : "", costText(answer.cost));
    }
    return page.take();
}

}  // namespace thimble::cli
