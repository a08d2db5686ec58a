#pragma once

#include <QColor>
#include <QFont>
#include <QFontMetrics>
#include <QPalette>
#include <QRect>

#include "ui/painting/role_colours.h"

class QPainter;
class QWidget;

namespace thimble::ui {

/// Where the parts of a plot lie. Timeline and arena map use the same margins, so that a step is
/// one vertical line through both.
struct PlotFrame {
    QRect header;    ///< title and legend
    QRect headroom;  ///< above the plot, for the labels of peak and head
    QRect plot;      ///< the data
    QRect steps;     ///< below the plot: the steps' numbers and names
};

/// Fonts, colours and distances of a painted view, all from the palette and the font.
class PlotStyle {
public:
    PlotStyle(const QPalette& palette, const QFont& font, qreal devicePixelRatio);
    /// As the widget would look by itself.
    explicit PlotStyle(const QWidget& widget);

    [[nodiscard]] PlotFrame frame(const QRect& area, int stepsHeight) const;
    [[nodiscard]] QSize minimumSize() const;
    [[nodiscard]] int line() const { return metrics.height(); }
    [[nodiscard]] int labelHeight() const { return line() + padding() / 2; }
    [[nodiscard]] int padding() const { return metrics.height() / 3; }
    [[nodiscard]] int tickDistance() const { return 2 * metrics.height(); }

    /// Text on a box of the background's colour, so that what lies below does not disturb it.
    void drawLabel(QPainter& painter, const QRect& box, const QString& text,
                   const QColor& frame) const;
    [[nodiscard]] QSize labelSize(const QString& text) const;

    QPalette palette;
    QFont font;
    QFontMetrics metrics;
    RoleFill roles;
    QColor background;
    QColor text;
    QColor muted;
    QColor grid;
    QColor peak;
    QColor highlight;
};

}  // namespace thimble::ui
