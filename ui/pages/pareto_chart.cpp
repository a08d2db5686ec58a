#include "ui/pages/pareto_chart.h"

#include <algorithm>
#include <utility>

#include "ui/format/format.h"

namespace thimble::ui {

namespace {

constexpr double kKib = 1024;

QPointF placed(const ParetoChart::Point& point) {
    return {static_cast<double>(point.arenaBytes) / kKib, static_cast<double>(point.calls)};
}

}  // namespace

ParetoChart::ParetoChart(QWidget* parent) : PointChart(parent) {
    setAccessibleName(tr("Plans: arena against calls of kernels"));
    // QChartView sets a minimum of its own, and hints do not count any more.
    setMinimumSize(minimumSizeHint());
    showPoints();
}

QString ParetoChart::pointText(const Point& point) {
    return tr("%1 of arena, %2 calls of kernels")
        .arg(formatBytes(point.arenaBytes), formatCount(point.calls));
}

void ParetoChart::setPoints(std::vector<Point> points, std::optional<Point> shown) {
    if (points == m_points && shown == m_shown) return;
    m_points = std::move(points);
    m_shown = shown;
    setAccessibleDescription(m_shown ? pointText(*m_shown) : QString());
    showPoints();
}

void ParetoChart::showPoints() {
    Picture picture;
    double widest = 1;
    double highest = 1;
    const auto place = [&](const Point& point) {
        const QPointF at = placed(point);
        widest = std::max(widest, at.x());
        highest = std::max(highest, at.y());
        return at;
    };
    for (const Point& point : m_points) picture.points.push_back(place(point));
    if (m_shown) {
        picture.mark = place(*m_shown);
        const auto found = std::ranges::find(m_points, *m_shown);
        if (found != m_points.end()) picture.current = static_cast<int>(found - m_points.begin());
    }
    picture.across = {.title = tr("arena, KiB"),
                      .format = widest < 5 ? QStringLiteral("%.1f") : QStringLiteral("%.0f"),
                      .high = widest * 1.08};
    picture.up = {
        .title = tr("calls of kernels"), .format = QStringLiteral("%.0f"), .high = highest * 1.12};
    setPicture(std::move(picture));
}

QString ParetoChart::rowName(int row) const {
    return row == shownPoint() ? tr("plan %1, on show").arg(row + 1) : tr("plan %1").arg(row + 1);
}

QString ParetoChart::rowValue(int row) const {
    return pointText(m_points[static_cast<std::size_t>(row)]);
}

QSize ParetoChart::sizeHint() const {
    return {fontMetrics().height() * 28, fontMetrics().height() * 15};
}

QSize ParetoChart::minimumSizeHint() const {
    return {fontMetrics().height() * 15, fontMetrics().height() * 12};
}

/// The one on show need be none of the points: the next with another arena.
int ParetoChart::nextPoint(bool back) const {
    if (!m_shown) return -1;
    const auto arena = [](const Point& point) { return point.arenaBytes; };
    const auto next = back ? std::ranges::lower_bound(m_points, m_shown->arenaBytes, {}, arena) - 1
                           : std::ranges::upper_bound(m_points, m_shown->arenaBytes, {}, arena);
    return static_cast<int>(next - m_points.begin());
}

}  // namespace thimble::ui
