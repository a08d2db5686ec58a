#pragma once

#include <compare>
#include <cstdint>
#include <string>
#include <vector>

#include "core/base/splitmix.h"

namespace thimble::search {

// NOLINTBEGIN(modernize-use-nullptr): clang-tidy takes the 0 of a defaulted <=> for a pointer.

/// A variant of a model: all that a search changes.
struct Genome {
    std::vector<std::int32_t> counts;  ///< channels that stay, by group
    std::int32_t order = 0;            ///< index of the order in which the others go
    std::int32_t form = 0;             ///< index of what it is made into
    std::int32_t resolution = 0;       ///< index of the resolution
    friend auto operator<=>(const Genome&, const Genome&) = default;
};

// NOLINTEND(modernize-use-nullptr)

/// What genomes there are.
struct Space {
    std::vector<std::int32_t> channels;  ///< of each group; 1 to all of them can stay
    std::int32_t orders = 1;
    std::int32_t forms = 1;
    std::int32_t resolutions = 1;
    friend bool operator==(const Space&, const Space&) = default;
};

[[nodiscard]] bool isIn(const Space& space, const Genome& genome);

/// All channels, the first of all else.
[[nodiscard]] Genome wholeModel(const Space& space);

/// A whole number from 0 to `below` - 1, a real one from 0 to below 1, and one of mean 0 and
/// variance 1 between -6 and 6 (the sum of twelve): the same on every machine.
[[nodiscard]] std::int64_t drawBelow(SplitMix& random, std::int64_t below);
[[nodiscard]] double drawUnit(SplitMix& random);
[[nodiscard]] double drawNormal(SplitMix& random);

/// Each number of channels, and each choice of all else, as likely as another.
[[nodiscard]] Genome randomGenome(const Space& space, SplitMix& random);

/// One change, drawn: one group gets 1, 3 or 5 channels more or less (of a wide group so many
/// 32nds of it), all groups together get a share of normal distribution with deviation 0.05 more or
/// less, or another order, form or resolution where there is one.
///   source   the steps of filters and sparsity of uNAS (Liberis, Dudziak and Lane, arXiv
///            2010.14246), which has no groups: a group stands for the layers that must agree
[[nodiscard]] Genome morphed(const Space& space, const Genome& genome, SplitMix& random);

/// Each number from one parent or the other.
[[nodiscard]] Genome crossed(const Genome& a, const Genome& b, SplitMix& random);

}  // namespace thimble::search
