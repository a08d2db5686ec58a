#pragma once

#include <QRect>
#include <cstdint>
#include <optional>
#include <vector>

#include "ui/painting/step_axis.h"
#include "ui/painting/step_costs.h"
#include "ui/painting/timeline_layout.h"

namespace thimble::ui {

/// A vertical axis from 0 at the bottom, with marks at 1, 2 or 5 times a power of ten.
struct CostAxis {
    double maximum = 1;
    double tickStep = 1;
    int top = 0;     ///< pixel row of `maximum`
    int bottom = 0;  ///< pixel row of 0: the first one below the bars

    [[nodiscard]] int y(double value) const;
    /// Ascending, from 0; none above `maximum`.
    [[nodiscard]] std::vector<double> ticks() const;
};

/// Marks are at least `tickDistance` pixels apart.
[[nodiscard]] CostAxis makeCostAxis(double maximum, int top, int bottom, int tickDistance);

/// What one step costs; where steps are narrower than a pixel, the costliest of a pixel column.
struct CostBar {
    std::int32_t step = 0;
    int left = 0;
    int width = 1;
    bool isKnown = false;  ///< false: an operator of which nobody knows, or none runs
    int top = 0;           ///< pixel rows: of the value, and of both ends of its range
    int low = 0;
    int high = 0;
};

struct CostLayout {
    QRect plot;
    StepScale scale;
    CostAxis axis;
    std::vector<CostBar> bars;  ///< from left to right

    [[nodiscard]] std::optional<std::int32_t> stepAt(int x) const {
        return stepOfBarAt(bars, plot, x);
    }
};

/// Bars of the costs over `scale`. The axis reaches to the highest end of all ranges, visible or
/// not, so that it does not move while zooming.
///   cost   O(steps + pixels)
[[nodiscard]] CostLayout layoutCosts(const StepCosts& costs, const StepScale& scale,
                                     const QRect& plot, int tickDistance);

}  // namespace thimble::ui
