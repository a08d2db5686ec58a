#include "core/prune/remove_channels.h"

#include <algorithm>
#include <cstring>
#include <map>
#include <utility>

#include "core/model/check_model.h"
#include "core/model/drop_orphans.h"
#include "core/model/drop_unused_buffers.h"
#include "core/prune/kept_axes.h"
#include "core/prune/slice_tensor.h"
#include "core/prune/steering.h"
#include "core/tflm/offline_plan.h"

namespace thimble::prune {

namespace {

std::size_t at(std::int32_t index) { return static_cast<std::size_t>(index); }

class Remover {
public:
    Remover(const Model& model, const ChannelGroups& groups, KeptAxes kept, bool withWeights)
        : m_original(model),
          m_groups(groups),
          m_kept(std::move(kept)),
          m_withWeights(withWeights),
          m_model(tflm::withoutOfflinePlan(model)) {}

    Model remove() {
        sliceConstants();
        for (std::size_t t = 0; t < from().tensors.size(); ++t) {
            Tensor& tensor = to().tensors[t];
            const std::uint32_t buffer = tensor.buffer;
            tensor = sliceTensor(from().tensors[t], static_cast<std::int32_t>(t), m_kept);
            tensor.buffer = buffer;
        }
        steer();
        return dropUnusedBuffers(dropOrphanTensors(m_model));
    }

private:
    [[nodiscard]] const Subgraph& from() const { return m_original.subgraphs[0]; }
    [[nodiscard]] Subgraph& to() { return m_model.subgraphs[0]; }

    /// Tensors that always lose the same share what is left of their data.
    void sliceConstants() {
        const std::vector<std::int32_t> sharing = sharingTensors(m_original, m_groups);
        std::map<std::int32_t, std::uint32_t> made;  // by the first of those that share
        for (std::size_t t = 0; t < from().tensors.size(); ++t) {
            const auto number = static_cast<std::int32_t>(t);
            const Tensor& tensor = from().tensors[t];
            if (!isConstant(m_original, tensor) || !m_kept.cuts(number)) continue;
            const auto [entry, isNew] = made.try_emplace(sharing[t], 0);
            if (isNew) entry->second = addBuffer(sliced(tensor, number));
            to().tensors[t].buffer = entry->second;
        }
    }

    Blob sliced(const Tensor& tensor, std::int32_t number) {
        const auto data = m_original.buffers[tensor.buffer].data.bytes();
        if (m_withWeights) return Blob(sliceData(tensor, number, data, m_kept));
        const std::size_t bytes =
            storedBytes(tensor.type, sliceTensor(tensor, number, m_kept).shape);
        if (std::cmp_less(m_zeros.size(), bytes))
            m_zeros = Blob(std::vector<std::byte>(data.size()));
        return m_zeros.part(0, bytes);
    }

    std::uint32_t addBuffer(Blob data) {
        m_model.buffers.push_back({std::move(data), 0, 0});
        return static_cast<std::uint32_t>(m_model.buffers.size()) - 1;
    }

    void steer() {
        const KeptBefore kept = [this](Axis axis, std::int32_t index) {
            return m_kept.before(axis, index);
        };
        for (std::size_t o = 0; o < from().operators.size(); ++o) {
            const Operator& op = from().operators[o];
            const auto isCut = [this](std::int32_t t) { return m_kept.cuts(t); };
            if (std::ranges::none_of(op.inputs, isCut) && std::ranges::none_of(op.outputs, isCut))
                continue;
            for (const SteeredInput& input : steeredInputs(m_original, op, kept))
                to().operators[o].inputs[input.position] = steered(op, input);
            steerOptions(m_original, op, kept, to().operators[o]);
        }
        settle();
    }

    /// A constant that nobody reads as it was gives its number to the first that takes its place.
    void settle() {
        for (const auto& [what, number] : m_steered) {
            const std::int32_t source = what.first;
            if (namedTensors(m_model, 0)[at(source)]) continue;
            to().tensors[at(source)] = to().tensors[at(number)];
            for (Operator& op : to().operators) std::ranges::replace(op.inputs, number, source);
        }
    }

    /// One tensor for all that read the same numbers from the same one.
    std::int32_t steered(const Operator& op, const SteeredInput& input) {
        const std::int32_t source = op.inputs[input.position];
        const auto [entry, isNew] = m_steered.try_emplace({source, input.values}, 0);
        if (!isNew) return entry->second;
        Tensor tensor = from().tensors[at(source)];
        const auto width = static_cast<std::size_t>(*storedBits(tensor.type)) / 8;
        std::vector<std::byte> bytes(input.values.size() * width);
        for (std::size_t i = 0; i < input.values.size(); ++i)  // files are little-endian
            std::memcpy(bytes.data() + i * width, &input.values[i], width);
        tensor.buffer = addBuffer(Blob(std::move(bytes)));
        entry->second = static_cast<std::int32_t>(to().tensors.size());
        to().tensors.push_back(std::move(tensor));
        return entry->second;
    }

    const Model& m_original;
    const ChannelGroups& m_groups;
    KeptAxes m_kept;
    bool m_withWeights;
    Model m_model;
    Blob m_zeros;
    std::map<std::pair<std::int32_t, ops::Dims>, std::int32_t> m_steered;
};

Result<Model> remove(const Model& model, const ChannelGroups& groups, const Selection& selection,
                     bool withWeights) {
    THIMBLE_TRY(KeptAxes kept, keptAxes(model, groups, selection));
    Model result = Remover(model, groups, std::move(kept), withWeights).remove();
    THIMBLE_CHECK(checkModel(result));
    return result;
}

}  // namespace

Result<Model> removeChannels(const Model& model, const ChannelGroups& groups,
                             const Selection& selection) {
    return remove(model, groups, selection, true);
}

Result<Model> prunedOutline(const Model& model, const ChannelGroups& groups,
                            std::span<const std::int32_t> counts) {
    THIMBLE_CHECK(checkCounts(groups, counts));
    return remove(model, groups, keepFirst(groups, counts), false);
}

}  // namespace thimble::prune
