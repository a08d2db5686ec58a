#include "ui/painting/overlay_layout.h"

#include <algorithm>
#include <cmath>

namespace thimble::ui {

int OverlaySeries::peak() const {
    const auto highest = std::ranges::max_element(stairs, {}, &Stair::bytes);
    return highest == stairs.end() ? -1 : static_cast<int>(highest - stairs.begin());
}

int OverlaySeries::stairAt(double share) const {
    const auto after = std::ranges::upper_bound(stairs, share, {}, &Stair::from);
    if (after == stairs.begin() || share > stairs.back().to) return -1;
    return static_cast<int>(after - stairs.begin()) - 1;
}

double OverlayLayout::shareAt(int x) const {
    if (plot.width() < 2) return 0;
    return std::clamp((x - plot.left() + 0.5) / plot.width(), 0.0, 1.0);
}

int OverlayLayout::xOf(double share) const {
    return plot.left() + static_cast<int>(std::floor(share * plot.width()));
}

OverlayLayout layoutOverlay(const std::vector<OverlaySeries>& series, Bytes atLeast,
                            const QRect& plot, int tickDistance) {
    OverlayLayout layout{.plot = plot};
    Bytes most = atLeast;
    for (const OverlaySeries& one : series)
        for (const OverlaySeries::Stair& stair : one.stairs) most = std::max(most, stair.bytes);
    layout.axis = makeByteAxis(most, plot.top(), plot.bottom() + 1, tickDistance);
    for (const OverlaySeries& one : series) {
        QPolygonF curve;
        const auto add = [&](int left, int right, Bytes bytes) {
            const int y = layout.axis.y(bytes);
            // In a column of its own only the highest counts; columns that touch are joined.
            if (!curve.isEmpty() && right <= curve.last().x()) {
                if (curve.last().y() <= y) return;
                const double end = curve.last().x();
                QPointF& start = curve[curve.size() - 2];
                if (start.x() >= left) {
                    start.setY(y);
                    curve.last().setY(y);
                } else {
                    curve.last().setX(left);
                    curve << QPointF(left, y) << QPointF(end, y);
                }
                return;
            }
            if (!curve.isEmpty() && curve.last().y() == y) {
                curve.last().setX(right);
                return;
            }
            curve << QPointF(left, y) << QPointF(right, y);
        };
        for (const OverlaySeries::Stair& stair : one.stairs) {
            const int left = layout.xOf(stair.from);
            add(left, std::max(layout.xOf(stair.to), left + 1), stair.bytes);
        }
        layout.curves.push_back(std::move(curve));
    }
    return layout;
}

}  // namespace thimble::ui
