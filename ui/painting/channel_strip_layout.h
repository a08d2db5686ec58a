#pragma once

#include <QPoint>
#include <QRect>

namespace thimble::ui {

/// Channels as cells of one size, row after row.
struct ChannelStripLayout {
    QRect area;
    int count = 0;
    int cell = 1;  ///< pixels, with the gap to the next
    int columns = 1;

    [[nodiscard]] int rows() const { return (count + columns - 1) / columns; }
    /// Without the gap.
    [[nodiscard]] QRect box(int position) const;
    /// -1: no cell is there.
    [[nodiscard]] int at(QPoint place) const;
    /// The nearest cell, wherever the pointer is; -1 without cells.
    [[nodiscard]] int nearest(QPoint place) const;
};

/// Cells as large as they can be with all of them inside the area, at most `most` pixels; where
/// there are more than that, cells of 2 pixels, and the last ones are outside.
[[nodiscard]] ChannelStripLayout layoutChannels(const QRect& area, int count, int most);

}  // namespace thimble::ui
