#include "ui/painting/view_parts.h"

#include <QPainter>
#include <QPixmap>
#include <QStyle>
#include <QStyleOptionFocusRect>
#include <QWidget>

#include "ui/painting/plot_parts.h"
#include "ui/painting/timeline_layout.h"

namespace thimble::ui {

int drawTitle(QPainter& painter, const PlotStyle& style, const QRect& header,
              const QString& title) {
    QFont bold = style.font;
    bold.setBold(true);
    painter.setFont(bold);
    painter.setPen(style.text);
    const QFontMetrics metrics(bold);
    painter.drawText(header, Qt::AlignLeft | Qt::AlignVCenter,
                     metrics.elidedText(title, Qt::ElideRight, header.width()));
    painter.setFont(style.font);
    return metrics.horizontalAdvance(title);
}

void drawHeadLabel(QPainter& painter, const PlotStyle& style, const PlotFrame& frame,
                   const QString& text, const QColor& colour, int x) {
    const QRect label = placeLabel(frame.headroom, style.labelSize(text), x);
    drawBarLabel(painter, style, label, text, colour, x, frame.plot.top());
}

void drawFoot(QPainter& painter, const PlotStyle& style, const QRect& line, const QString& words,
              bool isLookedAt, Qt::TextElideMode elided) {
    painter.setPen(isLookedAt ? style.text : style.muted);
    painter.drawText(line, Qt::AlignLeft | Qt::AlignVCenter,
                     style.metrics.elidedText(words, elided, line.width()));
}

void drawFocusFrame(QPainter& painter, QWidget& view, const QColor& background) {
    if (!view.hasFocus()) return;
    QStyleOptionFocusRect option;
    option.initFrom(&view);
    option.backgroundColor = background;
    view.style()->drawPrimitive(QStyle::PE_FrameFocusRect, &option, &painter, &view);
}

bool isStale(const QPixmap& kept, const QWidget& view) {
    return kept.isNull() || kept.devicePixelRatioF() != view.devicePixelRatioF();
}

QPixmap blankPicture(const QWidget& view, const QColor& background) {
    QPixmap picture(view.size() * view.devicePixelRatioF());
    picture.setDevicePixelRatio(view.devicePixelRatioF());
    picture.fill(background);
    return picture;
}

}  // namespace thimble::ui
