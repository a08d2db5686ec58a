#pragma once

#include "core/report/report.h"
#include "ui/painting/cost_layout.h"
#include "ui/painting/plot_parts.h"
#include "ui/painting/plot_style.h"
#include "ui/painting/step_band.h"

namespace thimble::ui {

/// What each step costs, laid out for an area with the timeline's margins and ready to be painted.
/// Estimates have a line from the low to the high end of their range. Report, style, costs and
/// board must outlive it.
class CostPlot {
public:
    CostPlot(const Report& report, const StepCosts& costs, const BoardCosts& board,
             const PlotStyle& style, const QRect& area, const PlotView& view, int widestName);

    [[nodiscard]] const CostLayout& layout() const { return m_layout; }
    [[nodiscard]] const PlotFrame& frame() const { return m_frame; }
    /// "largest: #2 CONV_2D, ~1,235,000 cycles, 34.2 %"; with an arrow while it is out of sight.
    [[nodiscard]] QString largestText() const;
    /// Empty where nothing is known.
    [[nodiscard]] QRect largestLabel() const;

    void paint(QPainter& painter) const;

private:
    [[nodiscard]] QRect selectedBand() const;
    [[nodiscard]] bool isLargestVisible() const;
    [[nodiscard]] int largestX() const;
    void paintAxis(QPainter& painter) const;
    void paintBars(QPainter& painter) const;

    const Report& m_report;
    const StepCosts& m_costs;
    const BoardCosts& m_board;
    const PlotStyle& m_style;
    PlotView m_view;
    StepBand m_band;
    PlotFrame m_frame;
    CostLayout m_layout;
};

}  // namespace thimble::ui
