#include "core/export/node_data.h"

#include <nlohmann/json.hpp>
#include <optional>

namespace thimble {

namespace {

using Json = nlohmann::ordered_json;

std::string graphName(const Model& model, std::uint32_t subgraph) {
    const std::string& name = model.subgraphs[subgraph].name;
    if (!name.empty()) return name;
    return subgraph == 0 ? "main" : "subgraph_" + std::to_string(subgraph);
}

std::optional<std::int64_t> numberOf(const Report& report, const OperatorRow& op,
                                     NodeQuantity quantity) {
    switch (quantity) {
        case NodeQuantity::ArenaBytes:
            if (op.step < 0) return std::nullopt;
            return report.steps[static_cast<std::size_t>(op.step)].alignedBytes;
        case NodeQuantity::WorkingSetBytes:
            if (op.subgraph != 0) return std::nullopt;
            return op.workingSetBytes;
        case NodeQuantity::MacCount:
            if (!op.macsKnown) return std::nullopt;
            return op.macs;
        case NodeQuantity::WeightBytes: return op.weightBytes;
        case NodeQuantity::ScratchBytes: return op.scratchBytes;
    }
    return std::nullopt;
}

}  // namespace

std::string nodeDataJson(const Model& model, const Report& report, NodeQuantity quantity) {
    // From nearly white to vermilion: dark enough at the end to be seen, light enough to read on.
    const Json gradient = Json::array({{{"stop", 0}, {"bgColor", "#fdf3ea"}},
                                       {{"stop", 0.5}, {"bgColor", "#f2b98a"}},
                                       {{"stop", 1}, {"bgColor", "#d55e00"}}});
    Json graphs = Json::object();
    for (std::uint32_t s = 0; s < model.subgraphs.size(); ++s) {
        const std::string name = graphName(model, s);
        if (graphs.contains(name)) continue;
        Json results = Json::object();
        for (std::size_t o = 0; o < model.subgraphs[s].operators.size(); ++o) {
            const OperatorRow& op = report.operatorRow(s, static_cast<std::int32_t>(o));
            if (const auto number = numberOf(report, op, quantity))
                results[std::to_string(o)] = {{"value", *number}};
        }
        graphs[name] = {{"results", std::move(results)}, {"gradient", gradient}};
    }
    return graphs.dump(1, ' ', false, Json::error_handler_t::replace) + "\n";
}

}  // namespace thimble
