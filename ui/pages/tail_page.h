#pragma once

#include <QSplitter>
#include <memory>

#include "core/report/report.h"

class QChartView;

namespace thimble::ui {

class TablePage;

/// What TFLM keeps in the tail: a table, and beside it the largest as bars. The chart is made when
/// it is first seen: building it takes longer than everything else in the window.
class TailPage final : public QSplitter {
    Q_OBJECT

public:
    explicit TailPage(QWidget* parent = nullptr);

    void setReport(std::shared_ptr<const Report> report);
    [[nodiscard]] TablePage* table() const { return m_table; }
    [[nodiscard]] bool hasChart() const { return m_chart != nullptr; }

protected:
    void changeEvent(QEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;
    void showEvent(QShowEvent* event) override;

private:
    /// How many bars of a readable height there is room for.
    [[nodiscard]] int roomForBars() const;
    void drawChart();

    TablePage* m_table;
    QChartView* m_chart = nullptr;
    int m_bars = 0;  ///< what there was room for when the chart was drawn
};

}  // namespace thimble::ui
