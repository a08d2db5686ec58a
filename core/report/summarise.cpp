#include "core/report/summarise.h"

#include <fmt/format.h>

#include <algorithm>
#include <limits>
#include <set>

#include "core/ops/operator_rules.h"
#include "core/report/contributors.h"

namespace thimble {

namespace {

std::string quantizationText(const Tensor& tensor) {
    if (!tensor.quantization || tensor.quantization->scale.empty()) return {};
    const Quantization& q = *tensor.quantization;
    if (q.scale.size() > 1)
        return fmt::format("per channel ({}), dimension {}", q.scale.size(), q.quantizedDimension);
    return fmt::format("scale {}, zero point {}", q.scale[0],
                       q.zeroPoint.empty() ? 0 : q.zeroPoint[0]);
}

/// Counts of a hostile file end at the largest value instead of overflowing.
Macs addSaturating(Macs a, Macs b) {
    return a > std::numeric_limits<Macs>::max() - b ? std::numeric_limits<Macs>::max() : a + b;
}

Bytes constantBytes(const Model& model, const Tensor& tensor) {
    return model.buffers[tensor.buffer].data.size();
}

/// Constants that tensors refer to, each buffer once.
Bytes weightBytes(const Model& model) {
    std::set<std::uint32_t> buffers;
    for (const Subgraph& subgraph : model.subgraphs)
        for (const Tensor& tensor : subgraph.tensors) buffers.insert(tensor.buffer);
    Bytes total = 0;
    for (const std::uint32_t b : buffers) total += model.buffers[b].data.size();
    return total;
}

void addTensors(const Model& model, const Graph& graph, Report& report) {
    for (std::size_t s = 0; s < graph.subgraphs.size(); ++s) {
        report.firstTensor.push_back(report.tensors.size());
        const SubgraphGraph& subgraph = graph.subgraphs[s];
        for (std::size_t t = 0; t < subgraph.tensors.size(); ++t) {
            const GraphTensor& from = subgraph.tensors[t];
            const Tensor& tensor = model.subgraphs[s].tensors[t];
            TensorRow row;
            row.subgraph = static_cast<std::uint32_t>(s);
            row.index = static_cast<std::int32_t>(t);
            row.name = from.name;
            row.type = from.type;
            row.shape = from.shape;
            row.role = from.role;
            row.bytes =
                from.role == TensorRole::Constant ? constantBytes(model, tensor) : from.bytes;
            row.quantization = quantizationText(tensor);
            row.producer = from.producer;
            row.consumers = from.consumers;
            row.isInput = from.isInput;
            row.isOutput = from.isOutput;
            report.tensors.push_back(std::move(row));
        }
    }
    for (std::size_t b = 0; b < report.device.buffers.size(); ++b) {
        const tflm::PlannedBuffer& buffer = report.device.buffers[b];
        if (!buffer.isScratch())
            report
                .tensors[report.firstTensor[buffer.subgraph] +
                         static_cast<std::size_t>(buffer.tensor)]
                .buffer = static_cast<std::int32_t>(b);
    }
}

void addOperators(const Model& model, const Graph& graph, const WorkingSet& workingSet,
                  Report& report) {
    for (std::size_t s = 0; s < graph.subgraphs.size(); ++s) {
        report.firstOperator.push_back(report.operators.size());
        const SubgraphGraph& subgraph = graph.subgraphs[s];
        for (std::size_t o = 0; o < subgraph.operators.size(); ++o) {
            const GraphOperator& from = subgraph.operators[o];
            OperatorRow row;
            row.subgraph = static_cast<std::uint32_t>(s);
            row.index = static_cast<std::int32_t>(o);
            row.name = from.name;
            row.family = operatorFamilyName(operatorFamily(from.code));
            row.macs = operatorMacs(model, model.subgraphs[s], model.subgraphs[s].operators[o]);
            row.macsKnown = knowsMacs(from.code);
            row.inputs = from.inputs;
            row.outputs = from.outputs;
            for (const std::int32_t t : from.inputs)
                if (t >= 0 &&
                    subgraph.tensors[static_cast<std::size_t>(t)].role == TensorRole::Constant)
                    row.weightBytes += constantBytes(
                        model, model.subgraphs[s].tensors[static_cast<std::size_t>(t)]);
            if (s == 0) row.workingSetBytes = workingSet.perOperator[o];
            report.operators.push_back(std::move(row));
        }
    }
    for (const tflm::PlannedBuffer& buffer : report.device.buffers)
        if (buffer.isScratch())
            report
                .operators[report.firstOperator[buffer.subgraph] +
                           static_cast<std::size_t>(buffer.op)]
                .scratchBytes += buffer.bytes;
}

/// What is alive in each step, split by what the step's operator does with it.
class StepBuilder {
public:
    StepBuilder(const Graph& graph, Report& report)
        : m_graph(graph), m_report(report), m_takenIn(report.device.buffers.size(), -1) {}

