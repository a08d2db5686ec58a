#pragma once

#include <cstddef>
#include <optional>
#include <span>

#include "core/base/units.h"
#include "core/tflm/allocation_script.h"

namespace thimble::tflm {

/// An allocation for which there was no room.
struct AllocationFailure {
    std::size_t event = 0;  ///< position in the script
    Bytes requested = 0;    ///< padding included
    Bytes available = 0;    ///< never negative
    friend bool operator==(const AllocationFailure&, const AllocationFailure&) = default;
};

/// The arena after a script has run, or where it stopped.
struct ArenaUse {
    Bytes headBytes = 0;
    Bytes tailBytes = 0;
    TailBytes tail{};
    Bytes peakBytes = 0;  ///< the most of head, temporaries and tail together at any moment
    std::optional<AllocationFailure> failure;
    friend bool operator==(const ArenaUse&, const ArenaUse&) = default;
};

/// Plays the script in an arena of `arenaBytes` that starts on a multiple of 16, as TFLM's
/// SingleArenaBufferAllocator would. A persistent buffer that would run into temporaries counts as
/// a failure; TFLM would overwrite them.
///   source   micro/arena_allocator/single_arena_buffer_allocator.cc
[[nodiscard]] ArenaUse simulateArena(std::span<const AllocationEvent> script, Bytes arenaBytes);

/// The smallest arena, a multiple of 16, in which the script succeeds.
[[nodiscard]] Bytes minimumArena(std::span<const AllocationEvent> script);

}  // namespace thimble::tflm
