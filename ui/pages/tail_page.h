#pragma once

#include <QSplitter>
#include <memory>

#include "core/report/report.h"

class QChartView;

namespace thimble::ui {

class TablePage;

/// What TFLM keeps in the tail: a table, and beside it a bar per category. The chart is made when it is
/// first seen: building it takes longer than everything else in the window.
class TailPage final : public QSplitter {
    Q_OBJECT

public:
    explicit TailPage(QWidget* parent = nullptr);

    void setReport(std::shared_ptr<const Report> report);
    [[nodiscard]] TablePage* table() const { return m_table; }
    [[nodiscard]] bool hasChart() const { return m_chart != nullptr; }

protected:
    void changeEvent(QEvent* event) override;
    void showEvent(QShowEvent* event) override;

private:
    void drawChart();

    TablePage* m_table;
    QChartView* m_chart = nullptr;
    std::shared_ptr<const Report> m_report;
};

}  // namespace thimble::ui
