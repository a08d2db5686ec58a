#include "core/cproject/emit/probe.h"

#include <algorithm>
#include <cstring>
#include <numeric>

#include "core/interp/program.h"

namespace thimble::cproject {

namespace {

constexpr std::size_t kBytes = 256;

/// A model of the operator alone. Its data input is given at run time, also where it is constant.
struct Alone {
    Model model;
    std::int32_t input = -1;
    std::int32_t output = -1;

    Tensor& tensor(std::int32_t t) {
        return model.subgraphs[0].tensors[static_cast<std::size_t>(t)];
    }
};

Alone alone(const Emitter& e, std::size_t position) {
    const Operator& op = e.op().op();
    Alone result{.model = e.op().model(),
                 .input = position < op.inputs.size() ? op.inputs[position] : -1,
                 .output = op.outputs[0]};
    Subgraph& subgraph = result.model.subgraphs[0];
    subgraph.operators = {op};
    subgraph.inputs = {};
    for (const std::int32_t t : op.inputs)
        if (t >= 0 && !isConstant(result.model, result.tensor(t)) &&
            std::ranges::find(subgraph.inputs, t) == subgraph.inputs.end())
            subgraph.inputs.push_back(t);
    subgraph.outputs = {result.output};
    result.model.subgraphs.resize(1);
    return result;
}

void makeInput(Alone& probe) {
    Tensor& tensor = probe.tensor(probe.input);
    tensor.buffer = static_cast<std::uint32_t>(probe.model.buffers.size());
    tensor.isVariable = false;
    probe.model.buffers.emplace_back();
    auto& inputs = probe.model.subgraphs[0].inputs;
    if (std::ranges::find(inputs, probe.input) == inputs.end()) inputs.push_back(probe.input);
}

Result<std::vector<std::byte>> run(const Alone& probe, std::span<const std::byte> data) {
    THIMBLE_TRY(auto program, interp::prepareProgram(probe.model));
    interp::Frame frame(program);
    if (!data.empty()) {
        const auto to = frame.writable(program->slot(0, probe.input));
        std::ranges::copy(data.first(std::min(data.size(), to.size())), to.begin());
    }
    THIMBLE_TRY([[maybe_unused]] const bool finished, frame.invoke());
    const auto bytes = frame.bytes(program->slot(0, probe.output));
    return std::vector<std::byte>(bytes.begin(), bytes.end());
}

}  // namespace

Result<std::vector<std::byte>> resultsOfEveryByte(const Emitter& e) {
    Alone probe = alone(e, 0);
    makeInput(probe);
    probe.tensor(probe.input).shape = {1, static_cast<std::int32_t>(kBytes)};
    probe.tensor(probe.output).shape = {1, static_cast<std::int32_t>(kBytes)};
    std::vector<std::byte> all(kBytes);
    for (std::size_t i = 0; i < kBytes; ++i) all[i] = static_cast<std::byte>(i);
    return run(probe, all);
}

Result<std::vector<std::int32_t>> sourceOfEveryElement(const Emitter& e, std::size_t position) {
    Alone probe = alone(e, position);
    makeInput(probe);
    // Numbers wide enough to count elements; what is padded with is 0.
    for (const std::int32_t t : {probe.input, probe.output}) {
        probe.tensor(t).type = TensorType::Int32;
        probe.tensor(t).quantization = {};
    }
    const auto& inputs = probe.model.subgraphs[0].operators[0].inputs;
    if (e.op().code() == BuiltinOperator::Padv2 && inputs.size() > 2 && inputs[2] >= 0) {
        Tensor& value = probe.tensor(inputs[2]);
        value.type = TensorType::Int32;
        value.quantization = {};
        value.buffer = static_cast<std::uint32_t>(probe.model.buffers.size());
        probe.model.buffers.push_back({.data = Blob(std::vector<std::byte>(4))});
    }
    std::vector<std::int32_t> labels(e.input(position).elements);
    std::iota(labels.begin(), labels.end(), 1);
    THIMBLE_TRY(const std::vector<std::byte> bytes, run(probe, std::as_bytes(std::span(labels))));
    std::vector<std::int32_t> sources(bytes.size() / sizeof(std::int32_t));
    if (!sources.empty()) std::memcpy(sources.data(), bytes.data(), bytes.size());
    for (std::int32_t& source : sources) --source;
    return sources;
}

Result<std::vector<std::byte>> resultOfShapes(const Emitter& e) { return run(alone(e, 0), {}); }

}  // namespace thimble::cproject
