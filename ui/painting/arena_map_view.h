#pragma once

#include "ui/painting/arena_map_plot.h"
#include "ui/painting/step_view.h"

namespace thimble::ui {

/// Where TFLM puts each buffer: offset in the arena over steps, one rectangle each.
///   keys   Left Right to the buffer that begins before or after, Up Down above or below,
///          . , next and previous tensor; and those of StepView
class ArenaMapView final : public StepView {
    Q_OBJECT

public:
    explicit ArenaMapView(QWidget* parent = nullptr);

    /// For hit tests in tests; null without a report.
    [[nodiscard]] const ArenaMapPlot* plot();
    /// Position in DeviceMemory::buffers of the selected tensor's buffer or of the selected scratch
    /// buffer; -1: none.
    [[nodiscard]] std::int32_t currentBuffer() const { return m_buffer; }
    /// Selects the buffer's tensor, or the operator whose scratch it is.
    void selectBuffer(std::int32_t buffer);

    // A row is a buffer.
    [[nodiscard]] int rowCount() const override;
    [[nodiscard]] QString rowName(int row) const override;
    [[nodiscard]] QString rowValue(int row) const override;
    [[nodiscard]] QRect rowRect(int row) override;
    [[nodiscard]] int rowAt(const QPoint& point) override;
    [[nodiscard]] int currentRow() const override { return m_buffer; }
    void selectRow(int row) override { selectBuffer(row); }

protected:
    void layOut(const PlotStyle& style, const PlotView& view) override;
    void paintPlot(QPainter& painter) const override;
    [[nodiscard]] const PlotFrame& plotFrame() const override { return m_plot->frame(); }
    [[nodiscard]] QString toolTipAt(const QPoint& point) const override;
    void clickAt(const QPoint& point) override;
    bool handleKey(const QKeyEvent& event) override;
    void reportChanged() override;
    void selectionChanged() override;
    [[nodiscard]] QString emptyText() const override;

private:
    void walk(Direction direction);
    [[nodiscard]] std::int32_t bufferOf(const SelectedItem& item) const;

    std::optional<ArenaMapPlot> m_plot;
    std::int32_t m_buffer = -1;
};

}  // namespace thimble::ui
