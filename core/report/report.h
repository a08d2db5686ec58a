#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "core/base/ids.h"
#include "core/base/interval.h"
#include "core/base/units.h"
#include "core/graph/graph.h"
#include "core/tflm/device_memory.h"
#include "core/tflm/target.h"

namespace thimble {

// Everything that is shown of one model on one target, as plain rows. The command line prints it,
// the window draws it; neither adds a number of its own.

/// A step of the plan: one of TFLM's allocation scopes, with what is alive in it, by its part in
/// the operator that runs. Bytes are unaligned, scratch included.
struct StepRow {
    std::uint32_t subgraph = 0;
    std::int32_t op = -1;   ///< -1: the subgraph's inputs arrive
    Bytes inputBytes = 0;   ///< read by the operator; where none runs: what arrives
    Bytes outputBytes = 0;  ///< written by it
    Bytes otherBytes = 0;   ///< alive, needed by others
    Bytes scratchBytes = 0;
    Bytes alignedBytes = 0;  ///< all of it, each buffer rounded up to 16: what the arena holds

    [[nodiscard]] Bytes totalBytes() const {
        return inputBytes + outputBytes + otherBytes + scratchBytes;
    }
    friend bool operator==(const StepRow&, const StepRow&) = default;
};

/// An operator of any subgraph.
struct OperatorRow {
    std::uint32_t subgraph = 0;
    std::int32_t index = 0;  ///< in its subgraph
    std::string name;        ///< "CONV_2D"
    std::string family;      ///< "convolution"
    Macs macs = 0;
    bool macsKnown = true;             ///< false: `macs` is 0 because nothing is known of it
    std::vector<std::int32_t> inputs;  ///< tensor positions in its subgraph, -1: left out
    std::vector<std::int32_t> outputs;
    Bytes weightBytes = 0;      ///< constants it reads
    Bytes workingSetBytes = 0;  ///< tensor bytes alive while it runs; 0 outside subgraph 0
    Bytes scratchBytes = 0;
    std::int32_t step = -1;  ///< position in Report::steps, the first time it runs; -1: never
    friend bool operator==(const OperatorRow&, const OperatorRow&) = default;
};

/// A tensor of any subgraph.
struct TensorRow {
    std::uint32_t subgraph = 0;
    std::int32_t index = 0;  ///< in its subgraph
    std::string name;        ///< as in the file, may be empty
    TensorType type = TensorType::Float32;
    std::vector<std::int32_t> shape;
    TensorRole role = TensorRole::Activation;
    Bytes bytes = 0;           ///< at run time; of a constant: in the file
    std::string quantization;  ///< "scale 0.0039, zero point -128", "per channel (16)", or empty
    std::optional<OperatorId> producer;
    std::vector<OperatorId> consumers;
    bool isInput = false;
    bool isOutput = false;
    std::int32_t buffer = -1;  ///< position in Report::buffers; -1: not in the head
    friend bool operator==(const TensorRow&, const TensorRow&) = default;
};

struct ModelSummary {
    std::string path;
    std::string sha256;
    Bytes fileBytes = 0;
    std::string description;
    std::size_t subgraphs = 0;
    std::size_t operators = 0;  ///< of subgraph 0
    std::size_t tensors = 0;    ///< of subgraph 0
    Macs macs = 0;              ///< of subgraph 0, as far as known
    bool macsKnown = true;      ///< of every operator of subgraph 0
    Bytes weightBytes = 0;      ///< each constant buffer counted once
    std::vector<std::string> oddities;
    friend bool operator==(const ModelSummary&, const ModelSummary&) = default;
};

struct WorkingSetSummary {
    Bytes peakBytes = 0;
    std::int32_t peakOperator = -1;  ///< of subgraph 0; -1 without operators
    std::vector<Bytes> perOperator;
    friend bool operator==(const WorkingSetSummary&, const WorkingSetSummary&) = default;
};

struct Report {
    ModelSummary model;
    WorkingSetSummary workingSet;
    tflm::TargetInfo target;
    tflm::DeviceMemory device;   ///< verdict, plan, tail, minimum, and the script of allocations
    std::vector<StepRow> steps;  ///< position = allocation scope
    /// The fullest step: it holds the most aligned bytes, scratch and called subgraphs included.
    /// Not always the working set's peak, see isPeakFullest. -1: none.
    std::int32_t peakStep = -1;
    std::vector<OperatorRow> operators;  ///< subgraph 0 first, each in order
    std::vector<TensorRow> tensors;      ///< likewise
    std::vector<std::size_t>
        firstOperator;                     ///< position of each subgraph's first row in `operators`
    std::vector<std::size_t> firstTensor;  ///< and in `tensors`
    std::vector<std::string> contributors;  ///< the largest, each in a sentence: why is it so much?

    [[nodiscard]] const OperatorRow& operatorRow(std::uint32_t subgraph, std::int32_t index) const {
        return operators[firstOperator[subgraph] + static_cast<std::size_t>(index)];
    }
    [[nodiscard]] const TensorRow& tensorRow(std::uint32_t subgraph, std::int32_t index) const {
        return tensors[firstTensor[subgraph] + static_cast<std::size_t>(index)];
    }
    /// Whether the fullest step is where the working set has its peak, with the same bytes. Where
    /// it is not, scratch, a called subgraph or rounding makes it so, and "peak" means the working
    /// set's.
    [[nodiscard]] bool isPeakFullest() const;
    /// The steps over which a picture shows the buffer: where it is alive; all of them for one that
    /// is never used, for its bytes count at no time in particular.
    [[nodiscard]] LiveRange shownSteps(const tflm::PlannedBuffer& buffer) const;
    /// "conv1/out", or "#12" for a tensor without a name; "scratch of #3 CONV_2D".
    [[nodiscard]] std::string bufferLabel(const tflm::PlannedBuffer& buffer) const;
};

}  // namespace thimble
