#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <numeric>
#include <optional>

#include "core/diagram/layout.h"

namespace thimble::diagram {

namespace {

constexpr double kTolerance = 1.0;  // graphviz computes in points and rounds

std::size_t at(std::int32_t index) { return static_cast<std::size_t>(index); }

/// Of every box, by longest paths; nothing where there is a cycle.
std::optional<std::vector<std::int64_t>> layersOf(const LayoutRequest& request) {
    std::vector<std::vector<std::int32_t>> next(request.boxes.size());
    std::vector<std::int32_t> waiting(request.boxes.size(), 0);
    for (const Line& line : request.lines) {
        next[at(line.from)].push_back(line.to);
        ++waiting[at(line.to)];
    }
    std::vector<std::int64_t> layers(request.boxes.size(), 0);
    std::vector<std::size_t> ready;
    for (std::size_t b = 0; b < waiting.size(); ++b)
        if (waiting[b] == 0) ready.push_back(b);
    std::size_t done = 0;
    for (; done < ready.size(); ++done)
        for (const std::int32_t to : next[ready[done]]) {
            layers[at(to)] = std::max(layers[at(to)], layers[ready[done]] + 1);
            if (--waiting[at(to)] == 0) ready.push_back(at(to));
        }
    if (done < request.boxes.size()) return std::nullopt;
    return layers;
}

bool isNear(double a, double b) { return std::abs(a - b) <= kTolerance; }

void checkOverlaps(const Layout& layout, std::vector<std::string>& faults) {
    std::vector<std::size_t> order(layout.boxes.size());
    std::iota(order.begin(), order.end(), std::size_t{0});
    std::ranges::sort(order, {}, [&](std::size_t b) { return layout.boxes[b].top; });
    for (std::size_t i = 0; i < order.size(); ++i) {
        const Box& a = layout.boxes[order[i]];
        for (std::size_t j = i + 1; j < order.size(); ++j) {
            const Box& b = layout.boxes[order[j]];
            if (b.top >= a.bottom()) break;
            if (std::max(a.left, b.left) < std::min(a.right(), b.right()))
                faults.push_back(fmt::format("boxes {} and {} overlap", order[i], order[j]));
        }
    }
}

}  // namespace

std::int64_t crossedLayers(const LayoutRequest& request) {
    const auto layers = layersOf(request);
    if (!layers) return 0;
    std::int64_t crossed = 0;
    for (const Line& line : request.lines)
        crossed += (*layers)[at(line.to)] - (*layers)[at(line.from)];
    return crossed;
}

std::vector<std::string> checkRequest(const LayoutRequest& request) {
    constexpr double kLargest = 1e5;  // of a box or a gap
    const auto isSize = [](double size) { return size > 0 && size <= kLargest; };
    std::vector<std::string> faults;
    for (std::size_t b = 0; b < request.boxes.size(); ++b)
        if (!isSize(request.boxes[b].width) || !isSize(request.boxes[b].height))
            faults.push_back(fmt::format("box {} has no size", b));
    if (!isSize(request.boxGap) || !isSize(request.layerGap)) faults.emplace_back("no gaps");
    const auto isBox = [&](std::int32_t b) { return b >= 0 && at(b) < request.boxes.size(); };
    for (std::size_t l = 0; l < request.lines.size(); ++l) {
        const Line& line = request.lines[l];
        if (!isBox(line.from) || !isBox(line.to))
            faults.push_back(fmt::format("line {} leads nowhere", l));
    }
    if (faults.empty() && !layersOf(request)) faults.emplace_back("there is a cycle");
    return faults;
}

std::vector<std::string> checkLayout(const LayoutRequest& request, const Layout& layout) {
    if (layout.boxes.size() != request.boxes.size() || layout.lines.size() != request.lines.size())
        return {"another number of boxes or lines"};
    std::vector<std::string> faults;
    const auto isInside = [&](const Point& p) {
        return p.x >= -kTolerance && p.y >= -kTolerance && p.x <= layout.width + kTolerance &&
               p.y <= layout.height + kTolerance;
    };
    for (std::size_t b = 0; b < layout.boxes.size(); ++b) {
        const Box& box = layout.boxes[b];
        if (!isNear(box.width, request.boxes[b].width) ||
            !isNear(box.height, request.boxes[b].height))
            faults.push_back(fmt::format("box {} has another size", b));
        if (!isInside({box.left, box.top}) || !isInside({box.right(), box.bottom()}))
            faults.push_back(fmt::format("box {} lies outside", b));
    }
    for (std::size_t l = 0; l < layout.lines.size(); ++l) {
        const std::vector<Point>& line = layout.lines[l];
        if (line.size() < 4 || line.size() % 3 != 1) {
            faults.push_back(fmt::format("line {} is no curve", l));
            continue;
        }
        const auto touches = [](const Box& box, const Point& p, double y) {
            return isNear(p.y, y) && p.x >= box.left - kTolerance &&
                   p.x <= box.right() + kTolerance;
        };
        const Box& from = layout.boxes[at(request.lines[l].from)];
        const Box& to = layout.boxes[at(request.lines[l].to)];
        if (!touches(from, line.front(), from.bottom()))
            faults.push_back(fmt::format("line {} does not begin at its box", l));
        if (!touches(to, line.back(), to.top))
            faults.push_back(fmt::format("line {} does not end at its box", l));
        if (from.bottom() > to.top) faults.push_back(fmt::format("line {} leads upwards", l));
        if (!std::ranges::all_of(line, isInside))
            faults.push_back(fmt::format("line {} lies outside", l));
    }
    checkOverlaps(layout, faults);
    return faults;
}

}  // namespace thimble::diagram
