#pragma once

#include "ui/painting/cost_plot.h"
#include "ui/painting/step_costs.h"
#include "ui/painting/step_view.h"
#include "ui/painting/timeline_plot.h"

namespace thimble::ui {

/// How many bytes are alive at each operator, as stacked bars with the peak marked; or what each of
/// them costs.
///   keys   Left Right previous and next operator; and those of StepView
class TimelineView final : public StepView {
    Q_OBJECT

public:
    explicit TimelineView(QWidget* parent = nullptr);

    void setQuantity(StepQuantity quantity);
    [[nodiscard]] StepQuantity quantity() const { return m_quantity; }
    /// What cycles and energy are taken from.
    void setBoardCosts(BoardCosts costs);
    /// Stands in the header, before the title; becomes a child.
    void setSwitch(QWidget* chooser);

    /// For hit tests in tests; null without a report, or while the other one is shown.
    [[nodiscard]] const TimelinePlot* plot();
    [[nodiscard]] const CostPlot* costPlot();

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
    [[nodiscard]] const PlotFrame& plotFrame() const override {
        return m_plot ? m_plot->frame() : m_costPlot->frame();
    }
    [[nodiscard]] QString toolTipAt(const QPoint& point) const override;
    void clickAt(const QPoint& point) override;
    bool handleKey(const QKeyEvent& event) override;
    void reportChanged() override;
    bool event(QEvent* event) override;
    [[nodiscard]] QString emptyText() const override;

private:
    [[nodiscard]] std::optional<std::int32_t> stepAt(const QPoint& point) const;

    [[nodiscard]] bool showsBytes() const { return m_quantity == StepQuantity::Bytes; }
    void takeCosts();
    void placeSwitch();

    StepQuantity m_quantity = StepQuantity::Bytes;
    BoardCosts m_board;
    StepCosts m_costs;                   ///< of the report; empty while bytes are shown
    std::optional<TimelinePlot> m_plot;  ///< one of the two
    std::optional<CostPlot> m_costPlot;
    QWidget* m_switch = nullptr;
    int m_widestName = -1;  ///< -1: not measured yet
};

}  // namespace thimble::ui
