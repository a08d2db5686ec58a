#pragma once

#include <QRect>
#include <QString>

#include "ui/painting/plot_style.h"

class QPainter;
class QPixmap;
class QWidget;

// What painted views draw around their plots.
namespace thimble::ui {

/// In bold, at the left of the header; its width.
int drawTitle(QPainter& painter, const PlotStyle& style, const QRect& header, const QString& title);

/// A label in the room above the plot with a triangle down to `x`.
void drawHeadLabel(QPainter& painter, const PlotStyle& style, const PlotFrame& frame,
                   const QString& text, const QColor& colour, int x);

/// The last line of a view: what is looked at, or, muted, what there is to see.
void drawFoot(QPainter& painter, const PlotStyle& style, const QRect& line, const QString& words,
              bool isLookedAt, Qt::TextElideMode elided = Qt::ElideRight);

/// Around the whole view; nothing without the focus.
void drawFocusFrame(QPainter& painter, QWidget& view, const QColor& background);

/// Whether what a view has painted before, and kept, does not do any more: there is nothing, or
/// another screen has other pixels.
[[nodiscard]] bool isStale(const QPixmap& kept, const QWidget& view);
/// To paint a view on, and to be kept.
[[nodiscard]] QPixmap blankPicture(const QWidget& view, const QColor& background);

}  // namespace thimble::ui
