#pragma once

#include <algorithm>
#include <map>
#include <memory>
#include <random>
#include <string>
#include <vector>

#include "core/report/report.h"

// Reports made by hand, for tests of what is drawn: small ones with numbers that a person can
// check, and large ones for timings.
namespace thimble::test {

/// Operators in order; a tensor is alive from the step that writes it to the last that reads it.
/// Step 0: inputs arrive; operator i runs in step i + 1. One subgraph.
class ReportBuilder {
public:
    int tensor(const std::string& name, Bytes bytes) {
        TensorRow row;
        row.index = static_cast<std::int32_t>(m_report.tensors.size());
        row.name = name;
        row.type = TensorType::Int8;
        row.shape = {1, static_cast<std::int32_t>(bytes)};
        row.bytes = bytes;
        m_report.tensors.push_back(row);
        return row.index;
    }
    int input(const std::string& name, Bytes bytes) {
        const int t = tensor(name, bytes);
        at(t).isInput = true;
        return t;
    }
    void output(int t) { at(t).isOutput = true; }

    int op(const std::string& name, const std::vector<int>& inputs, const std::vector<int>& outputs,
           Bytes scratch = 0) {
        OperatorRow row;
        row.index = static_cast<std::int32_t>(m_report.operators.size());
        row.name = name;
        row.macs = 1000;
        row.inputs.assign(inputs.begin(), inputs.end());
        row.outputs.assign(outputs.begin(), outputs.end());
        row.scratchBytes = scratch;
        row.step = row.index + 1;
        for (const int t : inputs) at(t).consumers.push_back(OperatorId(row.index));
        for (const int t : outputs) at(t).producer = OperatorId(row.index);
        m_report.operators.push_back(row);
        return row.index;
    }

    /// Places the buffers first fit, largest first.
    [[nodiscard]] std::shared_ptr<const Report> build() {
        m_report.firstOperator = {0};
        m_report.firstTensor = {0};
        m_report.target = tflm::kTargets[0];
        m_report.model.path = "/models/made_by_hand.tflite";
        m_report.model.subgraphs = 1;
        m_report.model.operators = m_report.operators.size();
        m_report.model.tensors = m_report.tensors.size();
        addBuffers();
        place();
        addSteps();
        return std::make_shared<const Report>(m_report);
    }

private:
    TensorRow& at(int t) { return m_report.tensors[static_cast<std::size_t>(t)]; }

    void addBuffers() {
        const auto steps = static_cast<std::int32_t>(m_report.operators.size()) + 1;
        auto& buffers = m_report.device.buffers;
        for (TensorRow& tensor : m_report.tensors) {
            tflm::PlannedBuffer buffer;
            buffer.tensor = tensor.index;
            buffer.bytes = tensor.bytes;
            const auto step = [](OperatorId op) {
                return static_cast<std::int32_t>(indexOf(op)) + 1;
            };
            const std::int32_t first = tensor.producer ? step(*tensor.producer) : 0;
            const std::int32_t last =
                tensor.consumers.empty() ? first : step(tensor.consumers.back());
            buffer.scopes = {first, tensor.isOutput ? steps : last + 1};
            tensor.buffer = static_cast<std::int32_t>(buffers.size());
            buffers.push_back(buffer);
        }
        for (const OperatorRow& op : m_report.operators) {
            if (op.scratchBytes == 0) continue;
            tflm::PlannedBuffer buffer;
            buffer.op = op.index;
            buffer.bytes = op.scratchBytes;
            buffer.scopes = {op.step, op.step + 1};
            buffers.push_back(buffer);
        }
        for (tflm::PlannedBuffer& buffer : buffers) buffer.plannedBytes = alignUp(buffer.bytes, 16);
    }

    void place() {
        auto& buffers = m_report.device.buffers;
        std::vector<tflm::PlannedBuffer*> bySize;
        bySize.reserve(buffers.size());
        for (tflm::PlannedBuffer& buffer : buffers) bySize.push_back(&buffer);
        std::ranges::stable_sort(bySize, std::ranges::greater{},
                                 [](const auto* b) { return b->plannedBytes; });
        std::vector<std::vector<const tflm::PlannedBuffer*>> placed(m_report.operators.size() + 1);
        for (tflm::PlannedBuffer* buffer : bySize) {
            std::map<Bytes, Bytes> taken;  // first byte, end; of those alive together
            for (std::int32_t s = buffer->scopes.first; s < buffer->scopes.last; ++s)
                for (const auto* other : placed[static_cast<std::size_t>(s)]) {
                    Bytes& end = taken[other->place().first];
                    end = std::max(end, other->place().last);
                }
            Bytes offset = 0;
            for (const auto& [first, end] : taken) {
                if (offset + buffer->plannedBytes <= first) break;
                offset = std::max(offset, end);
            }
            buffer->offset = offset;
            for (std::int32_t s = buffer->scopes.first; s < buffer->scopes.last; ++s)
                placed[static_cast<std::size_t>(s)].push_back(buffer);
            m_report.device.headBytes = std::max(m_report.device.headBytes, buffer->place().last);
        }
        m_report.device.accepts = true;
        m_report.device.exact = true;
        m_report.device.usedBytes = m_report.device.headBytes;
    }

