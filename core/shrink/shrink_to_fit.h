#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "core/base/result.h"
#include "core/shrink/choose_counts.h"
#include "core/shrink/study.h"

namespace thimble::shrink {

/// What a model needs beyond what there is: 0 or less where it fits. Whoever asks says of what:
/// TFLM's arena with the best plan, a board's SRAM and flash, the arena of a C project by rows.
struct Overrun {
    Bytes memory = 0;
    Bytes weights = 0;
    Macs macs = 0;
    [[nodiscard]] bool fits() const { return memory <= 0 && weights <= 0 && macs <= 0; }
    friend bool operator==(const Overrun&, const Overrun&) = default;
};

/// "1,200 bytes of memory too many"; empty where it fits.
[[nodiscard]] std::string overrunText(const Overrun& over);

/// Plans the model (all planners, from the start) and says by how much it is too large. Called
/// with outlines: models of the right sizes without weights.
using Judge = std::function<Result<Overrun>(const Model& outline)>;

/// Counts of channels with which the judge is content: channels go where memory is short (the
/// operators of the largest working set) and where they cost least, then all is planned again, and
/// the limits are moved by what is still missing, until it fits or nothing is left to take.
///   result   heuristic; nothing: stopped
///   errors   the judge's
[[nodiscard]] Result<std::optional<ChosenCounts>> shrinkToFit(
    const Study& study, std::span<const repair::RemovalOrder> orders, const Judge& judge,
    const repair::WorkControl& control = {});

/// Bytes of an outline that a judge's verdict on the memory depends on.
using MemoryOf = std::function<Result<Bytes>(const Model& outline)>;

/// The same where the working set says little about the memory (by rows, a few rows of every tensor
/// are alive at once). Several ways are tried: limits of the largest working set, of MACs and of
/// weights, each for itself, are lowered until the judge is content with what chooseCounts makes of
/// them, by halving, and so is the share that every group keeps; and with `memoryOf`, channels go
/// where they cost least for each byte that one of their group saves, which is measured again and
/// again. To the counts that cost least of these, channels are given back, first where they are
/// worth most, as long as all fits: those that take no memory all come back. Then one group pays
/// for a channel more of all others, where that loses less. Some dozens of plans, and a few for
/// each group.
///   memoryOf   without it that way is left out
[[nodiscard]] Result<std::optional<ChosenCounts>> shrinkByTrial(
    const Study& study, std::span<const repair::RemovalOrder> orders, const Judge& judge,
    const repair::WorkControl& control = {}, const MemoryOf& memoryOf = {});

}  // namespace thimble::shrink
