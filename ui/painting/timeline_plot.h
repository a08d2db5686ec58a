#pragma once

#include <QPoint>

#include "core/report/report.h"
#include "ui/painting/plot_parts.h"
#include "ui/painting/plot_style.h"
#include "ui/painting/step_band.h"
#include "ui/painting/timeline_layout.h"

namespace thimble::ui {

/// A timeline laid out for an area and ready to be painted, on a widget or into a file. Report and
/// style must outlive it.
class TimelinePlot {
public:
    TimelinePlot(const Report& report, const PlotStyle& style, const QRect& area,
                 const PlotView& view, int widestName);

    [[nodiscard]] const TimelineLayout& layout() const { return m_layout; }
    [[nodiscard]] const PlotFrame& frame() const { return m_frame; }
    /// "peak 55,296 B at #2 CONV_2D", or "fullest step, with scratch: ..." where that is another
    /// one; with an arrow while it is out of sight.
    [[nodiscard]] QString peakText() const;
    /// Empty without steps.
    [[nodiscard]] QRect peakLabel() const;

    void paint(QPainter& painter) const;

private:
    /// The selected operator, or the steps in which the selected tensor is alive; may be empty.
    [[nodiscard]] QRect selectedBand() const;
    void paintBars(QPainter& painter) const;
    void paintPeak(QPainter& painter) const;
    [[nodiscard]] bool isPeakVisible() const;
    [[nodiscard]] int peakX() const;

    const Report& m_report;
    const PlotStyle& m_style;
    PlotView m_view;
    StepBand m_band;
    PlotFrame m_frame;
    TimelineLayout m_layout;
};

}  // namespace thimble::ui
