#include "core/report/report_json.h"

#include <nlohmann/json.hpp>
#include <string_view>

namespace thimble {

namespace {

using Json = nlohmann::ordered_json;

Json modelJson(const ModelSummary& model) {
    return {{"path", model.path},
            {"sha256", model.sha256},
            {"bytes", model.fileBytes},
            {"description", model.description},
            {"subgraphs", model.subgraphs},
            {"operators", model.operators},
            {"tensors", model.tensors},
            {"macs", model.macs},
            {"weight_bytes", model.weightBytes},
            {"warnings", model.oddities}};
}

Json arenaJson(const Report& report) {
    const tflm::DeviceMemory& device = report.device;
    Json tail = Json::object();
    for (std::size_t c = 0; c < tflm::kTailCategories; ++c)
        tail[std::string(tflm::tailCategoryInfo(static_cast<tflm::TailCategory>(c)).key)] =
            device.tail[c];
    return {{"target", report.target.name},
            {"exact", device.exact},
            {"head_bytes", device.headBytes},
            {"tail_bytes", device.tailBytes},
            {"used_bytes", device.usedBytes},
            {"minimum_bytes", device.minimumBytes},
            {"lower_bound_bytes", device.lowerBoundBytes},
            {"offline_plan", device.hasOfflinePlan},
            {"tail", std::move(tail)}};
}

Json bufferJson(const Report& report, const tflm::PlannedBuffer& buffer) {
    return {{"subgraph", buffer.subgraph},
            {"tensor", buffer.tensor},
            {"operator", buffer.op},
            {"name", report.bufferLabel(buffer)},
            {"kind", buffer.isScratch() ? "scratch" : "tensor"},
            {"bytes", buffer.bytes},
            {"planned_bytes", buffer.plannedBytes},
            {"offset", buffer.offset},
            {"first_step", buffer.scopes.first},
            {"end_step", buffer.scopes.last}};
}

Json operatorJson(const OperatorRow& row) {
    return {{"index", row.index},
            {"name", row.name},
            {"family", row.family},
            {"macs", row.macs},
            {"inputs", row.inputs},
            {"outputs", row.outputs},
            {"weight_bytes", row.weightBytes},
            {"working_set_bytes", row.workingSetBytes},
            {"scratch_bytes", row.scratchBytes},
            {"step", row.step}};
}

constexpr auto kReplaceBadUtf8 = Json::error_handler_t::replace;

/// Adds a list to the text of an object that is still open, an entry a line. Entries become text
/// one by one: all of them as values would take several times the memory.
template <typename Entry>
void appendList(std::string& text, std::string_view name, std::size_t count, Entry entry) {
    text += ",\n \"";
    text += name;
    text += "\": [";
    for (std::size_t i = 0; i < count; ++i) {
        text += i == 0 ? "\n  " : ",\n  ";
        text += Json(entry(i)).dump(-1, ' ', false, kReplaceBadUtf8);
    }
    text += count == 0 ? "]" : "\n ]";
}

}  // namespace

std::string reportJson(const Report& report) { return reportJson(report, Json::object()); }

std::string reportJson(const Report& report, const Json& more) {
    Json json = {
        {"tflm", {{"accepts", report.device.accepts}, {"reason", report.device.reason}}},
        {"model", modelJson(report.model)},
        {"working_set",
         {{"peak_bytes", report.workingSet.peakBytes},
          {"peak_operator", report.workingSet.peakOperator},
          {"per_operator_bytes", report.workingSet.perOperator}}},
        {"arena", report.device.accepts ? arenaJson(report) : Json(nullptr)},
        {"contributors", report.contributors},
        {"plan_faults", report.device.planFaults},
    };
    json.update(more);
    std::string text = json.dump(1, ' ', false, kReplaceBadUtf8);
    text.resize(text.size() - std::string_view("\n}").size());
    appendList(text, "buffers", report.device.buffers.size(),
               [&report](std::size_t i) { return bufferJson(report, report.device.buffers[i]); });
    appendList(text, "operators", report.model.operators,
               [&report](std::size_t i) { return operatorJson(report.operators[i]); });
    return text + "\n}\n";
}

}  // namespace thimble