    void addSteps() {
        auto& steps = m_report.steps;
        steps.resize(m_report.operators.size() + 1);
        for (std::size_t s = 0; s < steps.size(); ++s) {
            steps[s].op = static_cast<std::int32_t>(s) - 1;
            m_report.device.scopes.push_back({0, steps[s].op});
        }
        for (const tflm::PlannedBuffer& buffer : m_report.device.buffers)
            for (std::int32_t s = buffer.scopes.first; s < buffer.scopes.last; ++s)
                count(steps[static_cast<std::size_t>(s)], buffer);
        for (std::size_t s = 0; s < steps.size(); ++s) {
            Bytes& bound = m_report.device.lowerBoundBytes;
            if (steps[s].alignedBytes <= bound) continue;
            bound = steps[s].alignedBytes;
            m_report.peakStep = static_cast<std::int32_t>(s);
        }
        WorkingSetSummary& set = m_report.workingSet;
        for (std::size_t s = 1; s < steps.size(); ++s) {
            const Bytes bytes = steps[s].totalBytes() - steps[s].scratchBytes;
            set.perOperator.push_back(bytes);
            if (set.peakOperator >= 0 && bytes <= set.peakBytes) continue;
            set.peakBytes = bytes;
            set.peakOperator = steps[s].op;
        }
    }

    void count(StepRow& step, const tflm::PlannedBuffer& buffer) const {
        step.alignedBytes += buffer.plannedBytes;
        if (buffer.isScratch()) {
            step.scratchBytes += buffer.bytes;
        } else if (step.op < 0) {
            step.inputBytes += buffer.bytes;
        } else {
            const OperatorRow& op = m_report.operators[static_cast<std::size_t>(step.op)];
            const auto has = [&](const std::vector<std::int32_t>& list) {
                return std::ranges::find(list, buffer.tensor) != list.end();
            };
            (has(op.outputs)  ? step.outputBytes
             : has(op.inputs) ? step.inputBytes
                              : step.otherBytes) += buffer.bytes;
        }
    }

    Report m_report;
};

/// Four operators with a branch; the peak, 4,000 bytes, is at #2 ADD in step 3:
///   step         0     1           2                   3                     4
///   operator     in    #0 CONV_2D  #1 DEPTHWISE_CONV_2D  #2 ADD              #3 SOFTMAX
///   input 1000   ####  ####
///   left 1500          ####        ####                ####
///   right 1500                     ####                ####
///   sum 1000                                           ####                  ####
///   output 100                                                               ####
///   scratch 500        ####
inline std::shared_ptr<const Report> branchReport() {
    ReportBuilder builder;
    const int input = builder.input("input", 1000);
    const int left = builder.tensor("left", 1500);
    const int right = builder.tensor("right", 1500);
    const int sum = builder.tensor("sum", 1000);
    const int output = builder.tensor("", 100);
    builder.output(output);
    builder.op("CONV_2D", {input}, {left}, 500);
    builder.op("DEPTHWISE_CONV_2D", {left}, {right});
    builder.op("ADD", {left, right}, {sum});
    builder.op("SOFTMAX", {sum}, {output});
    return builder.build();
}

/// A net of `operators` with skip connections and scratch buffers, the same each time.
inline std::shared_ptr<const Report> largeReport(int operators) {
    ReportBuilder builder;
    std::mt19937 random(42);  // NOLINT: the same report each time
    const auto bytes = [&random] { return static_cast<Bytes>(1000 + random() % 60000); };
    std::vector<int> tensors{builder.input("input", bytes())};
    for (int i = 0; i < operators; ++i) {
        std::vector<int> inputs{tensors.back()};
        const bool isAdd = i % 7 == 6;
        if (isAdd) inputs.push_back(tensors[tensors.size() - 2 - random() % 5]);
        const int output = builder.tensor(
            "block" + std::to_string(i / 7) + "/layer" + std::to_string(i % 7) + "/output",
            bytes());
        builder.op(isAdd        ? "ADD"
                   : i % 2 == 0 ? "CONV_2D"
                                : "DEPTHWISE_CONV_2D",
                   inputs, {output}, i % 3 == 0 ? bytes() / 8 : 0);
        tensors.push_back(output);
    }
    builder.output(tensors.back());
    return builder.build();
}

}  // namespace thimble::test
