#include "core/variants/session.h"

#include <nlohmann/json.hpp>
#include <utility>

#include "core/variants/session_json.h"

namespace thimble::variants {

namespace {

using Json = nlohmann::ordered_json;

/// Climbing further up would say more about the disk than about the session.
constexpr int kMostUpwards = 3;

std::string pathText(const std::filesystem::path& path, const std::filesystem::path& folder) {
    if (folder.empty() || path.empty()) return path.string();
    const std::filesystem::path relative = path.lexically_relative(folder);
    int upwards = 0;
    for (const auto& part : relative) upwards += part == ".." ? 1 : 0;
    return relative.empty() || upwards > kMostUpwards ? path.string() : relative.string();
}

Json segmentsJson(const std::vector<split::Segment>& segments) {
    Json list = Json::array();
    for (const split::Segment& segment : segments) {
        Json json{{"first", segment.first}, {"end", segment.end}, {"by_rows", segment.byRows}};
        if (segment.slices > 1) json["slices"] = segment.slices;
        list.push_back(std::move(json));
    }
    return list;
}

Json figuresJson(const Figures& figures) {
    Json json{{"runtime", figures.runtime == Runtime::Tflm ? "tflm" : "c-project"}};
    if (!figures.target.empty()) json["target"] = figures.target;
    json["exact"] = figures.exact;
    json["peak_bytes"] = figures.peakBytes;
    for (const auto& [name, field] : kFigureFields)
        if (figures.*field) json[name] = *(figures.*field);
    return json;
}

Json variantJson(const Variant& variant) {
    Json json{{"id", static_cast<std::uint32_t>(variant.id)}};
    if (variant.id != kOriginal) json["parent"] = static_cast<std::uint32_t>(variant.parent);
    json["name"] = variant.name;
    if (const auto* planned = std::get_if<Planned>(&variant.change))
        json["plan"] = {
            {"target", planned->target}, {"order", planned->order}, {"offsets", planned->offsets}};
    if (const auto* pruned = std::get_if<Pruned>(&variant.change))
        json["prune"] = Json::parse(shrink::recipeText(pruned->recipe));
    if (const auto* rows = std::get_if<ByRows>(&variant.change))
        json["rows"] = segmentsJson(rows->segments);
    if (variant.figures) json["figures"] = figuresJson(*variant.figures);
    if (variant.score)
        json["score"] = {{"metric", eval::metricName(variant.score->metric)},
                         {"value", variant.score->value},
                         {"samples", variant.score->samples},
                         {"data", variant.score->data}};
    return json;
}

Json draftJson(const Draft& draft) {
    Json json{{"variant", static_cast<std::uint32_t>(draft.variant)}};
    json["keep"] = Json::parse(shrink::recipeText({.kept = draft.kept})).at("keep");
    json["importance"] = repair::importanceName(draft.importance);
    json["repair"] = draft.repair;
    if (!draft.segments.empty()) json["rows"] = segmentsJson(draft.segments);
    return json;
}

Json useJson(const Usage& usage) {
    Json json{{"inferences_per_day", usage.inferencesPerDay},
              {"sleep_milliwatts", usage.sleepMilliwatts},
              {"battery_milliwatt_hours", usage.batteryMilliwattHours}};
    if (usage.inputBytes) json["input_bytes"] = *usage.inputBytes;
    if (usage.answerBytes) json["answer_bytes"] = *usage.answerBytes;
    return json;
}

}  // namespace

std::string sessionText(const Session& session, const std::filesystem::path& folder) {
    Json json{{"thimble_session", kSessionVersion}};
    json["model"] = {{"path", pathText(session.model, folder)}, {"sha256", session.modelSha256}};
    json["target"] = session.target;
    if (!session.board.empty()) json["board"] = session.board;
    json["fit"] = {{"stack_bytes", session.settings.stackBytes},
                   {"reserve_bytes", session.settings.reserveBytes},
                   {"flash_reserve_bytes", session.settings.flashReserveBytes}};
    json["use"] = useJson(session.usage);
    if (!session.data.empty()) json["data"] = pathText(session.data, folder);
    json["variants"] = Json::array();
    for (const Variant& variant : session.tree.variants)
        json["variants"].push_back(variantJson(variant));
    json["next_id"] = session.tree.nextId;
    json["open"] = static_cast<std::uint32_t>(session.open);
    json["compared"] = Json::array();
    for (const VariantId id : session.compared)
        json["compared"].push_back(static_cast<std::uint32_t>(id));
    json["drafts"] = Json::array();
    for (const Draft& draft : session.drafts) json["drafts"].push_back(draftJson(draft));
    if (session.chosen)
        json["chosen"] = {{"kind", session.chosen->isOperator ? "operator" : "tensor"},
                          {"subgraph", session.chosen->subgraph},
                          {"index", session.chosen->index}};
    if (!session.page.empty()) json["page"] = session.page;
    json["layout"] = session.layout;
    if (session.layout.empty()) json["layout"] = Json::object();
    if (!session.savedAs.empty()) json["saved_as"] = session.savedAs.string();
    // Names and paths may hold bytes that are no text.
    return json.dump(1, ' ', false, Json::error_handler_t::replace) + "\n";
}

}  // namespace thimble::variants
