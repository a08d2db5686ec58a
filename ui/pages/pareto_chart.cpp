#include "ui/pages/pareto_chart.h"

#include <QChart>
#include <QEvent>
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

#include "ui/format/format.h"
#include "ui/pages/chart_parts.h"
#include "ui/painting/painted_rows_accessible.h"
#include "ui/painting/role_colours.h"

namespace thimble::ui {

namespace {

constexpr double kKib = 1024;

QPointF placed(const ParetoChart::Point& point) {
    return {static_cast<double>(point.arenaBytes) / kKib, static_cast<double>(point.calls)};
}

}  // namespace

ParetoChart::ParetoChart(QWidget* parent) : QChartView(parent) {
    installPaintedRowsAccessibility();
    setFrameShape(QFrame::NoFrame);
    setRenderHint(QPainter::Antialiasing);
    setFocusPolicy(Qt::StrongFocus);
    setMouseTracking(true);
    setAccessibleName(tr("Plans: arena against calls of kernels"));
    // QChartView sets a minimum of its own, and hints do not count any more.
    setMinimumSize(minimumSizeHint());
    draw();
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
    draw();
    announceNewRows(this);
    announceCurrentRow(this);
}

int ParetoChart::shownPoint() const {
    if (!m_shown) return -1;
    const auto found = std::ranges::find(m_points, *m_shown);
    return found == m_points.end() ? -1 : static_cast<int>(found - m_points.begin());
}

int ParetoChart::rowCount() const { return static_cast<int>(m_points.size()); }

QString ParetoChart::rowName(int row) const {
    return row == shownPoint() ? tr("plan %1, on show").arg(row + 1) : tr("plan %1").arg(row + 1);
}

QString ParetoChart::rowValue(int row) const {
    return pointText(m_points[static_cast<std::size_t>(row)]);
}

QRect ParetoChart::rowRect(int row) {
    const int side = fontMetrics().height();
    QRect box(0, 0, side, side);
    box.moveCenter(placeOf(static_cast<std::size_t>(row)));
    return box;
}

int ParetoChart::rowAt(const QPoint& point) { return pointAt(point); }

int ParetoChart::currentRow() const { return shownPoint(); }

void ParetoChart::selectRow(int row) {
    if (row >= 0 && row < rowCount()) emit chosen(row);
}

QPoint ParetoChart::placeOf(std::size_t point) const {
    return mapFromScene(
        chart()->mapToScene(chart()->mapToPosition(placed(m_points[point]), m_series)));
}

int ParetoChart::pointAt(QPoint place) const {
    int nearest = -1;
    int least = fontMetrics().height() * 3 / 2;
    for (std::size_t i = 0; i < m_points.size(); ++i) {
        const int distance = (placeOf(i) - place).manhattanLength();
        if (distance > least) continue;
        least = distance;
        nearest = static_cast<int>(i);
    }
    return nearest;
}

QSize ParetoChart::sizeHint() const {
    return {fontMetrics().height() * 28, fontMetrics().height() * 15};
}

QSize ParetoChart::minimumSizeHint() const {
    return {fontMetrics().height() * 15, fontMetrics().height() * 12};
}

void ParetoChart::draw() {
    const QColor ground = palette().color(QPalette::Base);
    const QColor text = palette().color(QPalette::Text);
    const int line = fontMetrics().height();
    std::unique_ptr<QChart> chart = plainChart(*this);
    auto* steps = new QLineSeries(chart.get());
    steps->setPen(QPen(blend(ground, text, 0.45), 1, Qt::DashLine));
    m_series = new QScatterSeries(chart.get());
    m_series->setMarkerSize(line * 0.7);
    m_series->setColor(roleColour(Role::Input, palette()));
    m_series->setBorderColor(ground);
    double widest = 1;
    double highest = 1;
    for (const Point& point : m_points) {
        // A plan is good for every budget up to the next one's.
        if (!steps->points().isEmpty())
            steps->append(placed(point).x(), steps->points().constLast().y());
        steps->append(placed(point));
        m_series->append(placed(point));
        widest = std::max(widest, placed(point).x());
        highest = std::max(highest, placed(point).y());
    }
    auto* shown = new QScatterSeries(chart.get());
    shown->setMarkerSize(line * 1.1);
    shown->setMarkerShape(QScatterSeries::MarkerShapeRotatedRectangle);
    shown->setColor(roleColour(Role::Output, palette()));
    shown->setBorderColor(text);
    if (m_shown) {
        shown->append(placed(*m_shown));
        widest = std::max(widest, placed(*m_shown).x());
        highest = std::max(highest, placed(*m_shown).y());
    }
    auto* arena = new QValueAxis(chart.get());
    auto* calls = new QValueAxis(chart.get());
    dressAxis(*arena, tr("arena, KiB"), *this);
    dressAxis(*calls, tr("calls of kernels"), *this);
    arena->setLabelFormat(widest < 5 ? QStringLiteral("%.1f") : QStringLiteral("%.0f"));
    calls->setLabelFormat(QStringLiteral("%.0f"));
    chart->addAxis(arena, Qt::AlignBottom);
    chart->addAxis(calls, Qt::AlignLeft);
    for (QXYSeries* series : {static_cast<QXYSeries*>(steps), static_cast<QXYSeries*>(shown),
                              static_cast<QXYSeries*>(m_series)}) {
        chart->addSeries(series);
        series->attachAxis(arena);
        series->attachAxis(calls);
    }
    arena->setRange(0, widest * 1.08);
    calls->setRange(0, highest * 1.12);
    arena->setTickCount(5);
    calls->setTickCount(5);
    arena->applyNiceNumbers();
    calls->applyNiceNumbers();

    setBackgroundBrush(ground);
    const std::unique_ptr<QChart> old(this->chart());
    setChart(chart.release());
}

void ParetoChart::changeEvent(QEvent* event) {
    QChartView::changeEvent(event);
    if (event->type() == QEvent::PaletteChange || event->type() == QEvent::FontChange) draw();
}

void ParetoChart::keyPressEvent(QKeyEvent* event) {
    const int last = static_cast<int>(m_points.size()) - 1;
    const bool back = event->key() == Qt::Key_Left;
    if (last < 0 || !m_shown || (!back && event->key() != Qt::Key_Right)) return event->ignore();
    const auto arena = [](const Point& point) { return point.arenaBytes; };
    const auto next = back ? std::ranges::lower_bound(m_points, m_shown->arenaBytes, {}, arena) - 1
                           : std::ranges::upper_bound(m_points, m_shown->arenaBytes, {}, arena);
    const auto position = static_cast<int>(next - m_points.begin());
    if (position >= 0 && position <= last) emit chosen(position);
}

void ParetoChart::mousePressEvent(QMouseEvent* event) {
    const int point = event->button() == Qt::LeftButton ? pointAt(event->pos()) : -1;
    if (point < 0) return QChartView::mousePressEvent(event);
    emit chosen(point);
}

bool ParetoChart::viewportEvent(QEvent* event) {
    if (event->type() == QEvent::MouseMove) {
        const int point = pointAt(static_cast<QMouseEvent*>(event)->pos());
        viewport()->setCursor(point < 0 ? Qt::ArrowCursor : Qt::PointingHandCursor);
    }
    if (event->type() != QEvent::ToolTip) return QChartView::viewportEvent(event);
    const auto* help = static_cast<QHelpEvent*>(event);
    const int point = pointAt(help->pos());
    const QString words =
        point < 0 ? QString() : pointText(m_points[static_cast<std::size_t>(point)]);
    QToolTip::showText(help->globalPos(), words, this);
    return true;
}

}  // namespace thimble::ui
