#pragma once

#include <memory>
#include <optional>
#include <vector>

#include "core/report/report.h"
#include "ui/painting/peak_view.h"
#include "ui/painting/working_set_layout.h"

namespace thimble::ui {

/// The working set at each operator: faded with all channels, in colour as it is now.
class WorkingSetView final : public PeakView {
    Q_OBJECT

public:
    explicit WorkingSetView(QWidget* parent = nullptr);

    /// By operator of subgraph 0. `marked`: operators to point at, ascending.
    void setBytes(std::shared_ptr<const Report> report, std::vector<Bytes> before,
                  std::vector<Bytes> now, std::vector<std::int32_t> marked);
    [[nodiscard]] const WorkingSetLayout& plot();
    /// "#3 CONV_2D: 41,472 B, 55,296 B with all channels (−25.0 %)".
    [[nodiscard]] QString textOf(int op) const;

    // As PaintedRows.
    [[nodiscard]] int rowCount() const override;
    [[nodiscard]] QString rowName(int row) const override;
    [[nodiscard]] QString rowValue(int row) const override;
    [[nodiscard]] QRect rowRect(int row) override;
    [[nodiscard]] int rowAt(const QPoint& point) override;
    [[nodiscard]] int currentRow() const override;
    void selectRow(int row) override;

    [[nodiscard]] QSize sizeHint() const override;
    [[nodiscard]] QSize minimumSizeHint() const override;

protected:
    [[nodiscard]] int peakRow() const override;
    [[nodiscard]] QString tipAt(const QPoint& place) override;
    void lookAt(const QPoint& place) override;
    void lookAway() override;
    void forgetLayout() override { m_layout.reset(); }
    void paintEvent(QPaintEvent* event) override;

private:
    void look(int op);
    void paintBars(QPainter& painter, const PlotStyle& style) const;
    void paintHeader(QPainter& painter, const PlotStyle& style, const QRect& header) const;

    std::shared_ptr<const Report> m_report;
    std::vector<Bytes> m_before;
    std::vector<Bytes> m_now;
    std::vector<std::int32_t> m_marked;
    std::optional<WorkingSetLayout> m_layout;
    int m_looked = -1;  ///< operator; -1: none
};

}  // namespace thimble::ui
