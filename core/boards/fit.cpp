#include "core/boards/fit.h"

#include <fmt/format.h>

#include <algorithm>

#include "core/base/grouped_number.h"

namespace thimble::boards {

namespace {

SramNeed sramNeed(const tflm::DeviceMemory& device, const CodeSize& code,
                  const FitSettings& settings) {
    SramNeed need;
    need.headBytes = device.headBytes;
    need.tailBytes = device.tailBytes;
    need.temporaryBytes =
        std::max<Bytes>(0, device.minimumBytes - device.headBytes - device.tailBytes);
    need.runtimeBytes = code.sramBytes;
    need.stackBytes = settings.stackBytes;
    need.reserveBytes = settings.reserveBytes;
    return need;
}

void judgeSram(const Board& board, Fit& fit) {
    const SramNeed& need = *fit.sram;
    fit.placement = placeInSram(board, {{kSramBlocks[0], need.arenaBytes(), false},
                                        {kSramBlocks[1], need.stackBytes, false},
                                        {kSramBlocks[2], need.runtimeBytes, false},
                                        {kSramBlocks[3], need.reserveBytes, true}});
    if (fit.placement.fits) return;
    const auto largest =
        std::max_element(fit.placement.pieces.begin(), fit.placement.pieces.end(),
                         [](const SramPiece& a, const SramPiece& b) { return a.bytes < b.bytes; });
    if (need.usedBytes() > fit.sramAvailableBytes)
        fit.reasons.push_back(
            fmt::format("SRAM: {} are needed, {} are there: {} too few",
                        counted(need.usedBytes(), "byte"), groupedNumber(fit.sramAvailableBytes),
                        groupedNumber(need.usedBytes() - fit.sramAvailableBytes)));
    else
        fit.reasons.push_back(fmt::format(
            "SRAM: there is enough of it, but not in one piece: the arena of {} and the rest do "
            "not go into pieces of which the largest, {}, has {}",
            counted(need.arenaBytes(), "byte"), largest->name, groupedNumber(largest->bytes)));
}

void judgeFlash(Fit& fit) {
    if (!fit.flashAvailableBytes) {
        fit.notes.emplace_back("the flash of this board is not stated, so it is not judged");
        return;
    }
    const Bytes used = fit.flash.usedBytes();
    if (used > *fit.flashAvailableBytes)
        fit.reasons.push_back(fmt::format("flash: {} are needed, {} are there: {} too few",
                                          counted(used, "byte"),
                                          groupedNumber(*fit.flashAvailableBytes),
                                          groupedNumber(used - *fit.flashAvailableBytes)));
}

/// "Cortex-M4F" in a table, "cortex-m4f" in a board.
bool isSameCore(std::string name, const std::string& core) {
    std::transform(name.begin(), name.end(), name.begin(),
                   [](char c) { return 'A' <= c && c <= 'Z' ? static_cast<char>(c + 32) : c; });
    return name == core;
}

void describe(const Board& board, const tflm::TargetInfo& target, const CodeTable& table,
              Fit& fit) {
    fit.codeSource = fmt::format("measured: {}, {}, {}", table.sources, table.compiler, table.core);
    if (!target.exact)
        fit.notes.push_back(
            fmt::format("the arena is computed for {}, which has not been measured on this machine",
                        target.name));
    fit.codeIsMeasured = table.library == target.name && isSameCore(table.core, board.core);
    if (!fit.codeIsMeasured)
        fit.notes.push_back(
            fmt::format("the code sizes were measured for {} on {}: for this board an estimate, "
                        "not exact",
                        table.library, table.core));
    if (const auto names = fit.code.unmeasured(); !names.empty())
        fit.notes.push_back(fmt::format("no code size is known of {}, which count as nothing",
                                        fmt::join(names, ", ")));
}

}  // namespace

Result<Fit> fitModel(const Board& board, const tflm::TargetInfo& target, const Model& model,
                     Bytes fileBytes, const tflm::DeviceMemory& device,
                     const FitSettings& settings) {
    THIMBLE_TRY(const CodeTable table, codeTableFor(target.target));
    Fit fit;
    fit.code = codeSize(table, usedOperators(model));
    fit.sramAvailableBytes = board.sramBytes();
    fit.flashAvailableBytes = board.flash.totalBytes();
    fit.flash = flashOfFile(model, fileBytes);
    fit.flash.runtimeBytes = fit.code.runtimeFlashBytes;
    fit.flash.kernelBytes = fit.code.kernelFlashBytes;
    fit.flash.otherBytes = settings.flashReserveBytes;

    if (device.accepts) {
        fit.sram = sramNeed(device, fit.code, settings);
        judgeSram(board, fit);
    } else {
        fit.placement.pieces = sramPieces(board);
        fit.reasons.push_back("TFLM refuses this model: " + device.reason);
    }
    judgeFlash(fit);
    describe(board, target, table, fit);
    fit.fits = fit.reasons.empty();
    return fit;
}

}  // namespace thimble::boards
