#include "app/cli/commands/fit_text.h"

#include <fmt/format.h>

#include <filesystem>

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
    printRow(page, "TFLM: interpreter, resolver, variables (measured)", need.runtimeBytes);
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
    printRow(page, "TFLM's runtime (measured)", need.runtimeBytes);
    printRow(page, "TFLM's kernels for these operators (measured)", need.kernelBytes);
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

void printEstimate(Page& page, std::string_view what, const std::optional<Estimate>& value,
                   std::string_view unit) {
    if (value)
        page.line("{}: {:.4g} {} ({:.4g} to {:.4g})", what, value->estimate, unit, value->low,
                  value->high);
}

}  // namespace

std::string fitText(const BoardFit& answer) {
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
    printEstimate(page, "One inference, estimated", answer.cost.latencyMs, "ms");
    printEstimate(page, "Its energy, estimated", answer.cost.energyUj, "uJ");
    page.line("  ({})", answer.cost.basis);
    printSram(page, fit);
    printFlash(page, fit);
    page.blank();
    page.line("Code sizes {}.", fit.codeSource);
    for (const std::string& note : fit.notes) page.line("Note: {}.", note);
    return page.take();
}

std::string fitsText(const std::vector<BoardFit>& fits) {
    Page page;
    page.line("{:<4} {:<22} {:>10} {:>10} {:>8} {:>11} {:>11} {:>8}  {}", "fits", "board", "SRAM",
              "of", "", "flash", "of", "", "latency, ms");
    for (const BoardFit& answer : fits) {
        const boards::Fit& fit = answer.fit;
        const Bytes sram = fit.sram ? fit.sram->usedBytes() : 0;
        const auto flash = fit.flashAvailableBytes;
        page.line("{:<4} {:<22} {:>10} {:>10} {:>8} {:>11} {:>11} {:>8}  {}",
                  fit.fits ? "yes" : "no", answer.board.id,
                  fit.sram ? groupedNumber(sram) : "refused", groupedNumber(fit.sramAvailableBytes),
                  fit.sram ? percent(sram, fit.sramAvailableBytes) : "",
                  groupedNumber(fit.flash.usedBytes()), flash ? groupedNumber(*flash) : "unknown",
                  flash ? percent(fit.flash.usedBytes(), *flash) : "",
                  answer.cost.latencyMs ? fmt::format("{:.4g}", answer.cost.latencyMs->estimate)
                                        : "unknown");
    }
    return page.take();
}

}  // namespace thimble::cli
