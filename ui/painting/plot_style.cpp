#include "ui/painting/plot_style.h"

#include <QPainter>
#include <QWidget>

#include "ui/format/format.h"

namespace thimble::ui {

PlotStyle::PlotStyle(const QPalette& thePalette, const QFont& theFont, qreal devicePixelRatio)
    : palette(thePalette),
      font(theFont),
      metrics(theFont),
      roles(thePalette, metrics.height() / 2, devicePixelRatio),
      background(palette.color(QPalette::Base)),
      text(palette.color(QPalette::Text)),
      muted(blend(background, text, isHighContrast(palette) ? 0.9 : 0.68)),
      grid(blend(background, text, isHighContrast(palette) ? 0.4 : 0.13)),
      peak(peakColour(palette)),
      highlight(palette.color(QPalette::Highlight)) {}

PlotStyle::PlotStyle(const QWidget& widget)
    : PlotStyle(widget.palette(), widget.font(), widget.devicePixelRatioF()) {}

PlotFrame PlotStyle::frame(const QRect& area, int stepsHeight) const {
    // Wide enough for the widest mark that an axis can have.
    const int left =
        metrics.horizontalAdvance(formatBytesTick(Bytes{88'888} * 1024, 1024)) + 2 * padding();
    const int right = 2 * padding();
    const int width = std::max(1, area.width() - left - right);
    PlotFrame frame;
    frame.header = QRect(area.left() + padding(), area.top() + padding(),
                         std::max(1, area.width() - 2 * padding()), line());
    frame.headroom = QRect(area.left() + left, frame.header.bottom() + 1 + padding() / 2, width,
                           labelHeight() + padding());
    const int top = frame.headroom.bottom() + 1;
    const int bottom = area.bottom() + 1 - stepsHeight - padding();
    frame.plot = QRect(area.left() + left, top, width, std::max(1, bottom - top));
    frame.steps = QRect(frame.plot.left(), frame.plot.bottom() + 1, width, stepsHeight);
    return frame;
}

QSize PlotStyle::minimumSize() const {
    const PlotFrame empty = frame(QRect(0, 0, 0, 0), line());
    return {empty.plot.left() + 16 * metrics.averageCharWidth(), empty.plot.top() + 6 * line()};
}

QSize PlotStyle::labelSize(const QString& content) const {
    return {metrics.horizontalAdvance(content) + 2 * padding(), labelHeight()};
}

void PlotStyle::drawLabel(QPainter& painter, const QRect& box, const QString& content,
                          const QColor& frame) const {
    painter.fillRect(box, background);
    painter.setPen(frame);
    painter.setBrush(Qt::NoBrush);
    if (frame.alpha() > 0) painter.drawRect(box.adjusted(0, 0, -1, -1));
    painter.setPen(text);
    painter.drawText(box, Qt::AlignCenter,
                     metrics.elidedText(content, Qt::ElideRight, box.width()));
}

}  // namespace thimble::ui
