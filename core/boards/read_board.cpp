#include "core/boards/read_board.h"

#include <fmt/format.h>

#include <nlohmann/json.hpp>

#include "core/boards/check_board.h"
#include "core/boards/cores.h"
#include "core/boards/json_fields.h"

namespace thimble::boards {

namespace {

using nlohmann::json;

constexpr std::int64_t kSchema = 1;
constexpr std::int64_t kMostBytes = std::int64_t{1} << 32;
constexpr std::int64_t kMostHertz = 10'000'000'000;
constexpr std::int64_t kMostWaitStates = 1000;
constexpr std::size_t kMostRegions = 64;
/// How deep the form goes is known; what goes deeper is not even built.
constexpr int kDeepest = 5;

std::optional<int> narrow(const std::optional<std::int64_t>& value) {
    return value ? std::optional<int>(static_cast<int>(*value)) : std::nullopt;
}

Result<SramRegion> readRegion(const JsonFields& fields) {
    THIMBLE_CHECK(fields.haveOnly({"name", "sram_bytes", "address", "wait_states"}));
    SramRegion region;
    THIMBLE_TRY(region.name, fields.text("name"));
    THIMBLE_TRY(region.bytes, fields.integer("sram_bytes", 1, kMostBytes));
    THIMBLE_TRY(region.address, fields.maybeAddress("address"));
    THIMBLE_TRY(const auto waitStates, fields.maybeInteger("wait_states", 0, kMostWaitStates));
    region.waitStates = narrow(waitStates);
    return region;
}

Result<Flash> readFlash(const JsonFields& fields) {
    THIMBLE_CHECK(fields.haveOnly({"internal_bytes", "external_bytes", "wait_states"}));
    Flash flash;
    THIMBLE_TRY(flash.internalBytes, fields.maybeInteger("internal_bytes", 0, kMostBytes));
    THIMBLE_TRY(flash.externalBytes, fields.maybeInteger("external_bytes", 1, kMostBytes));
    THIMBLE_TRY(const auto waitStates, fields.maybeInteger("wait_states", 0, kMostWaitStates));
    flash.waitStates = narrow(waitStates);
    return flash;
}

Result<ActivePower> readPower(const JsonFields& fields) {
    THIMBLE_CHECK(fields.haveOnly({"milliwatts", "clock_hz"}));
    ActivePower power;
    THIMBLE_TRY(power.milliwatts, fields.number("milliwatts"));
    THIMBLE_TRY(power.clockHz, fields.maybeInteger("clock_hz", 1, kMostHertz));
    return power;
}

Result<Link> readLink(const JsonFields& fields) {
    THIMBLE_CHECK(fields.haveOnly({"name", "rate_bit_per_s", "energy_per_bit_nj"}));
    Link link;
    THIMBLE_TRY(link.name, fields.text("name"));
    THIMBLE_TRY(link.bitsPerSecond, fields.maybeNumber("rate_bit_per_s"));
    THIMBLE_TRY(link.nanojoulesPerBit, fields.maybeNumber("energy_per_bit_nj"));
    return link;
}

/// The layout of other machines resembles a 32-bit Arm's, but nobody has measured it.
Result<tflm::TargetInfo> readTarget(const JsonFields& fields, const CoreInfo& core) {
    THIMBLE_TRY(const std::string name, fields.text("target"));
    std::optional<tflm::TargetInfo> target = tflm::findTarget(name);
    if (!target) return fields.wrong("target", fmt::format("there is no '{}'", name));
    target->exact = target->exact && core.isArm;
    return *target;
}

Result<void> readMemories(const JsonFields& fields, Board& board) {
    THIMBLE_TRY(const std::vector<JsonFields> regions, fields.objects("sram"));
    if (regions.size() > kMostRegions)
        return fields.wrong("sram", fmt::format("more than {} regions", kMostRegions));
    for (const JsonFields& region : regions) {
        THIMBLE_TRY(SramRegion read, readRegion(region));
        board.sram.push_back(std::move(read));
    }
    THIMBLE_TRY(const JsonFields flash, fields.object("flash"));
    THIMBLE_TRY(board.flash, readFlash(flash));
    return {};
}

Result<void> readExtras(const JsonFields& fields, Board& board) {
    THIMBLE_TRY(board.supplyVolts, fields.maybeNumber("supply_volts"));
    THIMBLE_TRY(board.priceUsd, fields.maybeNumber("price_usd"));
    THIMBLE_TRY(const auto power, fields.maybeObject("active_power"));
    if (power) {
        THIMBLE_TRY(board.activePower, readPower(*power));
    }
    THIMBLE_TRY(const auto link, fields.maybeObject("link"));
    if (link) {
        THIMBLE_TRY(board.link, readLink(*link));
    }
    THIMBLE_TRY(const auto notes, fields.maybeText("notes"));
    board.notes = notes.value_or("");
    THIMBLE_TRY(const JsonFields sources, fields.object("sources"));
    for (const auto& entry : sources.json().items()) {
        THIMBLE_TRY(board.sources[entry.key()], sources.text(entry.key()));
    }
    return {};
}

Result<Board> readFields(const JsonFields& fields) {
    THIMBLE_CHECK(fields.haveOnly({"schema", "id", "name", "vendor", "chip", "core", "target",
                                   "clock_hz", "sram", "flash", "supply_volts", "active_power",
                                   "price_usd", "link", "notes", "sources"}));
    THIMBLE_CHECK(fields.integer("schema", kSchema, kSchema));
    Board board;
    THIMBLE_TRY(board.id, fields.text("id"));
    THIMBLE_TRY(board.name, fields.text("name"));
    THIMBLE_TRY(board.vendor, fields.text("vendor"));
    THIMBLE_TRY(board.chip, fields.text("chip"));
    THIMBLE_TRY(board.core, fields.text("core"));
    const auto core = findCore(board.core);
    if (!core) return fields.wrong("core", fmt::format("there is no '{}'", board.core));
    THIMBLE_TRY(board.target, readTarget(fields, *core));
    THIMBLE_TRY(board.clockHz, fields.integer("clock_hz", 1, kMostHertz));
    THIMBLE_CHECK(readMemories(fields, board));
    THIMBLE_CHECK(readExtras(fields, board));
    return board;
}

template <typename T>
json orNull(const std::optional<T>& value) {
    return value ? json(*value) : json(nullptr);
}

}  // namespace

Result<Board> readBoard(std::string_view text, const std::string& file) {
    bool isTooDeep = false;
    const json root = json::parse(
        text,
        [&isTooDeep](int depth, json::parse_event_t, json&) {
            isTooDeep = isTooDeep || depth > kDeepest;
            return !isTooDeep;
        },
        false);
    if (isTooDeep) return fail(ErrorCode::InvalidFile, file + ": nested too deeply for a board");
    if (root.is_discarded()) return fail(ErrorCode::InvalidFile, file + ": not JSON");
    if (!root.is_object())
        return fail(ErrorCode::InvalidFile, file + ": a board is one JSON object");

    const auto id = root.find("id");
    const std::string where =
        id != root.end() && id->is_string()
            ? fmt::format("{}: board '{}'", file, id->get<std::string>().substr(0, 64))
            : file;
    const JsonFields fields(root, where, "");
    THIMBLE_TRY(Board board, readFields(fields));
    if (const auto faults = checkBoard(board); !faults.empty())
        return fail(ErrorCode::InvalidFile, fmt::format("{}: {}", where, faults.front()));
    return board;
}

std::string boardJson(const Board& board) {
    using ordered = nlohmann::ordered_json;
    ordered sram = ordered::array();
    for (const SramRegion& region : board.sram)
        sram.push_back({{"name", region.name},
                        {"sram_bytes", region.bytes},
                        {"address", region.address ? json(fmt::format("0x{:08X}", *region.address))
                                                   : json(nullptr)},
                        {"wait_states", orNull(region.waitStates)}});
    ordered result = {{"schema", kSchema},           {"id", board.id},
                      {"name", board.name},          {"vendor", board.vendor},
                      {"chip", board.chip},          {"core", board.core},
                      {"target", board.target.name}, {"clock_hz", board.clockHz},
                      {"sram", std::move(sram)}};
    result["flash"] = {{"internal_bytes", orNull(board.flash.internalBytes)},
                       {"external_bytes", orNull(board.flash.externalBytes)},
                       {"wait_states", orNull(board.flash.waitStates)}};
    result["supply_volts"] = orNull(board.supplyVolts);
    result["active_power"] = nullptr;
    if (board.activePower)
        result["active_power"] = {{"milliwatts", board.activePower->milliwatts},
                                  {"clock_hz", orNull(board.activePower->clockHz)}};
    result["price_usd"] = orNull(board.priceUsd);
    result["link"] = nullptr;
    if (board.link)
        result["link"] = {{"name", board.link->name},
                          {"rate_bit_per_s", orNull(board.link->bitsPerSecond)},
                          {"energy_per_bit_nj", orNull(board.link->nanojoulesPerBit)}};
    result["notes"] = board.notes;
    result["sources"] = board.sources;
    return result.dump(4) + "\n";
}

}  // namespace thimble::boards
