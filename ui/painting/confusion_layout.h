#pragma once

#include <QRect>
#include <optional>

namespace thimble::ui {

/// A square table of counts with names at the left and above, in pixels.
struct ConfusionLayout {
    int classes = 0;
    double cell = 0;     ///< pixels on both sides; whole from 1 on; 0: no room
    QPoint origin;       ///< of the first cell
    int labelEvery = 1;  ///< names of every so many classes have room

    struct Cell {
        int label = 0;   ///< row
        int answer = 0;  ///< column
        friend bool operator==(const Cell&, const Cell&) = default;
    };
    [[nodiscard]] QRect table() const;
    [[nodiscard]] QRect cellRect(Cell cell) const;
    [[nodiscard]] std::optional<Cell> cellAt(const QPoint& point) const;
};

/// `names`: pixels for the names at the left and, rotated, above; `line`: height of a line.
[[nodiscard]] ConfusionLayout layoutConfusion(int classes, const QRect& area, int names, int line);

}  // namespace thimble::ui
