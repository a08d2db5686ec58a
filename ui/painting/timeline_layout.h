#pragma once

#include <QRect>
#include <QSize>
#include <algorithm>
#include <array>
#include <cstdint>
#include <iterator>
#include <optional>
#include <vector>

#include "core/report/report.h"
#include "ui/painting/byte_axis.h"
#include "ui/painting/role_colours.h"
#include "ui/painting/step_axis.h"

namespace thimble::ui {

/// A step's bar, split by role. Where steps are narrower than a pixel there is one bar per pixel
/// column: the tallest of the column's steps, so that no peak is lost.
struct TimelineBar {
    std::int32_t step = 0;
    int left = 0;
    int width = 1;
    std::array<int, kBarRoles.size() + 1> edges{};  ///< pixel rows from the bottom up

    [[nodiscard]] QRect rect() const {
        return {left, edges.back(), width, edges.front() - edges.back()};
    }
    /// `part` as in kBarRoles.
    [[nodiscard]] QRect rect(std::size_t part) const {
        return {left, edges[part + 1], width, edges[part] - edges[part + 1]};
    }
};

/// The step whose bar, or the gap to its right, is at the pixel column. Bars ascend by `left`.
template <typename Bar>
[[nodiscard]] std::optional<std::int32_t> stepOfBarAt(const std::vector<Bar>& bars,
                                                      const QRect& plot, int x) {
    if (x < plot.left() || x > plot.right()) return {};
    const auto after = std::ranges::upper_bound(bars, x, {}, &Bar::left);
    if (after == bars.begin()) return {};
    const Bar& bar = *std::prev(after);
    if (after == bars.end() && x > bar.left + bar.width) return {};
    return bar.step;
}

struct TimelineLayout {
    QRect plot;
    StepScale scale;
    ByteAxis bytes;
    std::vector<TimelineBar> bars;  ///< from left to right

    /// The step shown at the pixel column; nothing outside of the plot or where there are no steps.
    [[nodiscard]] std::optional<std::int32_t> stepAt(int x) const {
        return stepOfBarAt(bars, plot, x);
    }
};

/// Stacked bars of Report::steps over `scale`, from 0 to the tallest of all steps, visible or not,
/// so that the axis does not move while zooming. Bars have a gap of a pixel where there is room.
///   atLeast    the axis reaches at least so far, so that two timelines can share a scale
///   cost       O(visible steps + pixels)
[[nodiscard]] TimelineLayout layoutTimeline(const Report& report, const StepScale& scale,
                                            const QRect& plot, int tickDistance, Bytes atLeast = 0);

/// Pixels from the left edge of a step to its right edge, at least one.
[[nodiscard]] QRect stepColumn(const StepScale& scale, const QRect& plot, std::int32_t first,
                               std::int32_t last);

/// A label of a size centred over `x`, pushed sideways so that it stays within `room`.
[[nodiscard]] QRect placeLabel(const QRect& room, const QSize& size, int x);

}  // namespace thimble::ui