    void build() {
        const auto& scopes = m_report.device.scopes;
        m_report.steps.reserve(scopes.size());
        for (const tflm::Scope& scope : scopes)
            m_report.steps.push_back({scope.subgraph, scope.op});
        addAlive();
        for (std::size_t step = 0; step < m_report.steps.size(); ++step) split(step);
        // Among steps that hold the same once rounded up, the one that really holds more.
        const auto held = [&](std::size_t step) {
            return std::pair(m_report.steps[step].alignedBytes, m_report.steps[step].totalBytes());
        };
        for (std::size_t step = 0; step < m_report.steps.size(); ++step)
            if (m_report.peakStep < 0 ||
                held(step) > held(static_cast<std::size_t>(m_report.peakStep)))
                m_report.peakStep = static_cast<std::int32_t>(step);
    }

private:
    /// Running sums of everything alive; all of it counts as "other" until it is split.
    void addAlive() {
        const std::size_t count = m_report.steps.size();
        std::vector<Bytes> tensors(count + 1), scratch(count + 1), aligned(count + 1);
        for (const tflm::PlannedBuffer& buffer : m_report.device.buffers) {
            // What nothing writes is alive from before the first step.
            const auto first = static_cast<std::size_t>(std::max(buffer.scopes.first, 0));
            const auto last = static_cast<std::size_t>(buffer.scopes.last);
            if (first >= last || last > count) continue;
            auto& part = buffer.isScratch() ? scratch : tensors;
            part[first] += buffer.bytes;
            part[last] -= buffer.bytes;
            aligned[first] += buffer.plannedBytes;
            aligned[last] -= buffer.plannedBytes;
        }
        Bytes tensorBytes = 0, scratchBytes = 0, alignedBytes = 0;
        for (std::size_t step = 0; step < count; ++step) {
            m_report.steps[step].otherBytes = tensorBytes += tensors[step];
            m_report.steps[step].scratchBytes = scratchBytes += scratch[step];
            m_report.steps[step].alignedBytes = alignedBytes += aligned[step];
        }
    }

    void split(std::size_t step) {
        StepRow& row = m_report.steps[step];
        if (row.op < 0) {
            // Nothing runs yet: the subgraph's inputs arrive.
            for (const std::int32_t t : m_graph.subgraphs[row.subgraph].inputs)
                take(row, step, t, row.inputBytes);
            return;
        }
        OperatorRow& op =
            m_report
                .operators[m_report.firstOperator[row.subgraph] + static_cast<std::size_t>(row.op)];
        if (op.step < 0) op.step = static_cast<std::int32_t>(step);
        for (const std::int32_t t : op.outputs) take(row, step, t, row.outputBytes);
        for (const std::int32_t t : op.inputs)
            if (t >= 0) take(row, step, t, row.inputBytes);
    }

    /// Moves a tensor that is alive from "other" to the part it plays, once per step.
    void take(StepRow& row, std::size_t step, std::int32_t tensor, Bytes& part) {
        const std::int32_t position = m_report.tensorRow(row.subgraph, tensor).buffer;
        if (position < 0) return;
        const auto buffer = static_cast<std::size_t>(position);
        if (m_takenIn[buffer] == static_cast<std::ptrdiff_t>(step)) return;
        const tflm::PlannedBuffer& planned = m_report.device.buffers[buffer];
        if (!planned.scopes.contains(static_cast<std::int32_t>(step))) return;
        m_takenIn[buffer] = static_cast<std::ptrdiff_t>(step);
        part += planned.bytes;
        row.otherBytes -= planned.bytes;
    }

    const Graph& m_graph;
    Report& m_report;
    std::vector<std::ptrdiff_t> m_takenIn;  ///< per buffer: the last step that counted it
};

}  // namespace

bool Report::isPeakFullest() const {
    if (peakStep < 0) return false;
    const StepRow& fullest = steps[static_cast<std::size_t>(peakStep)];
    return fullest.op >= 0 && fullest.subgraph == 0 && fullest.op == workingSet.peakOperator &&
           fullest.totalBytes() == workingSet.peakBytes;
}

LiveRange Report::shownSteps(const tflm::PlannedBuffer& buffer) const {
    const auto count = static_cast<std::int32_t>(steps.size());
    if (buffer.isNeverUsed()) return {0, count};
    return {std::max(buffer.scopes.first, 0), std::min(buffer.scopes.last, count)};
}

std::string Report::bufferLabel(const tflm::PlannedBuffer& buffer) const {
    if (buffer.isScratch())
        return fmt::format("scratch of #{} {}", buffer.op,
                           operatorRow(buffer.subgraph, buffer.op).name);
    const TensorRow& tensor = tensorRow(buffer.subgraph, buffer.tensor);
    return tensor.name.empty() ? fmt::format("#{}", tensor.index) : tensor.name;
}

Report summarise(const Model& model, const Graph& graph, const WorkingSet& workingSet,
                 const tflm::TargetInfo& target, tflm::DeviceMemory device) {
    Report report;
    report.target = target;
    report.device = std::move(device);
    report.workingSet = {workingSet.peakBytes, static_cast<std::int32_t>(workingSet.peakOperator),
                         workingSet.perOperator};
    addTensors(model, graph, report);
    addOperators(model, graph, workingSet, report);
    StepBuilder(graph, report).build();

    report.model.description = model.description;
    report.model.subgraphs = model.subgraphs.size();
    report.model.operators = model.subgraphs[0].operators.size();
    report.model.tensors = model.subgraphs[0].tensors.size();
    report.model.weightBytes = weightBytes(model);
    for (std::size_t o = 0; o < report.model.operators; ++o) {
        report.model.macs = addSaturating(report.model.macs, report.operators[o].macs);
        report.model.macsKnown = report.model.macsKnown && report.operators[o].macsKnown;
    }
    report.contributors = largestContributors(report);
    return report;
}

}  // namespace thimble
