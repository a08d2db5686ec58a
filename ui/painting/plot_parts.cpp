#include "ui/painting/plot_parts.h"

#include <QPainter>
#include <QPolygon>
#include <algorithm>

#include "ui/format/format.h"
#include "ui/painting/plot_text.h"

namespace thimble::ui {

namespace {

constexpr double kBandTint = 0.22;
constexpr int kNarrowColumn = 6;  // pixels: below, a frame would be all there is to see

QFont titleFont(const PlotStyle& style) {
    QFont font = style.font;
    font.setBold(true);
    return font;
}

QPen dashed(const QColor& colour) {
    QPen pen(colour, 1);
    pen.setDashPattern({4, 3});
    return pen;
}

}  // namespace

LiveRange selectedSteps(const Report& report, const PlotView& view) {
    if (const TensorRow* tensor = selectedTensor(report, view.selected)) {
        if (tensor->buffer < 0) return {-1, -1};
        const auto& buffer = report.device.buffers[static_cast<std::size_t>(tensor->buffer)];
        return buffer.isNeverUsed() ? LiveRange{-1, -1} : report.shownSteps(buffer);
    }
    if (selectedOperator(report, view.selected) == nullptr) return {-1, -1};
    return {view.cursor, view.cursor + 1};
}

Header layoutHeader(const PlotStyle& style, const QRect& area, const QString& title,
                    const QString& note, const std::vector<Role>& roles) {
    const int swatch = style.line() - style.padding();
    const int gap = style.padding();
    const auto entryWidth = [&](Role role) {
        return swatch + gap + style.metrics.horizontalAdvance(roleName(role)) + 2 * gap;
    };
    const int titleWidth = QFontMetrics(titleFont(style)).horizontalAdvance(title) + 2 * gap;
    const int leastTitle = std::min(titleWidth, 12 * style.metrics.averageCharWidth());
    int noteWidth = note.isEmpty() ? 0 : style.metrics.horizontalAdvance(note) + 2 * gap;

    std::vector<Role> shown = roles;
    int legend = 0;
    for (const Role role : shown) legend += entryWidth(role);
    const auto drop = [&](std::size_t least, int room) {
        while (shown.size() > least && legend > room) {
            legend -= entryWidth(shown.back());
            shown.pop_back();
        }
    };
    drop(kBarRoles.size(), area.width() - titleWidth - noteWidth);
    if (legend + noteWidth + leastTitle > area.width()) noteWidth = 0;
    drop(0, area.width() - leastTitle);

    Header header;
    int x = area.right() + 1 - legend;
    if (noteWidth > 0) header.note = QRect(x - noteWidth, area.top(), noteWidth, area.height());
    const int titleEnd = x - noteWidth;
    header.title = QRect(area.left(), area.top(), titleEnd - area.left(), area.height());
    for (const Role role : shown) {
        LegendEntry entry;
        entry.role = role;
        entry.swatch = QRect(x, area.top() + (area.height() - swatch) / 2, swatch, swatch);
        entry.text =
            QRect(x + swatch + gap, area.top(), entryWidth(role) - swatch - gap, area.height());
        header.legend.push_back(entry);
        x += entryWidth(role);
    }
    return header;
}

void drawHeader(QPainter& painter, const PlotStyle& style, const Header& header,
                const QString& title, const QString& note) {
    painter.save();
    painter.setFont(titleFont(style));
    painter.setPen(style.text);
    painter.drawText(
        header.title, Qt::AlignLeft | Qt::AlignVCenter,
        QFontMetrics(painter.font())
            .elidedText(title, Qt::ElideRight, header.title.width() - style.padding()));
    painter.restore();
    if (!header.note.isEmpty()) {
        painter.setPen(style.muted);
        painter.drawText(header.note, Qt::AlignLeft | Qt::AlignVCenter, note);
    }
    for (const LegendEntry& entry : header.legend) {
        style.roles.fill(painter, entry.swatch, entry.role);
        painter.setBrush(Qt::NoBrush);
        painter.setPen(style.roles.border(entry.role));
        painter.drawRect(entry.swatch.adjusted(0, 0, -1, -1));
        painter.setPen(style.text);
        painter.drawText(entry.text, Qt::AlignLeft | Qt::AlignVCenter, roleName(entry.role));
    }
}

void drawTick(QPainter& painter, const PlotStyle& style, const QRect& plot, int y,
              const QString& text) {
    const int half = style.line() / 2;
    painter.fillRect(QRect(plot.left(), y, plot.width(), 1), style.grid);
    painter.setPen(style.muted);
    // The lowest mark stays above what is written below the plot.
    const int top = std::min(y - half, plot.bottom() + 1 - 2 * half);
    painter.drawText(QRect(0, top, plot.left() - style.padding(), 2 * half),
                     Qt::AlignRight | Qt::AlignVCenter, text);
}

void drawByteAxis(QPainter& painter, const PlotStyle& style, const QRect& plot,
                  const ByteAxis& axis) {
    for (const Bytes value : axis.ticks())
        drawTick(painter, style, plot, axis.y(value), formatBytesTick(value, axis.tickStep));
}

void drawBarLabel(QPainter& painter, const PlotStyle& style, const QRect& label,
                  const QString& text, const QColor& colour, std::optional<int> x, int plotTop) {
    style.drawLabel(painter, label, text, colour);
    if (!x) return;
    const int top = label.bottom() + 1;
    const int height = std::max(2, plotTop - top);
    painter.setPen(Qt::NoPen);
    painter.setBrush(colour);
    painter.drawPolygon(QPolygon({{*x - height, top}, {*x + height, top}, {*x, top + height}}));
    painter.setBrush(Qt::NoBrush);
}

void drawPeakMark(QPainter& painter, const PlotStyle& style, const QRect& column) {
    if (column.isEmpty()) return;
    painter.setPen(dashed(style.peak));
    if (column.width() < kNarrowColumn) {
        painter.drawLine(column.center().x(), column.top(), column.center().x(), column.bottom());
        return;
    }
    painter.drawLine(column.left() - 1, column.top(), column.left() - 1, column.bottom());
    painter.drawLine(column.right(), column.top(), column.right(), column.bottom());
}

void drawBand(QPainter& painter, const PlotStyle& style, const QRect& band) {
    if (!band.isEmpty())
        painter.fillRect(band, blend(style.background, style.highlight, kBandTint));
}

void drawBandFrame(QPainter& painter, const PlotStyle& style, const QRect& band) {
    if (band.isEmpty()) return;
    QPen pen(style.text, band.width() < kNarrowColumn ? 1 : 2);
    pen.setJoinStyle(Qt::MiterJoin);
    painter.setPen(pen);
    painter.setBrush(Qt::NoBrush);
    painter.drawRect(band.adjusted(0, 1, -1, 0));
}

void drawHoverLine(QPainter& painter, const PlotStyle& style, const QRect& column) {
    if (column.isEmpty()) return;
    painter.setPen(QPen(style.text, 1, Qt::DotLine));
    painter.drawLine(column.center().x(), column.top(), column.center().x(), column.bottom());
}

void drawEmptyState(QPainter& painter, const PlotStyle& style, const QRect& area,
                    const QString& sentence) {
    painter.setPen(style.muted);
    painter.drawText(area.adjusted(style.padding(), 0, -style.padding(), 0),
                     Qt::AlignCenter | Qt::TextWordWrap, sentence);
}

}  // namespace thimble::ui
