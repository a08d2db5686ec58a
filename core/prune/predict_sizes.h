#pragma once

#include <cstdint>
#include <map>
#include <span>
#include <vector>

#include "core/base/interval.h"
#include "core/base/units.h"
#include "core/graph/graph.h"
#include "core/model/model.h"
#include "core/prune/channel_groups.h"

namespace thimble::prune {

/// What the model without the other channels reports, to the last byte. Tensors and operators by
/// the numbers of subgraph 0 of the original.
struct PredictedSizes {
    Bytes weightBytes = 0;  ///< of all constants, each buffer once: ModelSummary::weightBytes
    Macs macs = 0;          ///< of subgraph 0
    std::vector<Macs> operatorMacs;
    std::vector<Bytes> tensorBytes;      ///< at run time: GraphTensor::bytes
    std::vector<Bytes> workingSetBytes;  ///< by operator: WorkingSet::perOperator
    Bytes peakBytes = 0;                 ///< of the working set
    friend bool operator==(const PredictedSizes&, const PredictedSizes&) = default;
};

/// Sizes of a model as a function of how many channels stay of each group. Exact, and made for
/// searches: microseconds each, for no model is built and nothing is planned. Arena and file depend
/// on TFLM's planner and on the file format: plan or write a prunedOutline for them.
///   one thread at a time; a copy is as good as the original
class SizePredictor {
public:
    /// `model` must outlive this; the groups are its own.
    SizePredictor(const Model& model, const ChannelGroups& groups);

    /// The counts have passed checkCounts.
    [[nodiscard]] const PredictedSizes& predict(std::span<const std::int32_t> counts);

    /// As of the last prediction: for liveRanges, planners and whatever else looks at sizes alone.
    [[nodiscard]] const SubgraphGraph& graph() const { return m_graph; }

private:
    /// `perChannel` indices of a section go with each channel of the group.
    struct Loss {
        std::size_t section = 0;
        std::size_t group = 0;
        std::int32_t perChannel = 0;
    };
    /// An axis that may lose something.
    struct CutAxis {
        Axis axis;
        std::vector<std::int32_t> begins, lengths;  ///< of its sections in the original
        std::vector<std::int32_t> kept;             ///< of each, now
        std::vector<Loss> losses;
    };
    /// Data whose size depends on the selection, with the tensors that have it.
    struct SharedData {
        Bytes bytes = 0;                   ///< in the original
        bool isAlwaysUsed = false;         ///< by a tensor that never changes
        std::vector<std::int32_t> sliced;  ///< of those that always lose the same, the first
        std::vector<std::int32_t> steering;
    };

    void findAxes();
    void findData();
    void findOperators();
    void setShapes(std::span<const std::int32_t> counts);
    [[nodiscard]] const CutAxis* find(Axis axis) const;
    [[nodiscard]] std::int32_t before(Axis axis, std::int32_t index) const;
    [[nodiscard]] bool isCut(std::int32_t tensor) const;
    [[nodiscard]] Bytes constantBytes() const;

    const Model* m_model;
    const ChannelGroups* m_groups;
    Subgraph m_shapes;  ///< of the pruned model; all else is the original's
    SubgraphGraph m_graph;
    std::vector<LiveRange> m_live;
    std::vector<CutAxis> m_axes;           ///< ascending
    std::vector<std::int32_t> m_tensors;   ///< that may lose something, ascending
    std::vector<std::size_t> m_operators;  ///< that have such a tensor
    std::vector<std::size_t> m_steered;    ///< of these, those with constants that may change
    std::map<std::int32_t, std::size_t> m_references;  ///< to the constants that steer them
    Bytes m_fixedBytes = 0;                            ///< of all other data
    std::vector<SharedData> m_data;
    PredictedSizes m_sizes;
};

}  // namespace thimble::prune
