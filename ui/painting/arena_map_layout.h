#pragma once

#include <QPoint>
#include <QRect>
#include <cstdint>
#include <optional>
#include <vector>

#include "core/report/report.h"
#include "ui/painting/byte_axis.h"
#include "ui/painting/role_colours.h"
#include "ui/painting/step_axis.h"

namespace thimble::ui {

/// A buffer's rectangle: from the first to the last step in which it is alive, from its first byte
/// (below) to its last (above). At least a pixel each way.
struct ArenaBox {
    std::int32_t buffer = -1;  ///< position in DeviceMemory::buffers
    QRect rect;
    bool isUsed = true;  ///< false: planned, yet no step writes or reads it; below all others
};

struct ArenaMapLayout {
    QRect plot;
    StepScale scale;
    ByteAxis bytes;
    std::vector<ArenaBox> boxes;  ///< only what is visible; in the order of the buffers
    int headY = 0;
    std::optional<int> boundY;  ///< of the lower bound, where it is below the head
    /// Where a plan from the file puts two buffers that are alive together.
    std::vector<QRect> overlaps;

    /// Position in DeviceMemory::buffers of the box that is on top, or -1.
    [[nodiscard]] std::int32_t bufferAt(const QPoint& point) const;
    /// Nothing outside of the plot.
    [[nodiscard]] std::optional<std::int32_t> stepAt(const QPoint& point) const;
};

/// Offset over steps; the axis ends at the head, or at `atLeast` where that is higher.
///   cost   O(buffers); with faults in the plan also O(buffers * buffers alive together)
[[nodiscard]] ArenaMapLayout layoutArenaMap(const Report& report, const StepScale& scale,
                                            const QRect& plot, int tickDistance, Bytes atLeast = 0);

/// The part of each buffer at a step; idle where it is not alive then, or where `step` is -1.
[[nodiscard]] std::vector<Role> rolesAtStep(const Report& report, std::int32_t step);

enum class Direction { Left, Right, Up, Down, Next, Previous };

/// The buffer to go to from `current`: Left and Right to the nearest that begins earlier or later,
/// Up and Down to the nearest above or below among those alive at the same time, Next and Previous
/// in the order of the plan. -1 where there is none. From -1: the largest buffer alive at the peak.
[[nodiscard]] std::int32_t neighbour(const Report& report, std::int32_t current,
                                     Direction direction);

}  // namespace thimble::ui
