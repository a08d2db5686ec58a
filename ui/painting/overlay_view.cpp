#include "ui/painting/overlay_view.h"

#include <QPainter>
#include <algorithm>
#include <utility>

#include "ui/format/format.h"
#include "ui/painting/painted_rows_accessible.h"
#include "ui/painting/plot_parts.h"
#include "ui/painting/plot_text.h"
#include "ui/painting/view_parts.h"

namespace thimble::ui {

namespace {

constexpr double kFilled = 0.28;  // of the first colour on the ground
constexpr double kLineWidth = 2;  // pixels

QString between() { return QStringLiteral("  ·  "); }

QPen penOf(int series, const QPalette& palette) {
    QPen pen(OverlayView::colourOf(series, palette), kLineWidth);
    pen.setJoinStyle(Qt::MiterJoin);
    pen.setCapStyle(Qt::FlatCap);
    static const QVector<qreal> kDashes[] = {{}, {5, 2}, {1, 1.5}, {6, 2, 1, 2}, {}, {5, 2}};
    const QVector<qreal>& dash = kDashes[series % OverlayView::kLooks];
    if (!dash.isEmpty()) pen.setDashPattern(dash);
    return pen;
}

}  // namespace

QColor OverlayView::colourOf(int series, const QPalette& palette) {
    switch (series % kLooks) {
        case 0: return roleColour(Role::Other, palette);
        case 1: return roleColour(Role::Output, palette);
        case 2: return roleColour(Role::Input, palette);
        case 3: return roleColour(Role::Scratch, palette);
        case 4: return palette.color(QPalette::Text);
        default: return peakColour(palette);
    }
}

OverlayView::OverlayView(QWidget* parent) : PeakView(parent) {
    setAccessibleName(tr("Bytes in use, of all variants"));
}

void OverlayView::setSeries(std::vector<OverlaySeries> series, Bytes capacity,
                            const QString& capacityName, const QString& hint) {
    m_series = std::move(series);
    m_capacity = capacity;
    m_capacityName = capacityName;
    m_hint = hint;
    m_layout.reset();
    QStringList peaks;
    for (const OverlaySeries& one : m_series)
        if (const int peak = one.peak(); peak >= 0) {
            const auto& stair = one.stairs[static_cast<std::size_t>(peak)];
            peaks.append(
                tr("%1: peak %2 at %3").arg(one.name, formatBytes(stair.bytes), stair.title));
        }
    setAccessibleDescription(peaks.join(QStringLiteral("; ")));
    announceNewRows(this);
    update();
}

const OverlayLayout& OverlayView::plot() {
    if (!m_layout) {
        const PlotStyle style(*this);
        // A board that is far larger would press all curves to the ground.
        Bytes most = 1;
        for (const OverlaySeries& one : m_series)
            if (const int peak = one.peak(); peak >= 0)
                most = std::max(most, one.stairs[static_cast<std::size_t>(peak)].bytes);
        const Bytes atLeast = m_capacity <= 2 * most ? m_capacity : 0;
        m_layout =
            layoutOverlay(m_series, atLeast, frameOf(style, rect()).plot, style.tickDistance());
    }
    return *m_layout;
}

QString OverlayView::textAt(double share) const {
    QStringList parts;
    for (const OverlaySeries& one : m_series) {
        const int at = one.stairAt(share);
        if (at < 0) continue;
        const auto& stair = one.stairs[static_cast<std::size_t>(at)];
        parts.append(tr("%1: %2 at %3").arg(one.name, formatBytes(stair.bytes), stair.title));
    }
    return parts.join(between());
}

QSize OverlayView::sizeHint() const {
    const PlotStyle style(*this);
    return {style.line() * 40, style.line() * 16};
}

QSize OverlayView::minimumSizeHint() const {
    const PlotStyle style(*this);
    return {style.line() * 16, style.line() * 10};
}

int OverlayView::rowCount() const {
    return m_series.empty() ? 0 : static_cast<int>(m_series[0].stairs.size());
}

QString OverlayView::rowName(int row) const {
    return m_series[0].stairs[static_cast<std::size_t>(row)].title;
}

QString OverlayView::rowValue(int row) const {
    const auto& stair = m_series[0].stairs[static_cast<std::size_t>(row)];
    return textAt((stair.from + stair.to) / 2);
}

QRect OverlayView::rowRect(int row) {
    const auto& stair = m_series[0].stairs[static_cast<std::size_t>(row)];
    const OverlayLayout& layout = plot();
    const int left = layout.xOf(stair.from);
    return {left, layout.plot.top(), std::max(layout.xOf(stair.to) - left, 1),
            layout.plot.height()};
}

int OverlayView::rowAt(const QPoint& point) {
    if (m_series.empty() || !plot().plot.contains(point)) return -1;
    return m_series[0].stairAt(plot().shareAt(point.x()));
}

int OverlayView::currentRow() const {
    return m_series.empty() || m_looked < 0 ? -1 : m_series[0].stairAt(m_looked);
}

void OverlayView::selectRow(int row) {
    const auto& stair = m_series[0].stairs[static_cast<std::size_t>(row)];
    look((stair.from + stair.to) / 2);
}

void OverlayView::look(double share) {
    if (share == std::exchange(m_looked, share)) return;
    announceCurrentRow(this);
    update();
}

void OverlayView::paintHeader(QPainter& painter, const PlotStyle& style,
                              const QRect& header) const {
    int left =
        header.left() + 3 * style.padding() + drawTitle(painter, style, header, tr("Bytes in use"));
    const int swatch = 2 * style.line();
    for (std::size_t s = 0; s < m_series.size(); ++s) {
        const QString name = style.metrics.elidedText(m_series[s].name, Qt::ElideRight,
                                                      24 * style.metrics.averageCharWidth());
        const int width = style.metrics.horizontalAdvance(name);
        if (left + swatch + width + 2 * style.padding() > header.right()) break;
        const int middle = header.center().y();
        if (s == 0)
            painter.fillRect(QRect(left, middle, swatch, style.line() / 2),
                             blend(style.background, colourOf(0, style.palette), kFilled));
        painter.setPen(penOf(static_cast<int>(s), style.palette));
        painter.drawLine(left, middle, left + swatch, middle);
        left += swatch + style.padding();
        painter.setPen(style.text);
        painter.drawText(QRect(left, header.top(), width + 1, header.height()),
                         Qt::AlignLeft | Qt::AlignVCenter, name);
        left += width + 3 * style.padding();
    }
}

void OverlayView::paintCurves(QPainter& painter, const PlotStyle& style) const {
    painter.save();
    painter.setClipRect(m_layout->plot.adjusted(0, -2, 1, 2));
    for (std::size_t s = 0; s < m_series.size(); ++s) {
        const QPolygonF& curve = m_layout->curves[s];
        if (curve.isEmpty()) continue;
        if (s == 0) {
            QPolygonF ground = curve;
            ground << QPointF(curve.last().x(), m_layout->axis.bottom)
                   << QPointF(curve.first().x(), m_layout->axis.bottom);
            painter.setPen(Qt::NoPen);
            painter.setBrush(blend(style.background, colourOf(0, style.palette), kFilled));
            painter.drawPolygon(ground);
            painter.setBrush(Qt::NoBrush);
        }
        painter.setPen(penOf(static_cast<int>(s), style.palette));
        painter.drawPolyline(curve);
    }
    painter.restore();
}

void OverlayView::paintCapacity(QPainter& painter, const PlotStyle& style) const {
    if (m_capacity <= 0 || m_capacity > m_layout->axis.maximum) return;
    const int y = m_layout->axis.y(m_capacity);
    QPen pen(style.text, 1);
    pen.setDashPattern({4, 3});
    painter.setPen(pen);
    painter.drawLine(m_layout->plot.left(), y, m_layout->plot.right(), y);
    const QString text = tr("%1: %2").arg(m_capacityName, formatBytes(m_capacity));
    const QSize size = style.labelSize(text);
    style.drawLabel(
        painter,
        QRect(m_layout->plot.right() - size.width(), y + 2, size.width(), style.labelHeight()),
        text, style.muted);
}

void OverlayView::paintEvent(QPaintEvent*) {
    const PlotStyle style(*this);
    QPainter painter(this);
    painter.fillRect(rect(), style.background);
    const PlotFrame frame = frameOf(style, rect());
    if (m_series.empty()) return drawEmptyState(painter, style, rect(), m_hint);
    paintHeader(painter, style, frame.header);
    static_cast<void>(plot());
    drawByteAxis(painter, style, frame.plot, m_layout->axis);
    paintCurves(painter, style);
    paintCapacity(painter, style);
    if (const int peak = m_series[0].peak(); peak >= 0) {
        const auto& stair = m_series[0].stairs[static_cast<std::size_t>(peak)];
        const int x = m_layout->xOf((stair.from + stair.to) / 2);
        const QString text = tr("peak %1, %2").arg(formatBytes(stair.bytes), stair.title);
        drawHeadLabel(painter, style, frame, text, style.peak, x);
    }
    if (m_looked >= 0) {
        const int x = m_layout->xOf(m_looked);
        drawHoverLine(painter, style, QRect(x, frame.plot.top(), 1, frame.plot.height()));
    }
    paintFoot(painter, style,
              m_looked >= 0
                  ? textAt(m_looked)
                  : tr("From the first step of an inference to the last, each in its own order."),
              m_looked >= 0);
    drawFocusFrame(painter, *this, style.background);
}

int OverlayView::peakRow() const { return m_series[0].peak(); }

QString OverlayView::tipAt(const QPoint& place) {
    if (m_series.empty() || !plot().plot.contains(place)) return {};
    return textAt(plot().shareAt(place.x())).replace(between(), QStringLiteral("\n"));
}

void OverlayView::lookAt(const QPoint& place) {
    const bool isIn = !m_series.empty() && plot().plot.contains(place);
    look(isIn ? plot().shareAt(place.x()) : -1);
}

void OverlayView::lookAway() { look(-1); }

}  // namespace thimble::ui
