#pragma once

#include <QRect>
#include <optional>
#include <vector>

#include "core/split/arena_history.h"
#include "ui/painting/byte_axis.h"

namespace thimble::ui {

/// What a piece of the arena is used for, in one colour each.
enum class ArenaUse { Whole, Rows, Work };
inline constexpr int kArenaUses = 3;
[[nodiscard]] ArenaUse useOf(split::HeldBytes::Kind kind);

/// Steps of an inference from left to right, bytes from 0 at the bottom, in pixels. Bytes in use
/// are bars, one use on top of the other; the map has a box for everything that lies somewhere.
struct HistoryLayout {
    struct Bar {
        QRect box;
        ArenaUse use{};
    };
    struct Box {
        QRect box;
        std::size_t held = 0;  ///< of ArenaHistory::held
    };

    QRect plot;
    ByteAxis axis;
    int steps = 0;
    std::vector<Bar> bars;
    std::vector<QRect> outline;  ///< from the bottom: what another inference takes in these steps
    std::vector<Box> boxes;      ///< in the order of time: what overwrites comes later

    /// The step at a pixel column; -1: beside them.
    [[nodiscard]] int stepAt(int x) const;
    /// The whole height of the plot.
    [[nodiscard]] QRect column(int step) const;
    /// The topmost box there.
    [[nodiscard]] std::optional<std::size_t> heldAt(QPoint place) const;
    /// Numbers of steps for marks, at least `distance` pixels apart; 0 and the last step, at which
    /// no operator runs, have none.
    [[nodiscard]] std::vector<int> marks(int distance) const;
};

/// Of steps that share a pixel column the fullest is shown.
///   atLeast   the axis of bytes reaches so far
///   outline   by step, or empty: bytes to compare with; the axis reaches so far, too
[[nodiscard]] HistoryLayout layoutUsed(const split::ArenaHistory& history, const QRect& plot,
                                       Bytes atLeast, int tickDistance,
                                       const std::vector<Bytes>& outline = {});
/// What is narrower or lower than a pixel is one.
[[nodiscard]] HistoryLayout layoutHeld(const split::ArenaHistory& history, const QRect& plot,
                                       Bytes atLeast, int tickDistance);

}  // namespace thimble::ui
