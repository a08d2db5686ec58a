#include "ui/painting/timeline_layout.h"

#include <algorithm>
#include <cmath>

namespace thimble::ui {

namespace {

constexpr double kRoomForGap = 4;  // pixels per step

std::int32_t firstStep(const StepScale& scale) {
    return std::max(0, static_cast<std::int32_t>(std::floor(scale.first)));
}

std::int32_t endStep(const Report& report, const StepScale& scale) {
    return std::min(static_cast<std::int32_t>(report.steps.size()),
                    static_cast<std::int32_t>(std::ceil(scale.last)));
}

TimelineBar makeBar(const Report& report, const ByteAxis& bytes, std::int32_t step, int left,
                    int width) {
    const StepRow& row = report.steps[static_cast<std::size_t>(step)];
    TimelineBar bar{step, left, width, {}};
    const std::array parts = {row.inputBytes, row.outputBytes, row.otherBytes, row.scratchBytes};
    static_assert(parts.size() == kBarRoles.size());
    Bytes sum = 0;
    bar.edges[0] = bytes.bottom;
    for (std::size_t p = 0; p < parts.size(); ++p) bar.edges[p + 1] = bytes.y(sum += parts[p]);
    // Something is alive, and be it little.
    if (sum > 0 && bar.rect().height() == 0)
        for (std::size_t p = parts.size(); p > 0 && parts[p - 1] == 0; --p) bar.edges[p] -= 1;
    return bar;
}

void addBarPerStep(const Report& report, TimelineLayout& layout) {
    const StepScale& scale = layout.scale;
    const int gap = scale.stepWidth() >= kRoomForGap ? 1 : 0;
    for (std::int32_t step = firstStep(scale); step < endStep(report, scale); ++step) {
        const QRect column = stepColumn(scale, layout.plot, step, step + 1);
        if (column.isEmpty()) continue;
        layout.bars.push_back(
            makeBar(report, layout.bytes, step, column.left(), std::max(1, column.width() - gap)));
    }
}

void addBarPerColumn(const Report& report, TimelineLayout& layout) {
    const StepScale& scale = layout.scale;
    const std::int32_t end = endStep(report, scale);
    for (int x = scale.left; x < scale.left + scale.width; ++x) {
        const auto first = std::max(0, static_cast<std::int32_t>(scale.stepAt(x)));
        const auto last =
            std::min(end, std::max(first + 1, static_cast<std::int32_t>(scale.stepAt(x + 1))));
        if (first >= last) continue;
        std::int32_t tallest = first;
        const auto total = [&](std::int32_t step) {
            return report.steps[static_cast<std::size_t>(step)].totalBytes();
        };
        for (std::int32_t step = first + 1; step < last; ++step)
            if (total(step) > total(tallest)) tallest = step;
        layout.bars.push_back(makeBar(report, layout.bytes, tallest, x, 1));
    }
}

}  // namespace

TimelineLayout layoutTimeline(const Report& report, const StepScale& scale, const QRect& plot,
                              int tickDistance, Bytes atLeast) {
    Bytes tallest = atLeast;
    for (const StepRow& step : report.steps) tallest = std::max(tallest, step.totalBytes());

    TimelineLayout layout;
    layout.plot = plot;
    layout.scale = scale;
    layout.bytes = makeByteAxis(tallest, plot.top(), plot.bottom() + 1, tickDistance);
    if (scale.stepWidth() < 1)
        addBarPerColumn(report, layout);
    else
        addBarPerStep(report, layout);
    return layout;
}

QRect stepColumn(const StepScale& scale, const QRect& plot, std::int32_t first, std::int32_t last) {
    // Clamped before rounding: far outside, pixels do not fit into an int.
    const auto pixel = [&](std::int32_t step) {
        return static_cast<int>(
            std::lround(std::clamp<double>(scale.x(step), plot.left() - 1, plot.right() + 2)));
    };
    const int left = pixel(first);
    const int right = std::max(left + 1, pixel(last));
    return QRect(left, plot.top(), right - left, plot.height()) & plot;
}

QRect placeLabel(const QRect& room, const QSize& size, int x) {
    const int width = std::min(size.width(), room.width());
    const int left = std::clamp(x - width / 2, room.left(), room.right() + 1 - width);
    return {left, room.top(), width, size.height()};
}

}  // namespace thimble::ui
