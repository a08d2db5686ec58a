#include "bench/curve_plot.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>

#include "core/base/file.h"
#include "core/export/canvas.h"

namespace thimble {

namespace {

// Okabe and Ito's colours, which colour-blind people can tell apart, black, and grey.
constexpr std::array<Colour, 8> kColours = {{{0.0, 0.447, 0.698},
                                             {0.902, 0.624, 0.0},
                                             {0.0, 0.62, 0.451},
                                             {0.8, 0.475, 0.655},
                                             {0.835, 0.369, 0.0},
                                             {0.337, 0.706, 0.914},
                                             {0.13, 0.13, 0.13},
                                             {0.6, 0.6, 0.6}}};
constexpr Colour kText{0.13, 0.13, 0.13};
constexpr Colour kFaint{0.87, 0.87, 0.87};
constexpr Colour kFrame{0.6, 0.6, 0.6};
constexpr Colour kWhite{1, 1, 1};
constexpr double kWidth = 380, kHeight = 300, kLeft = 64, kTop = 56, kBelow = 50, kLegend = 150;

class Drawing {
public:
    Drawing(Canvas& canvas, const PlotPanel& panel, double left)
        : m_canvas(canvas), m_panel(panel), m_left(left) {}

    void draw() {
        m_canvas.text(m_left, 20, m_panel.title, 13, kText, Align::Left, true);
        m_canvas.text(m_left, kTop - 10, m_panel.yName, 11, kText);
        m_canvas.text(m_left + kWidth / 2, kTop + kHeight + 36, m_panel.xName, 11, kText,
                      Align::Centre);
        for (double v = m_panel.lowX; v <= m_panel.highX * (1 + 1e-9); v += m_panel.stepX) {
            m_canvas.line(x(v), kTop, x(v), kTop + kHeight, kFaint, 1);
            m_canvas.text(x(v), kTop + kHeight + 16, fmt::format("{:g}", v), 10, kText,
                          Align::Centre);
        }
        for (double v = m_panel.lowY; v <= m_panel.highY * (1 + 1e-9); v += m_panel.stepY) {
            m_canvas.line(m_left, y(v), m_left + kWidth, y(v), kFaint, 1);
            m_canvas.text(m_left - 6, y(v) + 4, fmt::format("{:g}", v), 10, kText, Align::Right);
        }
        m_canvas.outline({m_left, kTop, kWidth, kHeight}, kFrame, 1);
        for (std::size_t s = 0; s < m_panel.series.size(); ++s) series(s);
    }

private:
    [[nodiscard]] double x(double value) const {
        return m_left + kWidth * (value - m_panel.lowX) / (m_panel.highX - m_panel.lowX);
    }
    [[nodiscard]] double y(double value) const {
        const double share = (value - m_panel.lowY) / (m_panel.highY - m_panel.lowY);
        return kTop + kHeight * (1 - share);
    }
    [[nodiscard]] bool isShown(const PlotPoint& point) const {
        return point.y >= m_panel.lowY && point.y <= m_panel.highY;
    }
    /// The point, or where the line from another one leaves the panel upwards or downwards.
    [[nodiscard]] PlotPoint shown(const PlotPoint& point, const PlotPoint& from) const {
        if (isShown(point)) return point;
        const double edge = std::clamp(point.y, m_panel.lowY, m_panel.highY);
        return {from.x + (point.x - from.x) * (edge - from.y) / (point.y - from.y), edge};
    }

    void series(std::size_t s) {
        const PlotSeries& series = m_panel.series[s];
        const Colour colour = kColours[s % kColours.size()];
        for (std::size_t p = 0; p < series.points.size(); ++p) {
            const PlotPoint& point = series.points[p];
            if (isShown(point)) m_canvas.fill({x(point.x) - 2.5, y(point.y) - 2.5, 5, 5}, colour);
            if (p == 0 || (!isShown(point) && !isShown(series.points[p - 1]))) continue;
            const PlotPoint from = shown(series.points[p - 1], point);
            const PlotPoint to = shown(point, series.points[p - 1]);
            m_canvas.line(x(from.x), y(from.y), x(to.x), y(to.y), colour, 1.5);
        }
        const double at = kTop + 14 + 17 * static_cast<double>(s);
        const double left = m_left + kWidth + 12;
        m_canvas.fill({left, at - 9, 10, 10}, colour);
        m_canvas.text(left + 16, at, m_canvas.fitted(series.name, 11, kLegend - 32), 11, kText);
    }

    Canvas& m_canvas;
    const PlotPanel& m_panel;
    double m_left;
};

}  // namespace

Result<void> plotCurves(const std::vector<PlotPanel>& panels, const std::filesystem::path& file) {
    const double each = kLeft + kWidth + kLegend;
    const double width = each * static_cast<double>(panels.size());
    const double height = kTop + kHeight + kBelow;
    Canvas canvas(Canvas::Format::Svg, width, height);
    canvas.fill({0, 0, width, height}, kWhite);
    for (std::size_t p = 0; p < panels.size(); ++p)
        Drawing(canvas, panels[p], each * static_cast<double>(p) + kLeft).draw();
    THIMBLE_TRY(const std::vector<std::byte> bytes, canvas.finish());
    return writeFile(file, bytes);
}

}  // namespace thimble
