#pragma once

#include <cstdint>
#include <vector>

#include "core/split/row_plan.h"

namespace thimble::split {

/// A rectangle of memory and time: these bytes hold the same thing from one step to another, both
/// included. Steps as in Piece.
struct HeldBytes {
    enum class Kind : std::uint8_t { Tensor, Row, Scratch, Sums };
    Kind kind = Kind::Tensor;
    std::int32_t number = 0;  ///< the model's: of the tensor, or of the operator that works there
    std::int32_t firstRow = 0, endRow = 1;  ///< of the tensor; of a whole one, those that end then
    Bytes offset = 0, bytes = 0;
    std::int32_t first = 0, last = 0;
    [[nodiscard]] bool isAt(std::int32_t step) const { return first <= step && step <= last; }
    friend bool operator==(const HeldBytes&, const HeldBytes&) = default;
};

/// Bytes of the arena that hold something in a step; those that an output shares with an input that
/// it overwrites count once.
struct UsedBytes {
    Bytes whole = 0;  ///< of whole tensors
    Bytes rows = 0;   ///< single ones
    Bytes work = 0;   ///< scratch and sums
    [[nodiscard]] Bytes total() const { return whole + rows + work; }
    friend bool operator==(const UsedBytes&, const UsedBytes&) = default;
};

/// What an inference does with its arena, for pictures.
struct ArenaHistory {
    struct Step {
        std::int32_t op = -1;   ///< the model's; -1: the application
        std::int32_t row = -1;  ///< -1: all of it
        friend bool operator==(const Step&, const Step&) = default;
    };
    std::vector<Step> steps;
    std::vector<HeldBytes> held;
    std::vector<UsedBytes> used;  ///< by step
    std::int32_t peakStep = 0;    ///< the first with the most bytes in use
    Bytes arenaBytes = 0;
    friend bool operator==(const ArenaHistory&, const ArenaHistory&) = default;
};

[[nodiscard]] ArenaHistory historyOf(const RowGraph& graph, const RowPlan& plan);

/// In the fullest step; what an output shares with an input that it overwrites counts once.
[[nodiscard]] Bytes mostInUse(const ArenaHistory& history);

/// Fills in `used` and `peakStep` from the rest.
void countUsed(ArenaHistory& history);

/// A segment of a plan, for people: one, also where it runs slice by slice.
struct SegmentRow {
    Segment segment;                       ///< of the graph that was planned
    std::int32_t firstOp = 0, lastOp = 0;  ///< the model's
    std::int32_t rows = 0;   ///< that its last operator makes or takes in, one by one, of all
                             ///< slices; whole: 1
    std::int64_t calls = 0;  ///< of kernels
    Bytes mostBytes = 0;     ///< in use while it runs, all of the model's
    friend bool operator==(const SegmentRow&, const SegmentRow&) = default;
};

/// `graph` is the plan's, or the same operators of another model's numbers.
[[nodiscard]] std::vector<SegmentRow> segmentRows(const RowGraph& graph, const RowPlan& plan,
                                                  const ArenaHistory& history);

}  // namespace thimble::split
