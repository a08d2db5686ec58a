#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "core/arena/arena_plan.h"

namespace thimble {

/// A buffer as the searches see it: whole sections instead of steps.
struct PackingItem {
    Bytes bytes = 0;         ///< rounded up to the alignment, never 0
    std::int32_t first = 0;  ///< alive in the sections [first, last)
    std::int32_t last = 0;
    Bytes fixed = -1;          ///< where it must lie; -1: anywhere
    std::uint32_t buffer = 0;  ///< its position in the problem
};

/// Buffers that are linked by overlapping live ranges: a problem of its own.
///
///     buffer  a  |=====|                     Key insight: of all steps only those matter in which
///     buffer  b     |======|                 a set of buffers is alive that no other step's set
///     buffer  c          |=====|             contains. Here two sections, {a, b} and {b, c}, say
///     section       [0 ][1 ]                 all there is to say about who must avoid whom.
struct Packing {
    std::vector<PackingItem> items;  ///< sorted by `first`
    std::int32_t sections = 0;
    std::vector<std::size_t> startsAt;     ///< items that begin in s: [startsAt[s], startsAt[s+1])
    std::vector<std::size_t> memberBegin;  ///< members of section s: [memberBegin[s], ...[s+1])
    std::vector<std::uint32_t> members;    ///< items, by section; empty when there are too many
    std::vector<Bytes> load;               ///< bytes alive, per section
    Bytes unit = 1;                        ///< every height worth looking at is a multiple of it

    [[nodiscard]] bool searchable() const { return !members.empty(); }
    [[nodiscard]] std::span<const std::uint32_t> membersOf(std::int32_t section) const {
        const auto s = static_cast<std::size_t>(section);
        return std::span(members).subspan(memberBegin[s], memberBegin[s + 1] - memberBegin[s]);
    }
};

/// One packing per group of buffers that hang together in time, in order of time. Buffers without
/// bytes or steps are in none: they lie anywhere.
///   cost     O(n log n + m) time and O(n + m) memory; m = sum over buffers of the sections they
///   are
///            alive in. Where m is over 8 million the members stay empty.
[[nodiscard]] std::vector<Packing> splitInTime(const ArenaProblem& problem);

}  // namespace thimble
