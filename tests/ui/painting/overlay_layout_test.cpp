#include "ui/painting/overlay_layout.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <random>

namespace thimble::ui {
namespace {

OverlaySeries series(const std::vector<Bytes>& bytes) {
    OverlaySeries made;
    const auto count = static_cast<double>(bytes.size());
    for (std::size_t i = 0; i < bytes.size(); ++i)
        made.stairs.push_back(
            {static_cast<double>(i) / count, static_cast<double>(i + 1) / count, bytes[i], {}});
    return made;
}

/// The highest byte count whose stair reaches the column.
Bytes highestAt(const OverlaySeries& one, const OverlayLayout& layout, int x) {
    Bytes most = -1;
    for (const auto& stair : one.stairs) {
        const int left = layout.xOf(stair.from);
        if (left <= x && x < std::max(layout.xOf(stair.to), left + 1))
            most = std::max(most, stair.bytes);
    }
    return most;
}

/// Where the curve is at the middle of a column.
double yAt(const QPolygonF& curve, double x) {
    double least = 1e9;
    for (qsizetype i = 0; i + 1 < curve.size(); ++i)
        if (curve[i].x() <= x && x <= curve[i + 1].x() && curve[i].y() == curve[i + 1].y())
            least = std::min(least, curve[i].y());
    return least;
}

TEST(OverlayLayout, CurvesStandWhereTheirBytesAre) {
    std::mt19937 random(3);
    for (const int steps : {1, 2, 7, 60, 900}) {
        std::vector<Bytes> bytes;
        for (int i = 0; i < steps; ++i) bytes.push_back(static_cast<Bytes>(random() % 10'000));
        const std::vector<OverlaySeries> all = {series(bytes), series({5, 20'000, 7})};
        const QRect plot(40, 10, 200, 100);
        const OverlayLayout layout = layoutOverlay(all, 0, plot, 20);
        EXPECT_EQ(layout.axis.maximum, 20'000);
        for (std::size_t s = 0; s < all.size(); ++s) {
            const QPolygonF& curve = layout.curves[s];
            ASSERT_FALSE(curve.isEmpty());
            EXPECT_EQ(curve.first().x(), plot.left());
            EXPECT_GE(curve.last().x(), plot.right());
            for (int x = plot.left(); x <= plot.right(); ++x) {
                const Bytes most = highestAt(all[s], layout, x);
                if (most < 0) continue;
                EXPECT_LE(yAt(curve, x + 0.5), layout.axis.y(most)) << steps << " at " << x;
            }
        }
    }
}

TEST(OverlayLayout, ReachesAtLeastSoFar) {
    const OverlayLayout layout = layoutOverlay({series({10})}, 1000, QRect(0, 0, 100, 50), 10);
    EXPECT_EQ(layout.axis.maximum, 1000);
    EXPECT_TRUE(layoutOverlay({OverlaySeries()}, 0, QRect(0, 0, 9, 9), 1).curves[0].isEmpty());
}

TEST(OverlaySeries, FindsStairs) {
    const OverlaySeries one = series({3, 9, 9, 1});
    EXPECT_EQ(one.peak(), 1);
    EXPECT_EQ(OverlaySeries().peak(), -1);
    EXPECT_EQ(one.stairAt(0), 0);
    EXPECT_EQ(one.stairAt(0.3), 1);
    EXPECT_EQ(one.stairAt(1), 3);
    EXPECT_EQ(one.stairAt(1.5), -1);
    EXPECT_EQ(one.stairAt(-0.1), -1);
}

}  // namespace
}  // namespace thimble::ui
