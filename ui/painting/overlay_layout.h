#pragma once

#include <QPolygonF>
#include <QRect>
#include <QString>
#include <vector>

#include "core/base/units.h"
#include "ui/painting/byte_axis.h"

namespace thimble::ui {

/// A curve of stairs over an inference.
struct OverlaySeries {
    struct Stair {
        double from = 0, to = 0;  ///< shares of the inference, ascending
        Bytes bytes = 0;
        QString title;  ///< "#2 CONV_2D"
        friend bool operator==(const Stair&, const Stair&) = default;
    };
    QString name;
    std::vector<Stair> stairs;
    friend bool operator==(const OverlaySeries&, const OverlaySeries&) = default;

    /// The highest, the first of equal ones; -1: none.
    [[nodiscard]] int peak() const;
    /// The one at that share of the inference; -1: none.
    [[nodiscard]] int stairAt(double share) const;
};

/// Curves on one ground, in pixels.
struct OverlayLayout {
    QRect plot;
    ByteAxis axis;
    std::vector<QPolygonF> curves;  ///< by series; of one without stairs: empty

    [[nodiscard]] double shareAt(int x) const;
    [[nodiscard]] int xOf(double share) const;
};

/// The axis reaches to the highest stair, and to `atLeast`. Where stairs are narrower than a pixel,
/// the highest in a column counts.
[[nodiscard]] OverlayLayout layoutOverlay(const std::vector<OverlaySeries>& series, Bytes atLeast,
                                          const QRect& plot, int tickDistance);

}  // namespace thimble::ui
