// What the views of an inference and its arena look like.
#include <QPainter>
#include <algorithm>
#include <array>
#include <utility>

#include "ui/format/format.h"
#include "ui/painting/history_view.h"
#include "ui/painting/plot_parts.h"
#include "ui/painting/timeline_layout.h"
#include "ui/painting/view_parts.h"

namespace thimble::ui {

namespace {

constexpr std::array kUses = {ArenaUse::Whole, ArenaUse::Rows, ArenaUse::Work};
constexpr int kBordered = 4;  // pixels: smaller boxes would be all border

QString useName(ArenaUse use) {
    switch (use) {
        case ArenaUse::Whole: return HistoryView::tr("whole tensors");
        case ArenaUse::Rows: return HistoryView::tr("single rows");
        case ArenaUse::Work: return HistoryView::tr("scratch and sums");
    }
    return {};
}

/// Where there is little room.
QString shortUseName(ArenaUse use) {
    switch (use) {
        case ArenaUse::Whole: return HistoryView::tr("whole");
        case ArenaUse::Rows: return HistoryView::tr("rows");
        case ArenaUse::Work: return HistoryView::tr("scratch");
    }
    return {};
}

QColor useColour(ArenaUse use, const QPalette& palette) {
    switch (use) {
        case ArenaUse::Whole: return roleColour(Role::Input, palette);
        case ArenaUse::Rows: return {0x00, 0x9E, 0x73};
        case ArenaUse::Work: return roleColour(Role::Scratch, palette);
    }
    return {};
}

/// Told apart without colours, too.
Qt::BrushStyle usePattern(ArenaUse use) {
    switch (use) {
        case ArenaUse::Whole: return Qt::SolidPattern;
        case ArenaUse::Rows: return Qt::HorPattern;
        case ArenaUse::Work: return Qt::BDiagPattern;
    }
    return Qt::SolidPattern;
}

void fillUse(QPainter& painter, const PlotStyle& style, const QRect& box, ArenaUse use) {
    const QColor colour = useColour(use, style.palette);
    painter.fillRect(box, colour);
    if (usePattern(use) != Qt::SolidPattern && box.width() > 2 && box.height() > 2)
        painter.fillRect(box, QBrush(blend(colour, readableOn(colour), 0.2), usePattern(use)));
}

QColor borderOf(ArenaUse use, const PlotStyle& style) {
    return blend(useColour(use, style.palette), style.background, 0.4);
}

}  // namespace

void HistoryView::paintLegend(QPainter& painter, const PlotStyle& style,
                              const QRect& header) const {
    const int least =
        header.left() + drawTitle(painter, style, header, m_title) + 2 * style.padding();
    const int swatch = style.line() - style.padding();
    const auto widthOf = [&](const auto& name) {
        int width = 0;
        for (const ArenaUse use : kUses)
            width += style.metrics.horizontalAdvance(name(use)) + swatch + 3 * style.padding();
        return width;
    };
    const bool isRoomy = header.right() + 1 - widthOf(useName) >= least;
    const auto name = isRoomy ? useName : shortUseName;
    int x = header.right() + 1 - widthOf(name);
    if (x < least) return;
    QList<std::pair<QRect, ArenaUse>> entries;
    for (const ArenaUse use : kUses) {
        entries.append(
            {QRect(x, header.top() + (header.height() - swatch) / 2, swatch, swatch), use});
        x += style.metrics.horizontalAdvance(name(use)) + swatch + 3 * style.padding();
    }
    for (const auto& [box, use] : entries) {
        fillUse(painter, style, box, use);
        painter.setPen(style.text);
        painter.drawText(
            QRect(box.right() + style.padding(), header.top(), header.width(), header.height()),
            Qt::AlignLeft | Qt::AlignVCenter, name(use));
    }
}

void HistoryView::paintSteps(QPainter& painter, const PlotStyle& style, const QRect& area) const {
    painter.setPen(style.muted);
    const QString name = tr("task");
    const int nameWidth = style.metrics.horizontalAdvance(name);
    painter.drawText(
        QRect(area.left() - nameWidth - style.padding(), area.top(), nameWidth, style.line()),
        Qt::AlignRight | Qt::AlignVCenter, name);
    const int widest = style.metrics.horizontalAdvance(formatCount(m_layout->steps));
    for (const int step : m_layout->marks(widest + 3 * style.padding())) {
        const QRect column = m_layout->column(step);
        QRect text(0, area.top(), widest + style.padding(), style.line());
        text.moveCenter(QPoint(column.center().x(), text.center().y()));
        painter.drawText(text, Qt::AlignCenter, formatCount(step));
        painter.fillRect(
            QRect(column.center().x(), m_layout->plot.bottom() + 1, 1, style.padding() / 2),
            style.muted);
    }
}

void HistoryView::paintOutline(QPainter& painter, const PlotStyle& style) const {
    const QColor line = blend(style.background, style.text, 0.45);
    int before = m_layout->plot.bottom() + 1;
    for (const QRect& box : m_layout->outline) {
        painter.fillRect(box, blend(style.background, style.text, 0.07));
        painter.fillRect(QRect(box.left(), box.top(), box.width(), 1), line);
        painter.fillRect(
            QRect(box.left(), std::min(before, box.top()), 1, std::abs(before - box.top()) + 1),
            line);
        before = box.top();
    }
    if (m_layout->outline.empty()) return;
    // The name within the widest box that is high enough and mostly free.
    const QString name = m_outlineName;
    const int width = style.metrics.horizontalAdvance(name) + 2 * style.padding();
    for (const QRect& box : m_layout->outline) {
        if (box.width() < width || box.height() < 3 * style.line()) continue;
        painter.setPen(style.muted);
        painter.drawText(QRect(box.left() + style.padding(), box.top() + style.padding() / 2, width,
                               style.line()),
                         Qt::AlignLeft | Qt::AlignVCenter, name);
        break;
    }
}

void HistoryView::paintPeak(QPainter& painter, const PlotStyle& style,
                            const PlotFrame& frame) const {
    if (m_kind == Kind::Used) {
        const QRect column = m_layout->column(m_history->peakStep);
        drawPeakMark(painter, style, column);
        const Bytes most = split::mostInUse(*m_history);
        drawHeadLabel(painter, style, frame,
                      tr("peak %1, %2").arg(formatBytes(most), stepText(m_history->peakStep)),
                      style.peak, column.center().x());
        return;
    }
    const int y = m_layout->axis.y(m_history->arenaBytes);
    QPen pen(style.text, 1);
    pen.setDashPattern({4, 3});
    painter.setPen(pen);
    painter.drawLine(frame.plot.left(), y, frame.plot.right(), y);
    const QString text = tr("arena %1").arg(formatBytes(m_history->arenaBytes));
    style.drawLabel(painter, placeLabel(frame.headroom, style.labelSize(text), frame.plot.right()),
                    text, style.text);
}

void HistoryView::paintBoxes(QPainter& painter, const PlotStyle& style) const {
    const auto useAt = [this](const HistoryLayout::Box& box) {
        return useOf(m_history->held[box.held].kind);
    };
    for (const HistoryLayout::Box& box : m_layout->boxes) {
        painter.fillRect(box.box, useColour(useAt(box), style.palette));
        painter.setPen(borderOf(useAt(box), style));
        painter.setBrush(Qt::NoBrush);
        if (box.box.width() > kBordered && box.box.height() > kBordered)
            painter.drawRect(box.box.adjusted(0, 0, -1, -1));
    }
    for (std::size_t b = 0; b < m_layout->boxes.size(); ++b) {
        const HistoryLayout::Box& box = m_layout->boxes[b];
        if (useAt(box) != ArenaUse::Whole || box.box.height() <= style.line()) continue;
        // In what later boxes leave of it.
        QRect seen = box.box;
        for (std::size_t later = b + 1; later < m_layout->boxes.size(); ++later) {
            const QRect& over = m_layout->boxes[later].box;
            const QRect line(seen.left(), seen.center().y() - style.line() / 2, seen.width(),
                             style.line());
            if (over.intersects(line)) seen.setRight(std::min(seen.right(), over.left() - 1));
        }
        const QString name = QStringLiteral("#%1").arg(m_history->held[box.held].number);
        if (style.metrics.horizontalAdvance(name) > seen.width() - kBordered) continue;
        painter.setPen(readableOn(useColour(ArenaUse::Whole, style.palette)));
        painter.drawText(seen, Qt::AlignCenter, name);
    }
}

void HistoryView::paintAll(QPainter& painter, const PlotStyle& style) {
    const PlotFrame parts = frame(style);
    paintLegend(painter, style, parts.header);
    if (!m_history) return drawEmptyState(painter, style, parts.plot, m_hint);
    drawByteAxis(painter, style, parts.plot, m_layout->axis);
    paintOutline(painter, style);
    for (const HistoryLayout::Bar& bar : m_layout->bars) fillUse(painter, style, bar.box, bar.use);
    paintBoxes(painter, style);
    paintSteps(painter, style, parts.steps);
    paintPeak(painter, style, parts);
}

void HistoryView::paintEvent(QPaintEvent*) {
    const PlotStyle style(*this);
    static_cast<void>(plot());
    if (isStale(m_painted, *this)) {
        m_painted = blankPicture(*this, style.background);
        QPainter painter(&m_painted);
        painter.setFont(font());
        paintAll(painter, style);
    }
    QPainter painter(this);
    painter.drawPixmap(0, 0, m_painted);
    if (m_history) {
        const int step = cursor();
        if (step >= 0) drawHoverLine(painter, style, m_layout->column(step));
        const QRect steps = frame(style).steps;
        const QRect line(style.padding(), steps.bottom() + 1 - style.line(),
                         width() - 2 * style.padding(), style.line());
        const QString words =
            step >= 0 ? readout(step)
            : m_kind == Kind::Used
                ? tr("Bytes of the arena that hold something, task by task.")
                : tr("A box is what lies at an address, for as long as it is needed.");
        drawFoot(painter, style, line, words, step >= 0);
    }
    drawFocusFrame(painter, *this, style.background);
}

}  // namespace thimble::ui
