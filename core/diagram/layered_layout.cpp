#include "core/diagram/layered_layout.h"

#include <gvc.h>

#include <algorithm>
#include <memory>
#include <string>
#include <utility>

namespace thimble::diagram {

namespace {

constexpr double kPointsPerInch = 72;  // a unit of ours is a point of graphviz

struct FreeContext {
    void operator()(GVC_t* context) const { gvFreeContext(context); }
};

struct CloseGraph {
    GVC_t* context;
    void operator()(Agraph_t* graph) const {
        gvFreeLayout(context, graph);
        agclose(graph);
    }
};

/// graphviz takes names and values as char* and leaves them as they are.
char* text(std::string_view constant) { return const_cast<char*>(constant.data()); }

std::string inches(double units) { return std::to_string(units / kPointsPerInch); }

void setDefaults(Agraph_t* graph, const LayoutRequest& request, bool isRough) {
    const auto graphIs = [&](const char* name, const std::string& value) {
        agattr(graph, AGRAPH, text(name), text(value));
    };
    graphIs("nodesep", inches(request.boxGap));
    graphIs("ranksep", inches(request.layerGap));
    graphIs("splines", isRough ? "line" : "true");
    if (isRough) {
        // How long its two searches may go on, in parts of the number of boxes.
        graphIs("nslimit", "0.1");
        graphIs("nslimit1", "0.1");
        graphIs("mclimit", "0.1");
    }
    agattr(graph, AGNODE, text("shape"), text("box"));
    agattr(graph, AGNODE, text("fixedsize"), text("true"));
    agattr(graph, AGNODE, text("label"), text(""));
    agattr(graph, AGNODE, text("width"), text("1"));
    agattr(graph, AGNODE, text("height"), text("1"));
    agattr(graph, AGEDGE, text("arrowhead"), text("none"));
    agattr(graph, AGEDGE, text("tailport"), text("s"));
    agattr(graph, AGEDGE, text("headport"), text("n"));
}

/// graphviz routes only what is there; an edge that it did not route is a straight one.
std::vector<Point> straight(const Box& from, const Box& to) {
    const Point begin{from.left + from.width / 2, from.bottom()};
    const Point end{to.left + to.width / 2, to.top};
    const auto between = [&](double part) {
        return Point{begin.x + (end.x - begin.x) * part, begin.y + (end.y - begin.y) * part};
    };
    return {begin, between(1.0 / 3), between(2.0 / 3), end};
}

/// What lies outside counts, too: curves may leave graphviz's own bounds a little.
void moveToOrigin(Layout& layout) {
    double left = 0, top = 0, right = 0, bottom = 0;
    const auto widen = [&](double x, double y) {
        left = std::min(left, x), top = std::min(top, y);
        right = std::max(right, x), bottom = std::max(bottom, y);
    };
    for (const Box& box : layout.boxes) {
        widen(box.left, box.top);
        widen(box.right(), box.bottom());
    }
    for (const auto& line : layout.lines)
        for (const Point& point : line) widen(point.x, point.y);
    for (Box& box : layout.boxes) box.left -= left, box.top -= top;
    for (auto& line : layout.lines)
        for (Point& point : line) point.x -= left, point.y -= top;
    layout.width = right - left;
    layout.height = bottom - top;
}

}  // namespace

Result<Layout> layOut(const LayoutRequest& request) {
    if (const auto faults = checkRequest(request); !faults.empty())
        return fail(ErrorCode::InvalidArgument, faults.front());
    Layout layout;
    if (request.boxes.empty()) return layout;
    layout.isRough = crossedLayers(request) > kCarefulLayers;

    agseterr(AGMAX);  // its warnings are about drawings on paper
    const std::unique_ptr<GVC_t, FreeContext> context(gvContext());
    const std::unique_ptr<Agraph_t, CloseGraph> graph(agopen(text("g"), Agstrictdirected, nullptr),
                                                      CloseGraph{context.get()});
    setDefaults(graph.get(), request, layout.isRough);
    std::vector<Agnode_t*> nodes;
    for (std::size_t b = 0; b < request.boxes.size(); ++b) {
        Agnode_t* node = agnode(graph.get(), text(std::to_string(b)), 1);
        agset(node, text("width"), text(inches(request.boxes[b].width)));
        agset(node, text("height"), text(inches(request.boxes[b].height)));
        nodes.push_back(node);
    }
    // Lines between the same boxes are one to graphviz, and ours lie upon each other.
    std::vector<Agedge_t*> edges;
    for (const Line& line : request.lines)
        edges.push_back(agedge(graph.get(), nodes[static_cast<std::size_t>(line.from)],
                               nodes[static_cast<std::size_t>(line.to)], nullptr, 1));
    if (gvLayout(context.get(), graph.get(), "dot") != 0)
        return fail(ErrorCode::Unsupported, "graphviz cannot lay out graphs: its dot is missing");

    const double height = GD_bb(graph.get()).UR.y;
    for (std::size_t b = 0; b < nodes.size(); ++b) {
        const pointf centre = ND_coord(nodes[b]);
        const BoxSize& size = request.boxes[b];
        layout.boxes.push_back({centre.x - size.width / 2, height - centre.y - size.height / 2,
                                size.width, size.height});
    }
    for (std::size_t l = 0; l < edges.size(); ++l) {
        std::vector<Point> points;
        if (const splines* routed = ED_spl(edges[l]); routed != nullptr && routed->size > 0)
            for (int p = 0; p < routed->list[0].size; ++p)
                points.push_back({routed->list[0].list[p].x, height - routed->list[0].list[p].y});
        const Box& from = layout.boxes[static_cast<std::size_t>(request.lines[l].from)];
        const Box& to = layout.boxes[static_cast<std::size_t>(request.lines[l].to)];
        if (points.size() < 4 || points.size() % 3 != 1) points = straight(from, to);
        layout.lines.push_back(std::move(points));
    }
    moveToOrigin(layout);
    return layout;
}

}  // namespace thimble::diagram
