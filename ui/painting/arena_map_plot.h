#pragma once

#include <QString>
#include <vector>

#include "core/report/report.h"
#include "ui/painting/arena_map_layout.h"
#include "ui/painting/plot_parts.h"
#include "ui/painting/plot_style.h"
#include "ui/painting/step_band.h"

namespace thimble::ui {

/// An arena map laid out for an area and ready to be painted, on a widget or into a file. Buffers
/// alive at the cursor's step, or else in the fullest, have the colour of their part in it; all
/// others are grey. Report and style must outlive it.
class ArenaMapPlot {
public:
    /// `buffer`: the one that is selected, -1: none.
    ArenaMapPlot(const Report& report, const PlotStyle& style, const QRect& area,
                 const PlotView& view, std::int32_t buffer);

    [[nodiscard]] const ArenaMapLayout& layout() const { return m_layout; }
    [[nodiscard]] const PlotFrame& frame() const { return m_frame; }
    /// "head 73,728 B".
    [[nodiscard]] QString headText() const;
    /// "lower bound: 55,296 B".
    [[nodiscard]] QString boundText() const;
    /// Below or above the line, in the place where it covers the least.
    [[nodiscard]] QRect boundLabel() const;
    /// "at #2 CONV_2D (peak):", what the colours refer to.
    [[nodiscard]] QString note() const;

    void paint(QPainter& painter) const;

private:
    void paintHeader(QPainter& painter) const;
    void paintBoxes(QPainter& painter) const;
    void paintLabels(QPainter& painter) const;
    /// The box in which its label stands: of a buffer that is never used the part that no other
    /// covers, from the top.
    [[nodiscard]] QRect roomForLabel(const ArenaBox& box) const;
    [[nodiscard]] QString boxName(const tflm::PlannedBuffer& buffer, int width) const;
    void paintSelected(QPainter& painter) const;
    void paintOverlaps(QPainter& painter) const;
    void paintLines(QPainter& painter) const;

    const Report& m_report;
    const PlotStyle& m_style;
    PlotView m_view;
    std::int32_t m_buffer;
    std::int32_t m_colourStep;
    std::vector<Role> m_roles;
    StepBand m_band;
    PlotFrame m_frame;
    ArenaMapLayout m_layout;
};

}  // namespace thimble::ui
