#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "core/base/units.h"
#include "ui/pages/point_chart.h"

namespace thimble::ui {

/// The arena of plans against their calls of kernels; the one on show is marked.
class ParetoChart final : public PointChart {
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
    [[nodiscard]] int shownPoint() const { return currentRow(); }
    /// "3,696 B of arena, 252 calls of kernels".
    [[nodiscard]] static QString pointText(const Point& point);

    [[nodiscard]] QString rowName(int row) const override;
    [[nodiscard]] QString rowValue(int row) const override;

    [[nodiscard]] QSize sizeHint() const override;
    [[nodiscard]] QSize minimumSizeHint() const override;

protected:
    [[nodiscard]] int nextPoint(bool back) const override;

private:
    void showPoints();

    std::vector<Point> m_points;
    std::optional<Point> m_shown;
};

}  // namespace thimble::ui
