#pragma once

#include <QRect>
#include <QString>
#include <cstdint>
#include <optional>
#include <vector>

#include "core/report/report.h"
#include "ui/document/selection.h"
#include "ui/painting/byte_axis.h"
#include "ui/painting/plot_style.h"

// What timeline and arena map draw alike.
namespace thimble::ui {

/// What is visible of a plot, and what is chosen in it.
struct PlotView {
    double first = 0;  ///< steps
    double last = 1;
    SelectedItem selected;
    std::int32_t cursor =
        -1;              ///< the step that is selected, or that a selection stands at; -1: none
    Bytes atLeast = 0;   ///< the axis of bytes reaches at least so far
    int titleInset = 0;  ///< pixels at the left of the header that something else takes
};

/// The selected operator, or the steps in which the selected tensor is alive; starts at -1 where
/// nothing of the kind is selected.
[[nodiscard]] LiveRange selectedSteps(const Report& report, const PlotView& view);

struct LegendEntry {
    QRect swatch;
    QRect text;
    Role role{};
};

struct Header {
    QRect title;
    QRect note;  ///< what the colours refer to; empty: nothing, or no room
    std::vector<LegendEntry> legend;
};

/// The title at the left, the legend at the right. Where it gets narrow the title is cut first,
/// then the note goes, then the legend's last entries.
[[nodiscard]] Header layoutHeader(const PlotStyle& style, const QRect& area, const QString& title,
                                  const QString& note, const std::vector<Role>& roles);
void drawHeader(QPainter& painter, const PlotStyle& style, const Header& header,
                const QString& title, const QString& note);

/// A grid line over the plot with its text at the left.
void drawTick(QPainter& painter, const PlotStyle& style, const QRect& plot, int y,
              const QString& text);
/// Grid lines with their bytes at the left.
void drawByteAxis(QPainter& painter, const PlotStyle& style, const QRect& plot,
                  const ByteAxis& axis);

/// The frame of the peak's step, from top to bottom; a single line where steps are narrow.
void drawPeakMark(QPainter& painter, const PlotStyle& style, const QRect& column);

/// A label above the plot with a triangle down to the bar at `x`; no triangle where it is out of
/// sight.
void drawBarLabel(QPainter& painter, const PlotStyle& style, const QRect& label,
                  const QString& text, const QColor& colour, std::optional<int> x, int plotTop);

/// A tinted band behind what is selected.
void drawBand(QPainter& painter, const PlotStyle& style, const QRect& band);
/// Its frame, in front of everything.
void drawBandFrame(QPainter& painter, const PlotStyle& style, const QRect& band);

/// The step under the pointer.
void drawHoverLine(QPainter& painter, const PlotStyle& style, const QRect& column);

/// One sentence in the middle, where there is nothing to draw.
void drawEmptyState(QPainter& painter, const PlotStyle& style, const QRect& area,
                    const QString& sentence);

}  // namespace thimble::ui
