#include "ui/pages/point_chart.h"

#include <QChart>
#include <QHelpEvent>
#include <QKeyEvent>
#include <QLineSeries>
#include <QMouseEvent>
#include <QScatterSeries>
#include <QToolTip>
#include <QValueAxis>
#include <initializer_list>
#include <memory>
#include <utility>

#include "ui/pages/chart_parts.h"
#include "ui/painting/painted_rows_accessible.h"
#include "ui/painting/role_colours.h"

namespace thimble::ui {

namespace {

constexpr int kLowLines = 12;

QLineSeries* lineSeries(QChart& chart, const QPen& pen) {
    auto* series = new QLineSeries(&chart);
    series->setPen(pen);
    return series;
}

struct Marker {
    double lines = 1;  ///< its size, in lines of text
    QScatterSeries::MarkerShape shape = QScatterSeries::MarkerShapeCircle;
    QColor fill;
    QColor edge;
};

QScatterSeries* scatterSeries(QChart& chart, const Marker& marker, int line) {
    auto* series = new QScatterSeries(&chart);
    series->setMarkerSize(line * marker.lines);
    series->setMarkerShape(marker.shape);
    series->setColor(marker.fill);
    series->setBorderColor(marker.edge);
    return series;
}

}  // namespace

PointChart::PointChart(QWidget* parent) : QChartView(parent) {
    installPaintedRowsAccessibility();
    setFrameShape(QFrame::NoFrame);
    setRenderHint(QPainter::Antialiasing);
    setFocusPolicy(Qt::StrongFocus);
    setMouseTracking(true);
}

void PointChart::setPicture(Picture picture) {
    m_picture = std::move(picture);
    draw();
    announceNewRows(this);
    announceCurrentRow(this);
}

int PointChart::rowCount() const { return static_cast<int>(m_picture.points.size()); }

QRect PointChart::rowRect(int row) {
    const int side = fontMetrics().height();
    QRect box(0, 0, side, side);
    box.moveCenter(placeOf(static_cast<std::size_t>(row)));
    return box;
}

int PointChart::rowAt(const QPoint& point) { return pointAt(point); }

int PointChart::currentRow() const { return m_picture.current; }

void PointChart::selectRow(int row) {
    if (row >= 0 && row < rowCount()) emit chosen(row);
}

QPoint PointChart::placeOf(std::size_t point) const {
    return mapFromScene(
        chart()->mapToScene(chart()->mapToPosition(m_picture.points[point], m_series)));
}

int PointChart::pointAt(QPoint place) const {
    int nearest = -1;
    int least = fontMetrics().height() * 3 / 2;
    for (int i = 0; i < rowCount(); ++i) {
        const int distance = (placeOf(static_cast<std::size_t>(i)) - place).manhattanLength();
        if (distance > least) continue;
        least = distance;
        nearest = i;
    }
    return nearest;
}

void PointChart::draw() {
    const QColor ground = palette().color(QPalette::Base);
    const QColor text = palette().color(QPalette::Text);
    const QColor faded = blend(ground, text, 0.35);
    const int line = fontMetrics().height();
    std::unique_ptr<QChart> chart = plainChart(*this);

    auto* faint = scatterSeries(*chart, {.lines = 0.35, .fill = faded, .edge = faded}, line);
    for (const QPointF& point : m_picture.faint) faint->append(point);
    auto* steps = lineSeries(*chart, QPen(blend(ground, text, 0.55), 1, Qt::DashLine));
    m_series = scatterSeries(
        *chart, {.lines = 0.7, .fill = roleColour(Role::Input, palette()), .edge = ground}, line);
    for (const QPointF& point : m_picture.points) {
        if (!steps->points().isEmpty()) steps->append(point.x(), steps->points().constLast().y());
        steps->append(point);
        m_series->append(point);
    }
    auto* limit = lineSeries(*chart, QPen(text, 1.5, Qt::DashDotLine));
    if (m_picture.limit) {
        limit->append(*m_picture.limit, m_picture.up.low);
        limit->append(*m_picture.limit, m_picture.up.high);
    }
    auto* whole = scatterSeries(
        *chart,
        {.lines = 0.8, .shape = QScatterSeries::MarkerShapeRectangle, .fill = ground, .edge = text},
        line);
    if (m_picture.whole) whole->append(*m_picture.whole);
    auto* mark = scatterSeries(*chart,
                               {.lines = 1.1,
                                .shape = QScatterSeries::MarkerShapeRotatedRectangle,
                                .fill = roleColour(Role::Output, palette()),
                                .edge = text},
                               line);
    if (m_picture.mark) mark->append(*m_picture.mark);

    auto* x = new QValueAxis(chart.get());
    auto* y = new QValueAxis(chart.get());
    chart->addAxis(x, Qt::AlignBottom);
    chart->addAxis(y, Qt::AlignLeft);
    for (QXYSeries* series :
         std::initializer_list<QXYSeries*>{faint, steps, limit, whole, mark, m_series}) {
        chart->addSeries(series);
        series->attachAxis(x);
        series->attachAxis(y);
    }
    // A low chart has no room for many numbers.
    const int ticks = height() < line * kLowLines ? 3 : 5;
    for (const auto& [axis, as] : {std::pair(x, &m_picture.across), std::pair(y, &m_picture.up)}) {
        dressAxis(*axis, as->title, *this);
        axis->setRange(as->low, as->high);
        axis->setTickCount(ticks);
        axis->applyNiceNumbers();
        axis->setLabelFormat(as->format);
    }

    setBackgroundBrush(ground);
    const std::unique_ptr<QChart> old(this->chart());
    setChart(chart.release());
}

void PointChart::changeEvent(QEvent* event) {
    QChartView::changeEvent(event);
    if (event->type() == QEvent::PaletteChange || event->type() == QEvent::FontChange) draw();
}

void PointChart::keyPressEvent(QKeyEvent* event) {
    const bool back = event->key() == Qt::Key_Left;
    if (rowCount() == 0 || (!back && event->key() != Qt::Key_Right)) return event->ignore();
    selectRow(nextPoint(back));
}

void PointChart::mousePressEvent(QMouseEvent* event) {
    const int point = event->button() == Qt::LeftButton ? pointAt(event->pos()) : -1;
    if (point < 0) return QChartView::mousePressEvent(event);
    emit chosen(point);
}

bool PointChart::viewportEvent(QEvent* event) {
    if (event->type() == QEvent::MouseMove) {
        const int point = pointAt(static_cast<QMouseEvent*>(event)->pos());
        viewport()->setCursor(point < 0 ? Qt::ArrowCursor : Qt::PointingHandCursor);
    }
    if (event->type() != QEvent::ToolTip) return QChartView::viewportEvent(event);
    const auto* help = static_cast<QHelpEvent*>(event);
    const int point = pointAt(help->pos());
    QToolTip::showText(help->globalPos(), point < 0 ? QString() : rowValue(point), this);
    return true;
}

}  // namespace thimble::ui
