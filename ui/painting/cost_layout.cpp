#include "ui/painting/cost_layout.h"

#include <algorithm>
#include <cmath>

namespace thimble::ui {

namespace {

constexpr double kRoomForGap = 4;  // pixels per step

CostBar makeBar(const StepCosts& costs, const CostAxis& axis, std::int32_t step, int left,
                int width) {
    CostBar bar{step, left, width, false, axis.bottom, axis.bottom, axis.bottom};
    if (const auto& range = costs.steps[static_cast<std::size_t>(step)]) {
        bar.isKnown = true;
        bar.top = axis.y(range->value);
        bar.low = axis.y(range->low);
        bar.high = axis.y(range->high);
        // Something is spent, and be it little.
        if (range->value > 0) bar.top = std::min(bar.top, axis.bottom - 1);
    }
    return bar;
}

double valueOf(const StepCosts& costs, std::int32_t step) {
    const auto& range = costs.steps[static_cast<std::size_t>(step)];
    return range ? range->value : -1;
}

void addBarPerStep(const StepCosts& costs, std::int32_t first, std::int32_t end,
                   CostLayout& layout) {
    const int gap = layout.scale.stepWidth() >= kRoomForGap ? 1 : 0;
    for (std::int32_t step = first; step < end; ++step) {
        const QRect column = stepColumn(layout.scale, layout.plot, step, step + 1);
        if (column.isEmpty()) continue;
        layout.bars.push_back(
            makeBar(costs, layout.axis, step, column.left(), std::max(1, column.width() - gap)));
    }
}

void addBarPerColumn(const StepCosts& costs, std::int32_t end, CostLayout& layout) {
    const StepScale& scale = layout.scale;
    for (int x = scale.left; x < scale.left + scale.width; ++x) {
        const auto first = std::max(0, static_cast<std::int32_t>(scale.stepAt(x)));
        const auto last =
            std::min(end, std::max(first + 1, static_cast<std::int32_t>(scale.stepAt(x + 1))));
        if (first >= last) continue;
        std::int32_t costliest = first;
        for (std::int32_t step = first + 1; step < last; ++step)
            if (valueOf(costs, step) > valueOf(costs, costliest)) costliest = step;
        layout.bars.push_back(makeBar(costs, layout.axis, costliest, x, 1));
    }
}

}  // namespace

int CostAxis::y(double value) const {
    const double part = std::clamp(value / maximum, 0.0, 1.0);
    return bottom - static_cast<int>(std::lround(part * (bottom - top)));
}

std::vector<double> CostAxis::ticks() const {
    std::vector<double> values;
    for (int i = 0; i * tickStep <= maximum; ++i) values.push_back(i * tickStep);
    return values;
}

CostAxis makeCostAxis(double maximum, int top, int bottom, int tickDistance) {
    CostAxis axis{maximum > 0 && std::isfinite(maximum) ? maximum : 1, 1, top,
                  std::max(bottom, top)};
    const double most = std::max(1.0, static_cast<double>(axis.bottom - axis.top) / tickDistance);
    const double least = axis.maximum / most;  // between two marks
    const double power = std::pow(10.0, std::floor(std::log10(least)));
    axis.tickStep = 10 * power;
    for (const double digit : {5.0, 2.0, 1.0})
        if (digit * power >= least) axis.tickStep = digit * power;
    return axis;
}

CostLayout layoutCosts(const StepCosts& costs, const StepScale& scale, const QRect& plot,
                       int tickDistance) {
    double highest = 0;
    for (const auto& range : costs.steps)
        if (range) highest = std::max({highest, range->value, range->high});
    CostLayout layout;
    layout.plot = plot;
    layout.scale = scale;
    layout.axis = makeCostAxis(highest, plot.top(), plot.bottom() + 1, tickDistance);
    const auto end = std::min(static_cast<std::int32_t>(costs.steps.size()),
                              static_cast<std::int32_t>(std::ceil(scale.last)));
    if (scale.stepWidth() < 1)
        addBarPerColumn(costs, end, layout);
    else
        addBarPerStep(costs, std::max(0, static_cast<std::int32_t>(std::floor(scale.first))), end,
                      layout);
    return layout;
}

}  // namespace thimble::ui
