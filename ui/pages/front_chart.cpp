#include "ui/pages/front_chart.h"

#include <QChart>
#include <QHelpEvent>
#include <QKeyEvent>
#include <QLineSeries>
#include <QMouseEvent>
#include <QScatterSeries>
#include <QToolTip>
#include <QValueAxis>
#include <algorithm>
#include <memory>
#include <utility>

#include "ui/pages/chart_parts.h"
#include "ui/painting/role_colours.h"

namespace thimble::ui {

namespace {

constexpr int kLowLines = 13;

struct Span {
    double low = 0;
    double high = 1;
};

/// Around all values, with some air.
Span spanOf(std::vector<double> values) {
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

FrontChart::FrontChart(QWidget* parent) : QChartView(parent) {
    setFrameShape(QFrame::NoFrame);
    setRenderHint(QPainter::Antialiasing);
    setFocusPolicy(Qt::StrongFocus);
    setMouseTracking(true);
    setAccessibleName(tr("Variants that were found"));
    // QChartView sets a minimum of its own, and hints do not count any more.
    setMinimumSize(minimumSizeHint());
    draw();
}

void FrontChart::show(Content content) {
    if (content == m_content) return;
    m_content = std::move(content);
    const auto chosen = static_cast<std::size_t>(m_content.chosen);
    setAccessibleDescription(m_content.chosen >= 0 && chosen < m_tips.size() ? m_tips[chosen]
                                                                             : QString());
    draw();
}

QPoint FrontChart::placeOf(std::size_t point) const {
    return mapFromScene(
        chart()->mapToScene(chart()->mapToPosition(m_content.front[point], m_series)));
}

int FrontChart::pointAt(QPoint place) const {
    int nearest = -1;
    int least = fontMetrics().height() * 3 / 2;
    for (std::size_t i = 0; i < m_content.front.size(); ++i) {
        const int distance = (placeOf(i) - place).manhattanLength();
        if (distance > least) continue;
        least = distance;
        nearest = static_cast<int>(i);
    }
    return nearest;
}

QSize FrontChart::sizeHint() const {
    return {fontMetrics().height() * 30, fontMetrics().height() * 18};
}

QSize FrontChart::minimumSizeHint() const {
    return {fontMetrics().height() * 15, fontMetrics().height() * 11};
}

void FrontChart::draw() {
    const QColor ground = palette().color(QPalette::Base);
    const QColor text = palette().color(QPalette::Text);
    const int line = fontMetrics().height();
    std::unique_ptr<QChart> chart = plainChart(*this);
    const auto scatter = [&](const std::vector<QPointF>& points, double size,
                             QScatterSeries::MarkerShape shape, const QColor& fill,
                             const QColor& edge) {
        auto* series = new QScatterSeries(chart.get());
        series->setMarkerSize(line * size);
        series->setMarkerShape(shape);
        series->setColor(fill);
        series->setBorderColor(edge);
        for (const QPointF& point : points) series->append(point);
        return series;
    };
    std::vector<double> xs, ys;
    const auto counts = [&](const QPointF& point) {
        xs.push_back(point.x());
        ys.push_back(point.y());
    };
    std::ranges::for_each(m_content.all, counts);
    std::ranges::for_each(m_content.front, counts);
    std::vector<QPointF> whole;
    if (m_content.whole) {
        whole.push_back(*m_content.whole);
        counts(*m_content.whole);
    }
    if (m_content.limit) xs.push_back(*m_content.limit);
    const Span across = spanOf(xs);
    const Span up = spanOf(ys);

    auto* steps = new QLineSeries(chart.get());
    steps->setPen(QPen(blend(ground, text, 0.55), 1, Qt::DashLine));
    for (const QPointF& point : m_content.front) {
        // A variant is good for every budget up to the next one's.
        if (!steps->points().isEmpty()) steps->append(point.x(), steps->points().constLast().y());
        steps->append(point);
    }
    auto* limit = new QLineSeries(chart.get());
    limit->setPen(QPen(text, 1.5, Qt::DashDotLine));
    if (m_content.limit) {
        limit->append(*m_content.limit, up.low);
        limit->append(*m_content.limit, up.high);
    }
    const QColor faint = blend(ground, text, 0.35);
    auto* all = scatter(m_content.all, 0.35, QScatterSeries::MarkerShapeCircle, faint, faint);
    auto* original = scatter(whole, 0.8, QScatterSeries::MarkerShapeRectangle, ground, text);
    m_series = scatter(m_content.front, 0.7, QScatterSeries::MarkerShapeCircle,
                       roleColour(Role::Input, palette()), ground);
    std::vector<QPointF> marked;
    if (m_content.chosen >= 0 && std::cmp_less(m_content.chosen, m_content.front.size()))
        marked.push_back(m_content.front[static_cast<std::size_t>(m_content.chosen)]);
    auto* chosenSeries = scatter(marked, 1.1, QScatterSeries::MarkerShapeRotatedRectangle,
                                 roleColour(Role::Output, palette()), text);

    auto* x = new QValueAxis(chart.get());
    auto* y = new QValueAxis(chart.get());
    dressAxis(*x, m_content.xTitle, *this);
    dressAxis(*y, m_content.yTitle, *this);
    chart->addAxis(x, Qt::AlignBottom);
    chart->addAxis(y, Qt::AlignLeft);
    for (QXYSeries* series :
         std::initializer_list<QXYSeries*>{all, steps, limit, original, chosenSeries, m_series}) {
        chart->addSeries(series);
        series->attachAxis(x);
        series->attachAxis(y);
    }
    x->setRange(across.low, across.high);
    y->setRange(up.low, up.high);
    // A small one has no room for many numbers.
    const int ticks = height() < line * kLowLines ? 3 : 5;
    x->setTickCount(ticks);
    y->setTickCount(ticks);
    x->applyNiceNumbers();
    y->applyNiceNumbers();
    x->setLabelFormat(labelsFor(across));
    y->setLabelFormat(labelsFor(up));

    setBackgroundBrush(ground);
    const std::unique_ptr<QChart> old(this->chart());
    setChart(chart.release());
}

void FrontChart::changeEvent(QEvent* event) {
    QChartView::changeEvent(event);
    if (event->type() == QEvent::PaletteChange || event->type() == QEvent::FontChange) draw();
}

void FrontChart::keyPressEvent(QKeyEvent* event) {
    const int last = static_cast<int>(m_content.front.size()) - 1;
    const bool back = event->key() == Qt::Key_Left;
    if (last < 0 || (!back && event->key() != Qt::Key_Right)) return event->ignore();
    const int next = m_content.chosen < 0 ? 0 : m_content.chosen + (back ? -1 : 1);
    if (next >= 0 && next <= last) emit chosen(next);
}

void FrontChart::mousePressEvent(QMouseEvent* event) {
    const int point = event->button() == Qt::LeftButton ? pointAt(event->pos()) : -1;
    if (point < 0) return QChartView::mousePressEvent(event);
    emit chosen(point);
}

bool FrontChart::viewportEvent(QEvent* event) {
    if (event->type() == QEvent::MouseMove) {
        const int point = pointAt(static_cast<QMouseEvent*>(event)->pos());
        viewport()->setCursor(point < 0 ? Qt::ArrowCursor : Qt::PointingHandCursor);
    }
    if (event->type() != QEvent::ToolTip) return QChartView::viewportEvent(event);
    const auto* help = static_cast<QHelpEvent*>(event);
    const int point = pointAt(help->pos());
    const auto at = static_cast<std::size_t>(point);
    QToolTip::showText(help->globalPos(), point >= 0 && at < m_tips.size() ? m_tips[at] : QString(),
                       this);
    return true;
}

}  // namespace thimble::ui
