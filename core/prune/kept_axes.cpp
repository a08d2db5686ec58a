#include "core/prune/kept_axes.h"

#include <algorithm>
#include <array>
#include <utility>

namespace thimble::prune {

const std::vector<std::int32_t>* KeptAxes::of(Axis axis) const {
    const auto found = kept.find(axis);
    return found == kept.end() ? nullptr : &found->second;
}

std::int32_t KeptAxes::before(Axis axis, std::int32_t index) const {
    const auto* list = of(axis);
    if (list == nullptr) return index;
    return static_cast<std::int32_t>(std::ranges::lower_bound(*list, index) - list->begin());
}

bool KeptAxes::cuts(std::int32_t tensor) const {
    const auto next = kept.lower_bound({tensor, 0});
    return next != kept.end() && next->first.tensor == tensor;
}

Result<void> checkGroupsFit(const Model& model, const ChannelGroups& groups) {
    const auto fits = [&model](const Atom& atom) {
        const auto& tensors = model.subgraphs[0].tensors;
        if (atom.tensor < 0 || atom.tensor >= std::ssize(tensors)) return false;
        const auto& shape = tensors[static_cast<std::size_t>(atom.tensor)].shape;
        return atom.axis >= 0 && atom.axis < std::ssize(shape) && atom.index >= 0 &&
               atom.index < shape[static_cast<std::size_t>(atom.axis)];
    };
    for (const ChannelGroup& group : groups.groups)
        if (group.channels < 1 || !std::ranges::all_of(group.atoms, fits))
            return fail(ErrorCode::InvalidArgument, "channel groups of another model");
    return {};
}

Result<KeptAxes> keptAxes(const Model& model, const ChannelGroups& groups,
                          const Selection& selection) {
    THIMBLE_CHECK(checkGroupsFit(model, groups));
    THIMBLE_CHECK(checkSelection(groups, selection));
    std::map<Axis, std::vector<std::int32_t>> removed;
    for (std::size_t g = 0; g < groups.groups.size(); ++g)
        for (const std::int32_t channel : removedChannels(groups, selection, g))
            for (const Atom& atom : groups.groups[g].atomsOf(channel))
                removed[{atom.tensor, atom.axis}].push_back(atom.index);
    KeptAxes result;
    for (auto& [axis, indices] : removed) {
        std::ranges::sort(indices);
        std::vector<std::int32_t>& kept = result.kept[axis];
        auto next = indices.begin();
        const std::int32_t size = model.subgraphs[0]
                                      .tensors[static_cast<std::size_t>(axis.tensor)]
                                      .shape[static_cast<std::size_t>(axis.axis)];
        for (std::int32_t i = 0; i < size; ++i)
            if (next != indices.end() && *next == i)
                ++next;
            else
                kept.push_back(i);
    }
    return result;
}

std::vector<std::int32_t> sharingTensors(const Model& model, const ChannelGroups& groups) {
    const auto& tensors = model.subgraphs[0].tensors;
    // (axis, index, group, channel): what a tensor loses, and when
    using Losses = std::vector<std::array<std::int32_t, 4>>;
    std::vector<Losses> losses(tensors.size());
    for (std::size_t g = 0; g < groups.groups.size(); ++g)
        for (std::int32_t c = 0; c < groups.groups[g].channels; ++c)
            for (const Atom& atom : groups.groups[g].atomsOf(c))
                if (isConstant(model, tensors[static_cast<std::size_t>(atom.tensor)]))
                    losses[static_cast<std::size_t>(atom.tensor)].push_back(
                        {atom.axis, atom.index, static_cast<std::int32_t>(g), c});
    std::map<std::uint32_t, std::vector<std::int32_t>> byBuffer;
    std::vector<std::int32_t> result;
    for (std::size_t t = 0; t < tensors.size(); ++t) {
        const auto number = static_cast<std::int32_t>(t);
        result.push_back(number);
        if (!isConstant(model, tensors[t])) continue;
        std::ranges::sort(losses[t]);
        auto& others = byBuffer[tensors[t].buffer];
        const auto twin = std::ranges::find_if(others, [&](std::int32_t other) {
            const auto o = static_cast<std::size_t>(other);
            return tensors[o].type == tensors[t].type && tensors[o].shape == tensors[t].shape &&
                   losses[o] == losses[t];
        });
        if (twin == others.end())
            others.push_back(number);
        else
            result[t] = *twin;
    }
    return result;
}

}  // namespace thimble::prune
