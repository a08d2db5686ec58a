#include <nlohmann/json.hpp>

#include "app/cli/commands/fit_text.h"
#include "app/cli/commands/fit_use.h"

namespace thimble::cli {

namespace {

using nlohmann::ordered_json;

ordered_json sramJson(const boards::Fit& fit) {
    ordered_json json = {{"used_bytes", nullptr},
                         {"available_bytes", fit.sramAvailableBytes},
                         {"breakdown", nullptr}};
    if (fit.sram) {
        const boards::SramNeed& need = *fit.sram;
        json["used_bytes"] = need.usedBytes();
        json["arena_bytes"] = need.arenaBytes();
        json["breakdown"] = {
            {"head_bytes", need.headBytes},           {"tail_bytes", need.tailBytes},
            {"temporary_bytes", need.temporaryBytes}, {"runtime_bytes", need.runtimeBytes},
            {"stack_bytes", need.stackBytes},         {"reserve_bytes", need.reserveBytes}};
    }
    ordered_json pieces = ordered_json::array();
    for (std::size_t p = 0; p < fit.placement.pieces.size(); ++p) {
        ordered_json holds = ordered_json::object();
        for (const boards::SramShare& share : fit.placement.shares)
            if (share.piece == p)
                holds[std::string(boards::kSramBlocks[share.block]) + "_bytes"] = share.bytes;
        pieces.push_back({{"name", fit.placement.pieces[p].name},
                          {"bytes", fit.placement.pieces[p].bytes},
                          {"used_bytes", fit.placement.usedOf(p)},
                          {"holds", std::move(holds)}});
    }
    json["pieces"] = std::move(pieces);
    return json;
}

ordered_json flashJson(const boards::Fit& fit) {
    const boards::FlashNeed& need = fit.flash;
    ordered_json json = {{"used_bytes", need.usedBytes()}, {"available_bytes", nullptr}};
    if (fit.flashAvailableBytes) json["available_bytes"] = *fit.flashAvailableBytes;
    json["breakdown"] = {
        {"weight_bytes", need.weightBytes},      {"quantization_bytes", need.quantizationBytes},
        {"graph_bytes", need.graphBytes},        {"name_bytes", need.nameBytes},
        {"metadata_bytes", need.metadataBytes},  {"runtime_code_bytes", need.runtimeBytes},
        {"kernel_code_bytes", need.kernelBytes}, {"other_bytes", need.otherBytes}};
    ordered_json kernels = ordered_json::array();
    for (const boards::KernelCode& code : fit.code.operators) {
        ordered_json row = {{"name", code.name}, {"own_bytes", nullptr}, {"shared_bytes", nullptr}};
        if (code.isMeasured) {
            row["own_bytes"] = code.ownBytes;
            row["shared_bytes"] = code.sharedBytes;
        }
        kernels.push_back(std::move(row));
    }
    json["kernels"] = std::move(kernels);
    json["code_source"] = fit.codeSource;
    json["code_measured"] = fit.codeIsMeasured;
    return json;
}

ordered_json estimateJson(const std::optional<Estimate>& estimate) {
    if (!estimate) return {{"estimate", nullptr}, {"low", nullptr}, {"high", nullptr}};
    return {{"estimate", estimate->estimate}, {"low", estimate->low}, {"high", estimate->high}};
}

ordered_json answer(const BoardFit& fit) {
    ordered_json json = {{"board", fit.board.id},
                         {"name", fit.board.name},
                         {"target", fit.target.name},
                         {"exact", fit.target.exact},
                         {"fits", fit.fit.fits},
                         {"reasons", fit.fit.reasons},
                         {"notes", fit.fit.notes},
                         {"sram", sramJson(fit.fit)},
                         {"flash", flashJson(fit.fit)},
                         {"latency_ms", estimateJson(fit.cost.latencyMs)},
                         {"energy_uj", estimateJson(fit.cost.energyUj)},
                         {"cost_basis", fit.cost.basis}};
    return json;
}

/// Null where nothing is known of the operator.
const cost::OperatorCost* costOf(const BoardFit& fit, std::size_t op) {
    if (!fit.cost.inference || op >= fit.cost.inference->operators.size()) return nullptr;
    const cost::OperatorCost& cost = fit.cost.inference->operators[op];
    return cost.known ? &cost : nullptr;
}

std::string dump(const ordered_json& json) {
    return json.dump(1, ' ', false, ordered_json::error_handler_t::replace) + "\n";
}

}  // namespace

std::string fitJson(const BoardFit& fit, const UseOnBoard& use, const Usage& usage) {
    ordered_json json = answer(fit);
    addUseJson(json, fit, use, usage);
    json["model"] = {{"path", fit.report->model.path}, {"sha256", fit.report->model.sha256}};
    ordered_json operators = ordered_json::array();
    for (std::size_t o = 0; o < fit.report->model.operators; ++o) {
        const OperatorRow& row = fit.report->operators[o];
        ordered_json entry = {{"index", row.index}, {"name", row.name}, {"cycles", nullptr}};
        const cost::OperatorCost* cost = costOf(fit, o);
        const bool hasEnergy = cost != nullptr && fit.cost.energyUj;
        if (cost != nullptr) entry["cycles"] = cost->cycles.value;
        entry["cycles_low"] = cost != nullptr ? ordered_json(cost->cycles.low) : nullptr;
        entry["cycles_high"] = cost != nullptr ? ordered_json(cost->cycles.high) : nullptr;
        entry["time_us"] = cost != nullptr ? ordered_json(cost->microseconds.value) : nullptr;
        entry["energy_uj"] = hasEnergy ? ordered_json(cost->microjoules.value) : nullptr;
        entry["macs"] = row.macs;
        entry["weight_bytes"] = row.weightBytes;
        entry["working_set_bytes"] = row.workingSetBytes;
        operators.push_back(std::move(entry));
    }
    json["operators"] = std::move(operators);
    return dump(json);
}

std::string fitsJson(const std::vector<BoardFit>& fits) {
    ordered_json list = ordered_json::array();
    for (const BoardFit& fit : fits) list.push_back(answer(fit));
    return dump({{"boards", std::move(list)}});
}

}  // namespace thimble::cli
