#pragma once

#include <cstdint>
#include <functional>
#include <optional>

#include "core/cproject/project.h"
#include "core/resolution/at_resolution.h"

namespace thimble {

/// A resolution that a memory affords.
struct Affordable {
    enum class Reason {
        Found,      ///< the next larger one takes more
        Largest,    ///< nothing larger is looked at
        Cancelled,  ///< the best so far
    };
    Resolution resolution;
    Bytes arenaBytes = 0;
    Macs macs = 0;
    Reason reason = Reason::Found;
    friend bool operator==(const Affordable&, const Affordable&) = default;
};

/// The largest resolution whose C project, planned with `options`, has an arena of at most
/// `mostBytes`; nothing where not even the smallest has, or a cancelled search had found none yet.
/// The same aspect ratio, in steps of 8 pixels along the shorter side's part of it, or of fewer
/// where the model's own resolution is no multiple of that; those at which the model does not work
/// are left out. By bisection, which takes for granted that more pixels take more memory: exact if
/// they do.
///   tried    called with how many have been planned, and of how many at most
///   errors   as makeProject at the model's own resolution
[[nodiscard]] Result<std::optional<Affordable>> affordableResolution(
    const Model& model, Bytes mostBytes, const cproject::ProjectOptions& options,
    const SearchControl& control = {}, const std::function<void(int, int)>& tried = {});

}  // namespace thimble
