#pragma once

#include <QWidget>
#include <memory>
#include <optional>
#include <vector>

#include "core/report/report.h"
#include "ui/painting/painted_rows.h"
#include "ui/painting/plot_style.h"
#include "ui/painting/working_set_layout.h"

namespace thimble::ui {

/// The working set at each operator: faded with all channels, in colour as it is now.
///   keys   Left, Right, Home, End: the operator that is looked at; P: the peak
class WorkingSetView final : public QWidget, public PaintedRows {
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
    bool event(QEvent* event) override;
    void changeEvent(QEvent* event) override;
    void focusInEvent(QFocusEvent* event) override;
    void focusOutEvent(QFocusEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    void leaveEvent(QEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;
    void paintEvent(QPaintEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;

private:
    void look(int op);
    [[nodiscard]] int peak() const;
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
