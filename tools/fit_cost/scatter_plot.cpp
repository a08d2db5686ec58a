#include "tools/fit_cost/scatter_plot.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <set>
#include <string_view>
#include <tuple>

namespace thimble::cost {

namespace {

// Okabe and Ito's colours, which colour-blind people can tell apart.
constexpr std::array<std::string_view, 6> kColours = {"#0072b2", "#e69f00", "#009e73",
                                                      "#cc79a7", "#d55e00", "#56b4e9"};
constexpr double kSide = 300;
constexpr double kGap = 56;
constexpr double kTop = 52;

struct Panel {
    std::string_view title;
    std::string_view unit;
    int least = 0;  ///< powers of ten
    int most = 1;
    double left = 0;

    [[nodiscard]] double across(double value) const {
        return kSide * (std::log10(value) - least) / (most - least);
    }
    [[nodiscard]] double x(double value) const { return left + across(value); }
    [[nodiscard]] double y(double value) const { return kTop + kSide - across(value); }
};

void text(std::string& svg, double x, double y, int size, std::string_view anchor,
          std::string_view words) {
    svg += fmt::format(
        "<text x=\"{:.1f}\" y=\"{:.1f}\" font-size=\"{}\" text-anchor=\"{}\">{}</text>\n", x, y,
        size, anchor, words);
}

void line(std::string& svg, double x1, double y1, double x2, double y2, std::string_view style) {
    svg += fmt::format("<path d=\"M{:.1f} {:.1f}L{:.1f} {:.1f}\" {}/>\n", x1, y1, x2, y2, style);
}

void draw(std::string& svg, const Panel& panel, const std::vector<LeftOut>& points) {
    text(svg, panel.left, 20, 13, "start", panel.title);
    svg += fmt::format(
        "<rect x=\"{:.1f}\" y=\"{:.1f}\" width=\"{}\" height=\"{}\" fill=\"#fff\" "
        "stroke=\"#999\"/>\n",
        panel.left, kTop, kSide, kSide);
    for (int power = panel.least; power <= panel.most; ++power) {
        const double value = std::pow(10, power);
        line(svg, panel.x(value), kTop, panel.x(value), kTop + kSide, R"(stroke="#ddd")");
        line(svg, panel.left, panel.y(value), panel.left + kSide, panel.y(value),
             R"(stroke="#ddd")");
        const std::string label =
            power <= 4 ? fmt::format("{:g}", value) : fmt::format("1e{}", power);
        text(svg, panel.x(value), kTop + kSide + 16, 10, "middle", label);
        text(svg, panel.left - 5, panel.y(value) + 3, 10, "end", label);
    }
    const double least = std::pow(10, panel.least), most = std::pow(10, panel.most);
    line(svg, panel.x(least), panel.y(least), panel.x(most), panel.y(most), R"(stroke="#555")");
    for (const double factor : {1.2, 1 / 1.2}) {
        const double from = factor > 1 ? least : least / factor;
        const double to = factor > 1 ? most / factor : most;
        line(svg, panel.x(from), panel.y(from * factor), panel.x(to), panel.y(to * factor),
             R"(stroke="#999" stroke-dasharray="4 3")");
    }
    std::vector<Summary> groups = summaries(points);
    std::ranges::sort(groups, {}, &Summary::group);  // a group has one colour in all panels
    for (std::size_t i = 0; i < groups.size(); ++i) {
        const std::string_view colour = kColours[i % kColours.size()];
        std::set<std::tuple<long, long>> seen;  // many points fall on one another
        svg += fmt::format("<g fill=\"{}\" fill-opacity=\"0.6\">\n", colour);
        for (const LeftOut& one : points) {
            if (one.group != groups[i].group) continue;
            const double x = panel.x(one.measured), y = panel.y(one.estimate);
            if (seen.emplace(std::lround(x * 2), std::lround(y * 2)).second)
                svg += fmt::format("<circle cx=\"{:.1f}\" cy=\"{:.1f}\" r=\"3\"/>\n", x, y);
        }
        svg += "</g>\n";
        const double y = kTop + 16 + 15 * static_cast<double>(i);
        svg += fmt::format("<circle cx=\"{:.1f}\" cy=\"{:.1f}\" r=\"4\" fill=\"{}\"/>\n",
                           panel.left + 12, y - 4, colour);
        text(svg, panel.left + 21, y, 10, "start",
             fmt::format("{}, median {:.1f} %", groups[i].group, 100 * groups[i].median));
    }
    text(svg, panel.left + kSide / 2, kTop + kSide + 34, 11, "middle",
         fmt::format("measured, {}", panel.unit));
    text(svg, panel.left, kTop - 10, 11, "start", fmt::format("estimated, {}", panel.unit));
}

}  // namespace

std::string scatterPlot(const std::vector<LeftOut>& operators, const std::vector<LeftOut>& values,
                        const std::vector<LeftOut>& networks) {
    const double step = kSide + kGap;
    std::string svg = fmt::format(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {0:.0f} {1:.0f}\" "
        "width=\"{0:.0f}\" "
        "height=\"{1:.0f}\" font-family=\"DejaVu Sans, sans-serif\" fill=\"#222\">\n"
        "<rect width=\"100%\" height=\"100%\" fill=\"#fff\"/>\n",
        3 * step + 16, kTop + kSide + 46);
    draw(svg, {"Operators; a model left out", "instructions", 3, 9, kGap - 10}, operators);
    draw(svg, {"Networks; one measurement left out", "ms", -1, 4, kGap - 10 + step}, values);
    draw(svg, {"Networks; the network left out", "ms", -1, 4, kGap - 10 + 2 * step}, networks);
    return svg + "</svg>\n";
}

}  // namespace thimble::cost
