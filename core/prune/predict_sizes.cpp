#include "core/prune/predict_sizes.h"

#include <algorithm>
#include <limits>
#include <set>

#include "core/base/assert.h"
#include "core/liveness/working_set.h"
#include "core/model/drop_orphans.h"
#include "core/ops/operator_rules.h"
#include "core/prune/kept_axes.h"
#include "core/prune/selection.h"
#include "core/prune/slice_tensor.h"
#include "core/prune/steering.h"

namespace thimble::prune {

namespace {

std::size_t at(std::int32_t index) { return static_cast<std::size_t>(index); }

/// Counts of a hostile file end at the largest value instead of overflowing.
Macs addSaturating(Macs a, Macs b) {
    return a > std::numeric_limits<Macs>::max() - b ? std::numeric_limits<Macs>::max() : a + b;
}

Bytes elementsOf(const std::vector<std::int32_t>& shape) {
    Bytes elements = 1;
    for (const std::int32_t size : shape) elements *= size;
    return elements;
}

/// How often anything of subgraph 0 or of a signature names the tensor.
std::size_t referencesTo(const Model& model, std::int32_t tensor) {
    const Subgraph& subgraph = model.subgraphs[0];
    std::ptrdiff_t count = 0;
    const auto add = [&](const std::vector<std::int32_t>& list) {
        count += std::ranges::count(list, tensor);
    };
    add(subgraph.inputs);
    add(subgraph.outputs);
    for (const Operator& op : subgraph.operators) {
        add(op.inputs);
        add(op.outputs);
        add(op.intermediates);
    }
    for (const Signature& signature : model.signatures)
        if (signature.subgraph == 0)
            for (const auto* list : {&signature.inputs, &signature.outputs})
                count += std::ranges::count(*list, static_cast<std::uint32_t>(tensor),
                                            &NamedTensor::tensor);
    for (const Tensor& other : subgraph.tensors) {
        if (!other.quantization) continue;
        const auto addDetails = [&](const auto* details) {
            if (details != nullptr)
                count +=
                    (details->scales == tensor ? 1 : 0) + (details->zeroPoints == tensor ? 1 : 0);
        };
        addDetails(std::get_if<BlockwiseQuantization>(&other.quantization->details));
        addDetails(std::get_if<MultiAxisQuantization>(&other.quantization->details));
    }
    return static_cast<std::size_t>(count);
}

}  // namespace

SizePredictor::SizePredictor(const Model& model, const ChannelGroups& groups)
    : m_model(&model),
      m_groups(&groups),
      m_shapes(model.subgraphs[0]),
      m_graph(std::move(buildGraph(model).subgraphs[0])),
      m_live(liveRanges(m_graph)) {
    findAxes();
    findOperators();
    findData();
    for (const GraphTensor& tensor : m_graph.tensors) m_sizes.tensorBytes.push_back(tensor.bytes);
    for (const Operator& op : m_shapes.operators)
        m_sizes.operatorMacs.push_back(operatorMacs(model, m_shapes, op));
}

void SizePredictor::findAxes() {
    std::map<Axis, std::vector<Loss>> losses;
    for (std::size_t g = 0; g < m_groups->groups.size(); ++g)
        for (const AxisShare& share : m_groups->groups[g].shares)
            losses[share.axis].push_back({at(share.section), g, share.perChannel});
    for (auto& [axis, list] : losses) {
        CutAxis cut{axis, {0}, {}, {}, std::move(list)};
        const auto divided = std::ranges::find(m_groups->divided, axis, &DividedAxis::axis);
        if (divided != m_groups->divided.end()) cut.begins = divided->begins;
        const std::int32_t size = m_shapes.tensors[at(axis.tensor)].shape[at(axis.axis)];
        for (std::size_t s = 0; s < cut.begins.size(); ++s)
            cut.lengths.push_back((s + 1 < cut.begins.size() ? cut.begins[s + 1] : size) -
                                  cut.begins[s]);
        cut.kept = cut.lengths;
        m_axes.push_back(std::move(cut));
        if (m_tensors.empty() || m_tensors.back() != axis.tensor) m_tensors.push_back(axis.tensor);
    }
}

/// What changes at all changes where one channel of each group is left.
void SizePredictor::findOperators() {
    setShapes(std::vector<std::int32_t>(m_groups->groups.size(), 1));
    const KeptBefore kept = [this](Axis axis, std::int32_t index) { return before(axis, index); };
    for (std::size_t o = 0; o < m_shapes.operators.size(); ++o) {
        const Operator& op = m_shapes.operators[o];
        const auto isCutable = [this](std::int32_t t) {
            return std::ranges::binary_search(m_tensors, t);
        };
        if (std::ranges::none_of(op.inputs, isCutable) &&
            std::ranges::none_of(op.outputs, isCutable))
            continue;
        m_operators.push_back(o);
        const std::vector<SteeredInput> steered = steeredInputs(*m_model, op, kept);
        if (!steered.empty()) m_steered.push_back(o);
        for (const SteeredInput& input : steered) m_references[op.inputs[input.position]] = 0;
    }
    for (auto& [tensor, count] : m_references) count = referencesTo(*m_model, tensor);
}

void SizePredictor::findData() {
    const std::vector<std::int32_t> sharing = sharingTensors(*m_model, *m_groups);
    std::map<std::uint32_t, SharedData> data;
    std::set<std::uint32_t> changing;
    for (std::size_t s = 0; s < m_model->subgraphs.size(); ++s) {
        const std::vector<bool> isNamed = namedTensors(*m_model, s);
        for (std::size_t t = 0; t < isNamed.size(); ++t) {
            const Tensor& tensor = m_model->subgraphs[s].tensors[t];
            if (!isNamed[t] || !isConstant(*m_model, tensor)) continue;
            const auto number = static_cast<std::int32_t>(t);
            SharedData& shared = data[tensor.buffer];
            shared.bytes = m_model->buffers[tensor.buffer].data.size();
            const bool isSliced = s == 0 && std::ranges::binary_search(m_tensors, number);
            const bool isSteering = s == 0 && m_references.contains(number);
            if (isSliced || isSteering) changing.insert(tensor.buffer);
            if (isSteering) shared.steering.push_back(number);
            if (isSliced && sharing[t] == number) shared.sliced.push_back(number);
            if (!isSliced && !isSteering) shared.isAlwaysUsed = true;
        }
    }
    for (auto& [buffer, shared] : data)
        if (changing.contains(buffer))
            m_data.push_back(std::move(shared));
        else
            m_fixedBytes += shared.bytes;
}

void SizePredictor::setShapes(std::span<const std::int32_t> counts) {
    for (CutAxis& cut : m_axes) {
        cut.kept = cut.lengths;
        for (const Loss& loss : cut.losses)
            cut.kept[loss.section] -=
                loss.perChannel * (m_groups->groups[loss.group].channels - counts[loss.group]);
        std::int32_t size = 0;
        for (const std::int32_t kept : cut.kept) size += kept;
        m_shapes.tensors[at(cut.axis.tensor)].shape[at(cut.axis.axis)] = size;
    }
    for (const std::int32_t t : m_tensors) {
        GraphTensor& tensor = m_graph.tensors[at(t)];
        tensor.shape = m_shapes.tensors[at(t)].shape;
        if (tensor.role != TensorRole::Resource)
            tensor.bytes = elementsOf(tensor.shape) * tflmElementBytes(tensor.type).value_or(0);
    }
}

const SizePredictor::CutAxis* SizePredictor::find(Axis axis) const {
    const auto found = std::ranges::lower_bound(m_axes, axis, {}, &CutAxis::axis);
    return found == m_axes.end() || found->axis != axis ? nullptr : &*found;
}

/// Asked only where sections begin, and at the end.
std::int32_t SizePredictor::before(Axis axis, std::int32_t index) const {
    const CutAxis* cut = find(axis);
    if (cut == nullptr) return index;
    std::int32_t count = 0;
    for (std::size_t s = 0; s < cut->begins.size() && cut->begins[s] < index; ++s)
        count += cut->kept[s];
    return count;
}

bool SizePredictor::isCut(std::int32_t tensor) const {
    return m_shapes.tensors[at(tensor)].shape != m_model->subgraphs[0].tensors[at(tensor)].shape;
}

Bytes SizePredictor::constantBytes() const {
    Bytes total = m_fixedBytes;
    std::map<std::int32_t, std::size_t> references = m_references;
    std::set<std::pair<std::int32_t, ops::Dims>> steered;
    const KeptBefore kept = [this](Axis axis, std::int32_t index) { return before(axis, index); };
    for (const std::size_t o : m_steered) {
        const Operator& op = m_shapes.operators[o];
        for (SteeredInput& input : steeredInputs(*m_model, op, kept)) {
            const std::int32_t source = op.inputs[input.position];
            --references[source];
            const auto width = *storedBits(m_shapes.tensors[at(source)].type) / 8;
            const auto count = static_cast<Bytes>(input.values.size());
            if (steered.insert({source, std::move(input.values)}).second) total += count * width;
        }
    }
    for (const SharedData& shared : m_data) {
        bool isUsed = shared.isAlwaysUsed;
        for (const std::int32_t t : shared.sliced) {
            const Tensor& tensor = m_shapes.tensors[at(t)];
            if (isCut(t))
                total += static_cast<Bytes>(storedBytes(tensor.type, tensor.shape));
            else
                isUsed = true;
        }
        for (const std::int32_t t : shared.steering) isUsed = isUsed || references[t] > 0;
        if (isUsed) total += shared.bytes;
    }
    return total;
}

const PredictedSizes& SizePredictor::predict(std::span<const std::int32_t> counts) {
    THIMBLE_ASSERT(checkCounts(*m_groups, counts).has_value());
    setShapes(counts);
    for (const std::int32_t t : m_tensors)
        m_sizes.tensorBytes[at(t)] = m_graph.tensors[at(t)].bytes;
    for (const std::size_t o : m_operators)
        m_sizes.operatorMacs[o] = operatorMacs(*m_model, m_shapes, m_shapes.operators[o]);
    m_sizes.macs = 0;
    for (const Macs macs : m_sizes.operatorMacs) m_sizes.macs = addSaturating(m_sizes.macs, macs);
    WorkingSet set = workingSet(m_graph, m_live);
    m_sizes.workingSetBytes = std::move(set.perOperator);
    m_sizes.peakBytes = set.peakBytes;
    m_sizes.weightBytes = constantBytes();
    return m_sizes;
}

}  // namespace thimble::prune
