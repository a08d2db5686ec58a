#pragma once

#include <cstdint>
#include <string>
#include <vector>

// Boxes and lines between them, and where they lie. One unit for all: what the caller measures in.
namespace thimble::diagram {

struct Point {
    double x = 0, y = 0;  ///< y grows downwards
    friend bool operator==(const Point&, const Point&) = default;
};

struct BoxSize {
    double width = 0, height = 0;
    friend bool operator==(const BoxSize&, const BoxSize&) = default;
};

/// From the bottom of a box to the top of another.
struct Line {
    std::int32_t from = 0, to = 0;
    friend bool operator==(const Line&, const Line&) = default;
};

/// An acyclic graph to be laid out.
struct LayoutRequest {
    std::vector<BoxSize> boxes;
    std::vector<Line> lines;
    double boxGap = 24;    ///< between boxes side by side
    double layerGap = 36;  ///< between layers
    friend bool operator==(const LayoutRequest&, const LayoutRequest&) = default;
};

struct Box {
    double left = 0, top = 0, width = 0, height = 0;
    [[nodiscard]] double right() const { return left + width; }
    [[nodiscard]] double bottom() const { return top + height; }
    [[nodiscard]] Point centre() const { return {left + width / 2, top + height / 2}; }
    friend bool operator==(const Box&, const Box&) = default;
};

struct Layout {
    std::vector<Box> boxes;                 ///< as requested
    std::vector<std::vector<Point>> lines;  ///< cubic Béziers in a row: 3 n + 1 points, n > 0
    double width = 0, height = 0;           ///< everything lies in [0, width] x [0, height]
    /// Too many long lines for a careful layout: lines are straight and may cross boxes.
    bool isRough = false;
    friend bool operator==(const Layout&, const Layout&) = default;
};

/// Layers that lines cross, all lines together: what decides how long a layout takes.
[[nodiscard]] std::int64_t crossedLayers(const LayoutRequest& request);

/// Everything that a layout cannot be made of, in words: cycles, loops, lines to nowhere, boxes
/// without a size. Empty: sound.
[[nodiscard]] std::vector<std::string> checkRequest(const LayoutRequest& request);

/// Every way in which the layout is not one of that request, in words: boxes that overlap or have
/// another size, lines that do not run from box to box. Empty: sound.
[[nodiscard]] std::vector<std::string> checkLayout(const LayoutRequest& request,
                                                   const Layout& layout);

}  // namespace thimble::diagram
