#pragma once

#include <compare>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "core/base/result.h"
#include "core/model/model.h"

namespace thimble::prune {

// Which channels of a model must go together. Numbers of tensors and operators are those of
// subgraph 0. docs/algorithms/pruning.md has the rule of every operator.

// NOLINTBEGIN(modernize-use-nullptr): clang-tidy takes the 0 of a defaulted <=> for a pointer.

struct Axis {
    std::int32_t tensor = 0;
    std::int32_t axis = 0;
    friend auto operator<=>(const Axis&, const Axis&) = default;
};

/// One index along one axis of a tensor: row 3 of a filter, channel 3 of what it makes.
struct Atom {
    std::int32_t tensor = 0;
    std::int32_t axis = 0;
    std::int32_t index = 0;
    friend auto operator<=>(const Atom&, const Atom&) = default;
};

/// How much of an axis one channel is. An axis that an operator takes apart or puts together (the
/// output of a CONCATENATION) has sections, and each counts for itself.
struct AxisShare {
    Axis axis;
    std::int32_t section = 0;
    std::int32_t perChannel = 0;  ///< indices that go with each channel
    friend auto operator<=>(const AxisShare&, const AxisShare&) = default;
};

/// An operator with weights that sums over the group's channels of one of its inputs.
struct Reader {
    std::int32_t op = 0;
    Axis input;
    friend auto operator<=>(const Reader&, const Reader&) = default;
};

// NOLINTEND(modernize-use-nullptr)

/// Channels that are alike: each takes as much from the same axes, so that all sizes depend only on
/// how many of them there are. A channel is all or nothing: its atoms go together. Any one may go,
/// independent of the others, but one must stay.
struct ChannelGroup {
    std::string name;                    ///< "#3 CONV_2D": who makes them; "#3 CONV_2D/2": others
    std::int32_t channels = 0;           ///< in the order of the first maker's output
    std::vector<AxisShare> shares;       ///< ascending
    std::vector<std::int32_t> makers;    ///< operators whose weights make the channels, ascending
    std::vector<std::int32_t> carriers;  ///< operators that pass them on (RELU, ADD, pools)
    std::vector<Reader> readers;         ///< ascending
    std::vector<Axis> weights;           ///< of constants, at zero where a channel is to be zero
    std::vector<Atom> atoms;             ///< channel after channel, each ascending

    [[nodiscard]] std::span<const Atom> atomsOf(std::int32_t channel) const {
        const std::size_t each = atoms.size() / static_cast<std::size_t>(channels);
        return std::span(atoms).subspan(static_cast<std::size_t>(channel) * each, each);
    }
    friend bool operator==(const ChannelGroup&, const ChannelGroup&) = default;
};

/// Channels of an operator's weights that must stay, and why.
struct FrozenChannels {
    std::int32_t op = 0;
    Axis weights;
    std::int32_t count = 0;
    std::string reason;  ///< "tensor 'softmax' (#9) is an output of the model"
    friend bool operator==(const FrozenChannels&, const FrozenChannels&) = default;
};

/// An axis in sections.
struct DividedAxis {
    Axis axis;
    std::vector<std::int32_t> begins;  ///< the first is 0
    friend bool operator==(const DividedAxis&, const DividedAxis&) = default;
};

struct ChannelGroups {
    std::vector<ChannelGroup> groups;    ///< by first maker, then by its first channel
    std::vector<FrozenChannels> frozen;  ///< by operator; the others of each makers' axis
    std::vector<DividedAxis> divided;    ///< ascending; all other axes are one section
    friend bool operator==(const ChannelGroups&, const ChannelGroups&) = default;
};

/// Sound, not complete: what a group allows can be removed; an operator that has no rule, or that
/// does not fit its rule, freezes the channels of all its tensors.
///   model    has passed checkModel
///   errors   Unsupported   tensors with more than 4 million indices along their axes
///   cost     nearly linear in the number of atoms
[[nodiscard]] Result<ChannelGroups> channelGroups(const Model& model);

}  // namespace thimble::prune
