#include "ui/painting/memory_map_layout.h"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <utility>

namespace thimble::ui {

namespace {

constexpr int kPins = 12;  // on each long side

enum SramBlockIndex : std::size_t { ArenaBlock, StackBlock, RuntimeBlock, ReserveBlock };

void add(MemoryBank& bank, MemoryUse use, Bytes bytes) {
    if (bytes > 0) bank.parts.push_back({use, bytes});
}

void addArena(MemoryBank& bank, const boards::SramNeed& need) {
    add(bank, MemoryUse::Head, need.headBytes);
    add(bank, MemoryUse::Startup, need.temporaryBytes);
    add(bank, MemoryUse::Tail, need.tailBytes);
}

MemoryUse useOf(std::size_t block) {
    switch (block) {
        case StackBlock: return MemoryUse::Stack;
        case RuntimeBlock: return MemoryUse::Runtime;
        default: return MemoryUse::Reserve;
    }
}

Bytes sumOf(const std::vector<MemoryPart>& parts) {
    return std::accumulate(parts.begin(), parts.end(), Bytes{0},
                           [](Bytes sum, const MemoryPart& part) { return sum + part.bytes; });
}

/// The rest of the bank; or what is too much, cut off its last parts.
void close(MemoryBank& bank) {
    const Bytes used = sumOf(bank.parts);
    if (!bank.bytes) return;
    if (used <= *bank.bytes) return add(bank, MemoryUse::Free, *bank.bytes - used);
    const Bytes missing = used - *bank.bytes;
    Bytes over = missing;
    while (over > 0 && !bank.parts.empty()) {
        const Bytes cut = std::min(over, bank.parts.back().bytes);
        bank.parts.back().bytes -= cut;
        over -= cut;
        if (bank.parts.back().bytes == 0) bank.parts.pop_back();
    }
    add(bank, MemoryUse::Missing, missing);
}

std::vector<MemoryBank> placedSram(const boards::Fit& fit) {
    std::vector<MemoryBank> banks;
    for (std::size_t piece = 0; piece < fit.placement.pieces.size(); ++piece) {
        const boards::SramPiece& memory = fit.placement.pieces[piece];
        MemoryBank bank{QString::fromStdString(memory.name), false, memory.bytes, {}};
        for (const std::size_t block : {ArenaBlock, RuntimeBlock, StackBlock, ReserveBlock})
            for (const boards::SramShare& share : fit.placement.shares) {
                if (share.piece != piece || share.block != block) continue;
                if (block == ArenaBlock)
                    addArena(bank, *fit.sram);
                else
                    add(bank, useOf(block), share.bytes);
            }
        close(bank);
        banks.push_back(std::move(bank));
    }
    return banks;
}

std::vector<MemoryBank> sramBanks(const boards::Fit& fit) {
    if (fit.sram && fit.placement.fits) return placedSram(fit);
    MemoryBank bank{QStringLiteral("SRAM"), false, fit.sramAvailableBytes, {}};
    if (fit.sram) {
        addArena(bank, *fit.sram);
        add(bank, MemoryUse::Runtime, fit.sram->runtimeBytes);
        add(bank, MemoryUse::Stack, fit.sram->stackBytes);
        add(bank, MemoryUse::Reserve, fit.sram->reserveBytes);
        close(bank);
    }
    return {bank};
}

MemoryBank flashBank(const boards::Fit& fit) {
    MemoryBank bank{QString(), true, fit.flashAvailableBytes, {}};
    add(bank, MemoryUse::Weights, fit.flash.weightBytes);
    add(bank, MemoryUse::Quantization, fit.flash.quantizationBytes);
    add(bank, MemoryUse::Graph, fit.flash.graphBytes);
    add(bank, MemoryUse::Names, fit.flash.nameBytes);
    add(bank, MemoryUse::Metadata, fit.flash.metadataBytes);
    add(bank, MemoryUse::Code, fit.flash.runtimeBytes);
    add(bank, MemoryUse::Kernels, fit.flash.kernelBytes);
    add(bank, MemoryUse::Application, fit.flash.otherBytes);
    close(bank);
    return bank;
}

/// What a bank's bar stands for, with what is missing.
Bytes extentOf(const MemoryBank& bank) {
    return std::max(bank.bytes.value_or(0), sumOf(bank.parts));
}

void addPins(MemoryMapLayout& layout, int depth) {
    const int pitch = layout.chip.width() / kPins;
    if (pitch < 2) return;
    for (int i = 0; i < kPins; ++i) {
        const int x = layout.chip.left() + pitch / 2 + i * layout.chip.width() / kPins - pitch / 6;
        layout.pins.emplace_back(x, layout.chip.top() - depth, std::max(1, pitch / 3), depth);
        layout.pins.emplace_back(x, layout.chip.bottom() + 1, std::max(1, pitch / 3), depth);
    }
}

}  // namespace

std::vector<MemoryBank> memoryBanks(const boards::Fit& fit) {
    std::vector<MemoryBank> banks = sramBanks(fit);
    banks.push_back(flashBank(fit));
    return banks;
}

std::optional<std::pair<std::size_t, std::size_t>> MemoryMapLayout::at(QPoint place) const {
    for (const Cell& cell : cells)
        if (cell.box.contains(place)) return std::pair(cell.bank, cell.part);
    for (const Entry& entry : legend)
        if (entry.swatch.united(entry.text).contains(place))
            return std::pair(entry.bank, entry.part);
    return std::nullopt;
}

MemoryMapLayout layoutMemoryMap(const std::vector<MemoryBank>& banks, int width,
                                const QFontMetrics& metrics,
                                QString (*entryText)(const MemoryPart&)) {
    const int line = metrics.height();
    const int pad = line * 2 / 3;
    const int gap = line / 3;
    const int pin = line / 3;
    MemoryMapLayout layout;
    layout.chip = QRect(0, pin, std::max(1, width), 0);
    const int left = pad;
    const int room = std::max(1, width - 2 * pad);
    int y = pin + gap;
    layout.title = QRect(left, y, room, line);
    y += line + gap;

    Bytes longest = 1;
    for (const MemoryBank& bank : banks)
        if (!bank.isFlash) longest = std::max(longest, extentOf(bank));
    for (std::size_t b = 0; b < banks.size(); ++b) {
        const MemoryBank& bank = banks[b];
        layout.captions.emplace_back(left, y, room, line);
        y += line;
        const auto whole = static_cast<double>(bank.isFlash ? extentOf(bank) : longest);
        // Edges are rounded, not widths, so that the parts fill the bar exactly.
        const auto edge = [&](Bytes bytes) {
            return whole > 0 ? static_cast<int>(std::lround(static_cast<double>(bytes) / whole *
                                                            static_cast<double>(room)))
                             : 0;
        };
        const int height = line * 3 / 2;
        layout.bars.emplace_back(left, y, std::max(1, edge(bank.bytes.value_or(0))), height);
        Bytes at = 0;
        for (std::size_t p = 0; p < bank.parts.size(); ++p) {
            const int from = std::min(edge(at), room - 1);
            at += bank.parts[p].bytes;
            layout.cells.push_back(
                {QRect(left + from, y, std::max(1, edge(at) - from), height), b, p});
        }
        y += height + gap / 2;

        int x = left;
        for (std::size_t p = 0; p < bank.parts.size(); ++p) {
            const int text = metrics.horizontalAdvance(entryText(bank.parts[p])) + 1;
            const int swatch = line * 2 / 3;
            const int entry = swatch + gap + text;
            if (x > left && x + entry > left + room) {
                x = left;
                y += line;
            }
            layout.legend.push_back(
                {QRect(x, y + (line - swatch) / 2, swatch, swatch),
                 QRect(x + swatch + gap, y, std::min(text, left + room - x - swatch - gap), line),
                 b, p});
            x += entry + line;
        }
        y += line + gap;
    }
    layout.chip.setHeight(y - pin);
    layout.height = y + pin;
    addPins(layout, pin);
    return layout;
}

}  // namespace thimble::ui
