#include "core/boards/check_board.h"

#include <fmt/format.h>

#include <algorithm>
#include <string_view>

#include "core/boards/cores.h"

namespace thimble::boards {

namespace {

/// "flash" covers "flash.internal_bytes".
bool covers(std::string_view source, std::string_view field) {
    return field == source || (field.starts_with(source) && field[source.size()] == '.');
}

bool isId(const std::string& id) {
    return !id.empty() && id.size() <= 64 && std::all_of(id.begin(), id.end(), [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-' || c == '.';
    });
}

bool overlap(const SramRegion& a, const SramRegion& b) {
    if (!a.address || !b.address) return false;
    return *a.address < *b.address + static_cast<std::uint64_t>(b.bytes) &&
           *b.address < *a.address + static_cast<std::uint64_t>(a.bytes);
}

void checkSram(const Board& board, std::vector<std::string>& faults) {
    if (board.sram.empty()) faults.emplace_back("sram: there is none");
    for (std::size_t i = 0; i < board.sram.size(); ++i) {
        if (board.sram[i].bytes <= 0)
            faults.push_back(fmt::format("sram[{}].sram_bytes: nothing in it", i));
        for (std::size_t j = 0; j < i; ++j) {
            if (board.sram[i].name == board.sram[j].name)
                faults.push_back(fmt::format("sram[{}].name: '{}' is the name of sram[{}], too", i,
                                             board.sram[i].name, j));
            if (overlap(board.sram[i], board.sram[j]))
                faults.push_back(fmt::format("sram[{}].address: '{}' overlaps '{}'", i,
                                             board.sram[i].name, board.sram[j].name));
        }
    }
}

void checkSources(const Board& board, std::vector<std::string>& faults) {
    const std::vector<std::string> numbers = numbersOf(board);
    for (const std::string& field : numbers)
        if (board.sourceOf(field).empty())
            faults.push_back(
                fmt::format("{}: a number without a source; without one it is null", field));
    for (const auto& entry : board.sources)
        if (std::none_of(numbers.begin(), numbers.end(),
                         [&entry](const std::string& field) { return covers(entry.first, field); }))
            faults.push_back(fmt::format("sources.{}: this board has no such number", entry.first));
}

}  // namespace

std::string Board::sourceOf(const std::string& field) const {
    for (const auto& entry : sources)
        if (covers(entry.first, field)) return entry.second;
    return {};
}

std::vector<std::string> numbersOf(const Board& board) {
    std::vector<std::string> fields = {"clock_hz", "sram"};
    const auto add = [&fields](bool known, const char* field) {
        if (known) fields.emplace_back(field);
    };
    add(board.flash.internalBytes.has_value(), "flash.internal_bytes");
    add(board.flash.externalBytes.has_value(), "flash.external_bytes");
    add(board.flash.waitStates.has_value(), "flash.wait_states");
    add(board.supplyVolts.has_value(), "supply_volts");
    add(board.activePower.has_value(), "active_power.milliwatts");
    add(board.activePower && board.activePower->clockHz, "active_power.clock_hz");
    add(board.priceUsd.has_value(), "price_usd");
    add(board.link && board.link->bitsPerSecond, "link.rate_bit_per_s");
    add(board.link && board.link->nanojoulesPerBit, "link.energy_per_bit_nj");
    return fields;
}

std::vector<std::string> checkBoard(const Board& board) {
    std::vector<std::string> faults;
    if (!isId(board.id))
        faults.emplace_back("id: small letters, digits, '-' and '.' are expected, at most 64");
    const auto core = findCore(board.core);
    if (!core) {
        faults.push_back(fmt::format("core: there is no '{}'", board.core));
    } else if (!core->isArm && board.target.target.kernels != tflm::KernelLibrary::Reference) {
        faults.push_back(fmt::format("target: {} is no Arm core, CMSIS-NN has no kernels for it",
                                     core->description));
    }
    if (board.target.target.abi != tflm::Abi::Arm32)
        faults.emplace_back("target: a board has the layout of a 32-bit machine");
    if (board.target.exact && core && !core->isArm)
        faults.emplace_back("target: exact only on Arm cores, where it was measured");
    if (board.clockHz <= 0) faults.emplace_back("clock_hz: must be over 0");
    checkSram(board, faults);
    checkSources(board, faults);
    return faults;
}

}  // namespace thimble::boards
