#include "ui/pages/front_chart.h"

#include <algorithm>
#include <utility>

namespace thimble::ui {

namespace {

struct Span {
    double low = 0;
    double high = 1;
};

/// Around all values, with some air.
Span spanOf(const std::vector<double>& values) {
    if (values.empty()) return {};
    const auto [low, high] = std::ranges::minmax(values);
    const double air = high > low ? (high - low) * 0.06 : std::max(high * 0.1, 0.01);
    return {std::max(0.0, low - air), high + air};
}

QString labelsFor(const Span& span) {
    const double width = span.high - span.low;
    return width < 0.5 ? QStringLiteral("%.2f")
           : width < 5 ? QStringLiteral("%.1f")
                       : QStringLiteral("%.0f");
}

}  // namespace

FrontChart::FrontChart(QWidget* parent) : PointChart(parent) {
    setAccessibleName(tr("Variants that were found"));
    // QChartView sets a minimum of its own, and hints do not count any more.
    setMinimumSize(minimumSizeHint());
    showContent();
}

void FrontChart::show(Content content) {
    if (content == m_content) return;
    m_content = std::move(content);
    if (m_content.chosen < 0 || std::cmp_greater_equal(m_content.chosen, m_content.front.size()))
        m_content.chosen = -1;
    setAccessibleDescription(m_content.chosen < 0 ? QString() : rowValue(m_content.chosen));
    showContent();
}

void FrontChart::choose(int point) {
    Content content = m_content;
    content.chosen = point;
    show(std::move(content));
}

void FrontChart::showContent() {
    std::vector<double> xs, ys;
    const auto counts = [&](const QPointF& point) {
        xs.push_back(point.x());
        ys.push_back(point.y());
    };
    std::ranges::for_each(m_content.all, counts);
    std::ranges::for_each(m_content.front, counts);
    if (m_content.whole) counts(*m_content.whole);
    if (m_content.limit) xs.push_back(*m_content.limit);
    const Span across = spanOf(xs);
    const Span up = spanOf(ys);
    Picture picture{.points = m_content.front,
                    .current = m_content.chosen,
                    .faint = m_content.all,
                    .whole = m_content.whole,
                    .limit = m_content.limit,
                    .across = {m_content.xTitle, labelsFor(across), across.low, across.high},
                    .up = {m_content.yTitle, labelsFor(up), up.low, up.high}};
    if (m_content.chosen >= 0)
        picture.mark = m_content.front[static_cast<std::size_t>(m_content.chosen)];
    setPicture(std::move(picture));
}

QString FrontChart::rowName(int row) const {
    return row == currentRow() ? tr("point %1, chosen").arg(row + 1) : tr("point %1").arg(row + 1);
}

QString FrontChart::rowValue(int row) const {
    const auto at = static_cast<std::size_t>(row);
    return at < m_content.tips.size() ? m_content.tips[at] : QString();
}

QSize FrontChart::sizeHint() const {
    return {fontMetrics().height() * 30, fontMetrics().height() * 18};
}

QSize FrontChart::minimumSizeHint() const {
    return {fontMetrics().height() * 15, fontMetrics().height() * 11};
}

int FrontChart::nextPoint(bool back) const {
    return currentRow() < 0 ? 0 : currentRow() + (back ? -1 : 1);
}

}  // namespace thimble::ui
