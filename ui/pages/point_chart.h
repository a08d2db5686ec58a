#pragma once

#include <QChartView>
#include <QPointF>
#include <QString>
#include <optional>
#include <vector>

#include "ui/painting/painted_rows.h"

class QScatterSeries;

namespace thimble::ui {

/// A chart of points to choose from: by a click, by keys, or by assistive technology, to which each
/// is a row. Steps join them: what a point stands for is good for every budget up to the next
/// one's.
///   keys   left and right choose the next point to that side
class PointChart : public QChartView, public PaintedRows {
    Q_OBJECT

public:
    /// Where a point is painted, in this widget.
    [[nodiscard]] QPoint placeOf(std::size_t point) const;

    // As PaintedRows; a row's value is what stands at its point when it is pointed at.
    [[nodiscard]] int rowCount() const final;
    [[nodiscard]] QRect rowRect(int row) final;
    [[nodiscard]] int rowAt(const QPoint& point) final;
    [[nodiscard]] int currentRow() const final;
    void selectRow(int row) final;

signals:
    void chosen(int point);

protected:
    struct Axis {
        QString title;
        QString format;  ///< of its numbers, as printf has it
        double low = 0;
        double high = 1;
    };
    struct Picture {
        std::vector<QPointF> points;  ///< to choose from, by ascending x
        int current = -1;             ///< of them; -1: none
        std::optional<QPointF> mark;  ///< the current point, or what is none of them
        std::vector<QPointF> faint;   ///< behind them
        std::optional<QPointF> whole;
        std::optional<double> limit;  ///< of x, as a line
        Axis across, up;
    };

    explicit PointChart(QWidget* parent);

    /// First when it is made.
    void setPicture(Picture picture);
    /// The point that a key chooses; outside the points: there is none to that side.
    [[nodiscard]] virtual int nextPoint(bool back) const = 0;

    void changeEvent(QEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    bool viewportEvent(QEvent* event) override;

private:
    void draw();
    [[nodiscard]] int pointAt(QPoint place) const;

    Picture m_picture;
    QScatterSeries* m_series = nullptr;  ///< the chart's
};

}  // namespace thimble::ui
