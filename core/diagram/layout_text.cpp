#include "core/diagram/layout_text.h"

#include <nlohmann/json.hpp>

namespace thimble::diagram {

namespace {

using Json = nlohmann::json;

Json pointsOf(const std::vector<Point>& line) {
    Json points = Json::array();
    for (const Point& point : line) points.push_back({point.x, point.y});
    return points;
}

LayoutRequest requestOf(const Json& json) {
    LayoutRequest request{.boxGap = json.at("box_gap"), .layerGap = json.at("layer_gap")};
    for (const Json& box : json.at("boxes")) request.boxes.push_back({box.at(0), box.at(1)});
    for (const Json& line : json.at("lines")) request.lines.push_back({line.at(0), line.at(1)});
    return request;
}

Layout layoutOf(const Json& json) {
    Layout layout{
        .width = json.at("width"), .height = json.at("height"), .isRough = json.at("rough")};
    for (const Json& box : json.at("boxes"))
        layout.boxes.push_back({box.at(0), box.at(1), box.at(2), box.at(3)});
    for (const Json& line : json.at("lines")) {
        layout.lines.emplace_back();
        for (const Json& point : line) layout.lines.back().push_back({point.at(0), point.at(1)});
    }
    return layout;
}

/// nlohmann's errors are exceptions.
template <typename Read>
auto parsed(std::string_view text, const Read& read) -> Result<decltype(read(Json()))> {
    try {
        return read(Json::parse(text));
    } catch (const Json::exception& error) {
        return fail(ErrorCode::InvalidArgument, error.what());
    }
}

}  // namespace

std::string requestText(const LayoutRequest& request) {
    Json json{{"box_gap", request.boxGap},
              {"layer_gap", request.layerGap},
              {"boxes", Json::array()},
              {"lines", Json::array()}};
    for (const BoxSize& box : request.boxes) json["boxes"].push_back({box.width, box.height});
    for (const Line& line : request.lines) json["lines"].push_back({line.from, line.to});
    return json.dump();
}

Result<LayoutRequest> readRequest(std::string_view text) {
    THIMBLE_TRY(LayoutRequest request, parsed(text, requestOf));
    if (const auto faults = checkRequest(request); !faults.empty())
        return fail(ErrorCode::InvalidArgument, faults.front());
    return request;
}

std::string layoutText(const Layout& layout) {
    Json json{{"width", layout.width},
              {"height", layout.height},
              {"rough", layout.isRough},
              {"boxes", Json::array()},
              {"lines", Json::array()}};
    for (const Box& box : layout.boxes)
        json["boxes"].push_back({box.left, box.top, box.width, box.height});
    for (const auto& line : layout.lines) json["lines"].push_back(pointsOf(line));
    return json.dump();
}

Result<Layout> readLayout(std::string_view text) { return parsed(text, layoutOf); }

}  // namespace thimble::diagram
