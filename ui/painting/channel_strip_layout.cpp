#include "ui/painting/channel_strip_layout.h"

#include <algorithm>

namespace thimble::ui {

namespace {

constexpr int kSmallest = 2;  // pixels
constexpr int kGapFrom = 5;   // pixels: smaller cells touch each other

}  // namespace

QRect ChannelStripLayout::box(int position) const {
    const int gap = cell >= kGapFrom ? 1 + cell / 16 : 0;
    return {area.left() + position % columns * cell, area.top() + position / columns * cell,
            cell - gap, cell - gap};
}

int ChannelStripLayout::at(QPoint place) const {
    if (!area.contains(place)) return -1;
    const int column = (place.x() - area.left()) / cell;
    const int position = (place.y() - area.top()) / cell * columns + column;
    return column < columns && position < count ? position : -1;
}

int ChannelStripLayout::nearest(QPoint place) const {
    if (count == 0) return -1;
    const int column = std::clamp((place.x() - area.left()) / cell, 0, columns - 1);
    const int row = std::clamp((place.y() - area.top()) / cell, 0, rows() - 1);
    return std::min(row * columns + column, count - 1);
}

ChannelStripLayout layoutChannels(const QRect& area, int count, int most) {
    ChannelStripLayout layout{.area = area, .count = count};
    for (layout.cell = std::max(most, kSmallest); layout.cell > kSmallest; --layout.cell) {
        layout.columns = std::max(1, area.width() / layout.cell);
        if (layout.rows() * layout.cell <= area.height() && area.width() >= layout.cell) break;
    }
    layout.columns = std::max(1, area.width() / layout.cell);
    return layout;
}

}  // namespace thimble::ui
