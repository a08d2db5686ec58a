#include "core/report/report_json.h"

#include <nlohmann/json.hpp>

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

Json buffersJson(const Report& report) {
    Json list = Json::array();
    for (const tflm::PlannedBuffer& buffer : report.device.buffers)
        list.push_back({{"subgraph", buffer.subgraph},
                        {"tensor", buffer.tensor},
                        {"operator", buffer.op},
                        {"name", report.bufferLabel(buffer)},
                        {"kind", buffer.isScratch() ? "scratch" : "tensor"},
                        {"bytes", buffer.bytes},
                        {"planned_bytes", buffer.plannedBytes},
                        {"offset", buffer.offset},
                        {"first_step", buffer.scopes.first},
                        {"end_step", buffer.scopes.last}});
    return list;
}

Json operatorsJson(const Report& report) {
    Json list = Json::array();
    for (std::size_t o = 0; o < report.model.operators; ++o) {
        const OperatorRow& row = report.operators[o];
        list.push_back({{"index", row.index},
                        {"name", row.name},
                        {"family", row.family},
                        {"macs", row.macs},
                        {"inputs", row.inputs},
                        {"outputs", row.outputs},
                        {"weight_bytes", row.weightBytes},
                        {"working_set_bytes", row.workingSetBytes},
                        {"scratch_bytes", row.scratchBytes},
                        {"step", row.step}});
    }
    return list;
}

}  // namespace

std::string reportJson(const Report& report) {
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
        {"buffers", buffersJson(report)},
        {"operators", operatorsJson(report)},
    };
    return json.dump(1, ' ', false, Json::error_handler_t::replace) + "\n";
}

}  // namespace thimble
