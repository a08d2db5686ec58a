#pragma once

#include <QRect>
#include <vector>

#include "core/base/units.h"
#include "ui/painting/byte_axis.h"

namespace thimble::ui {

/// Bytes alive at each operator, before and now, in pixels: two bars on one ground.
struct WorkingSetLayout {
    struct Bar {
        int op = 0;
        QRect before;
        QRect now;
        QRect column;  ///< of the plot's whole height
    };
    QRect plot;
    ByteAxis axis;
    std::vector<Bar> bars;  ///< from left to right
    int operators = 0;

    /// -1: beside the plot.
    [[nodiscard]] int operatorAt(int x) const;
};

/// Where operators are narrower than a pixel, a bar is the fullest (of now) of those in its column.
/// `before` and `now` are of the same length.
[[nodiscard]] WorkingSetLayout layoutWorkingSet(const std::vector<Bytes>& before,
                                                const std::vector<Bytes>& now, const QRect& plot,
                                                int tickDistance);

}  // namespace thimble::ui
