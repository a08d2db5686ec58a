#include "app/cli/commands/boards_text.h"

#include <fmt/format.h>

#include <algorithm>
#include <nlohmann/json.hpp>

#include "app/cli/page.h"
#include "core/base/grouped_number.h"
#include "core/base/printable.h"
#include "core/boards/cores.h"
#include "core/boards/read_board.h"
#include "core/boards/sram_placement.h"

namespace thimble::cli {

namespace {

using nlohmann::ordered_json;

std::string megahertz(std::int64_t hertz) {
    return fmt::format("{:g}", static_cast<double>(hertz) / 1e6);
}

std::string orUnknown(const std::optional<Bytes>& bytes) {
    return bytes ? groupedNumber(*bytes) : "unknown";
}

/// A value, and under it where it is from.
void printFact(Page& page, const boards::Board& board, std::string_view what,
               const std::string& value, const std::string& field) {
    page.line("  {:<18} {}", what, value);
    if (const std::string source = board.sourceOf(field); !source.empty())
        page.line("  {:<18}   source: {}", "", source);
}

void printMemory(Page& page, const boards::Board& board) {
    printFact(page, board, "SRAM", counted(board.sramBytes(), "byte"), "sram");
    for (const boards::SramPiece& piece : boards::sramPieces(board))
        page.line("  {:<18}   {} in one piece: {}{}", "", groupedNumber(piece.bytes), piece.name,
                  piece.waitStates ? fmt::format(" ({} wait states)", *piece.waitStates) : "");
    printFact(page, board, "flash on the chip", orUnknown(board.flash.internalBytes),
              "flash.internal_bytes");
    if (board.flash.waitStates)
        printFact(page, board, "its wait states", std::to_string(*board.flash.waitStates),
                  "flash.wait_states");
    if (board.flash.externalBytes)
        printFact(page, board, "flash beside it", orUnknown(board.flash.externalBytes),
                  "flash.external_bytes");
}

void printExtras(Page& page, const boards::Board& board) {
    const auto number = [](const std::optional<double>& value, std::string_view unit) {
        return value ? fmt::format("{:g} {}", *value, unit) : std::string("unknown");
    };
    printFact(page, board, "supply", number(board.supplyVolts, "V"), "supply_volts");
    std::string power = "unknown";
    if (board.activePower) {
        power = fmt::format("{:g} mW", board.activePower->milliwatts);
        if (board.activePower->clockHz)
            power += fmt::format(" at {} MHz", megahertz(*board.activePower->clockHz));
    }
    printFact(page, board, "power, computing", power, "active_power.milliwatts");
    printFact(page, board, "price", number(board.priceUsd, "US dollars"), "price_usd");
    if (!board.link) return;
    printFact(
        page, board, "link",
        fmt::format("{}: {}, {}", board.link->name, number(board.link->bitsPerSecond, "bit/s"),
                    number(board.link->nanojoulesPerBit, "nJ/bit")),
        "link.rate_bit_per_s");
}

}  // namespace

std::string boardsText(const std::vector<boards::Board>& boards) {
    Page page;
    page.line("{:<22} {:<15} {:>5} {:>10} {:>10} {:>12}  {}", "board", "core", "MHz", "SRAM",
              "in a piece", "flash", "target");
    for (const boards::Board& board : boards) {
        Bytes largest = 0;
        for (const boards::SramPiece& piece : boards::sramPieces(board))
            largest = std::max(largest, piece.bytes);
        page.line("{:<22} {:<15} {:>5} {:>10} {:>10} {:>12}  {}{}", board.id, board.core,
                  megahertz(board.clockHz), groupedNumber(board.sramBytes()),
                  groupedNumber(largest), orUnknown(board.flash.totalBytes()), board.target.name,
                  board.target.exact ? "" : " (not measured)");
    }
    page.blank();
    page.line("{}. 'thimble boards ID' shows one of them with the source of every number.",
              counted(static_cast<std::int64_t>(boards.size()), "board"));
    return page.take();
}

std::string boardText(const boards::Board& board) {
    Page page;
    const auto core = boards::findCore(board.core);
    page.line("{} ({})", board.name, board.id);
    page.blank();
    page.line("  {:<18} {}", "vendor", board.vendor);
    page.line("  {:<18} {}", "chip", board.chip);
    page.line("  {:<18} {}", "core", core ? core->description : board.core);
    page.line("  {:<18} {}{}", "target", board.target.name,
              board.target.exact ? "" : ", not measured on this machine");
    printFact(page, board, "clock", megahertz(board.clockHz) + " MHz", "clock_hz");
    printMemory(page, board);
    printExtras(page, board);
    if (!board.notes.empty()) {
        page.blank();
        page.line("{}", board.notes);
    }
    return page.take();
}

std::string boardsJson(const std::vector<boards::Board>& boards) {
    ordered_json list = ordered_json::array();
    for (const boards::Board& board : boards) {
        ordered_json entry = ordered_json::parse(boards::boardJson(board));
        entry["sram_bytes"] = board.sramBytes();
        entry["flash_bytes"] = nullptr;
        if (const auto flash = board.flash.totalBytes()) entry["flash_bytes"] = *flash;
        entry["exact"] = board.target.exact;
        list.push_back(std::move(entry));
    }
    const ordered_json json = {{"boards", std::move(list)}};
    return json.dump(1, ' ', false, ordered_json::error_handler_t::replace) + "\n";
}

}  // namespace thimble::cli
