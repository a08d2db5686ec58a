#pragma once

#include <QChartView>
#include <optional>
#include <vector>

#include "core/split/row_plan.h"
#include "ui/painting/painted_rows.h"

class QScatterSeries;
class QValueAxis;

namespace thimble::ui {

/// The arena of plans against their calls of kernels; the one on show is marked. A click on a point
/// chooses it.
///   keys   left and right choose the next plan to that side
class ParetoChart final : public QChartView, public PaintedRows {
    Q_OBJECT

public:
    struct Point {
        Bytes arenaBytes = 0;
        std::int64_t calls = 0;
        friend bool operator==(const Point&, const Point&) = default;
    };

    explicit ParetoChart(QWidget* parent = nullptr);

    /// By ascending arena. `shown` is what is marked; it may be none of the plans.
    void setPoints(std::vector<Point> points, std::optional<Point> shown);
    [[nodiscard]] const std::vector<Point>& points() const { return m_points; }
    /// The position of the one on show among the points; -1: none of them.
    [[nodiscard]] int shownPoint() const;
    /// Where a point is painted, in this widget.
    [[nodiscard]] QPoint placeOf(std::size_t point) const;
    /// "3,696 B of arena, 252 calls of kernels".
    [[nodiscard]] static QString pointText(const Point& point);

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

signals:
    void chosen(int point);

protected:
    void changeEvent(QEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    bool viewportEvent(QEvent* event) override;

private:
    void draw();
    [[nodiscard]] int pointAt(QPoint place) const;

    std::vector<Point> m_points;
    std::optional<Point> m_shown;
    QScatterSeries* m_series = nullptr;  ///< the chart's
};

}  // namespace thimble::ui
