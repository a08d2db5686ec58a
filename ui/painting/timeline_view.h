#pragma once

#include "ui/painting/step_view.h"
#include "ui/painting/timeline_plot.h"

namespace thimble::ui {

/// How many bytes are alive at each operator, as stacked bars with the peak marked.
///   keys   Left Right previous and next operator; and those of StepView
class TimelineView final : public StepView {
    Q_OBJECT

public:
    explicit TimelineView(QWidget* parent = nullptr);

    /// For hit tests in tests; null without a report.
    [[nodiscard]] const TimelinePlot* plot();

    // A row is a step.
    [[nodiscard]] int rowCount() const override;
    [[nodiscard]] QString rowName(int row) const override;
    [[nodiscard]] QString rowValue(int row) const override;
    [[nodiscard]] QRect rowRect(int row) override;
    [[nodiscard]] int rowAt(const QPoint& point) override;
    [[nodiscard]] int currentRow() const override { return cursor(); }
    void selectRow(int row) override { selectStep(row); }

protected:
    void layOut(const PlotStyle& style, const PlotView& view) override;
    void paintPlot(QPainter& painter) const override;
    [[nodiscard]] const PlotFrame& plotFrame() const override { return m_plot->frame(); }
    [[nodiscard]] QString toolTipAt(const QPoint& point) const override;
    void clickAt(const QPoint& point) override;
    bool handleKey(const QKeyEvent& event) override;
    void reportChanged() override;
    [[nodiscard]] QString emptyText() const override;

private:
    [[nodiscard]] std::optional<std::int32_t> stepAt(const QPoint& point) const;

    std::optional<TimelinePlot> m_plot;
    int m_widestName = -1;  ///< -1: not measured yet
};

}  // namespace thimble::ui
