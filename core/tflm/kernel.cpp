#include "core/tflm/kernel.h"

#include <algorithm>
#include <array>
#include <cstring>
#include <limits>

#include "core/model/names.h"
#include "core/tflm/kernels/families.h"

namespace thimble::tflm {

namespace {

std::vector<KernelEntry> allKernels() {
    std::vector<KernelEntry> all;
    for (const auto family : {activationKernels(),    arithmeticKernels(),
                              batchMatmulKernels(),   comparisonKernels(),
                              concatenationKernels(), controlFlowKernels(),
                              convolutionKernels(),   customKernels(),
                              elementwiseKernels(),   fullyConnectedKernels(),
                              paddingKernels(),       poolingKernels(),
                              quantizeKernels(),      recurrentKernels(),
                              reduceKernels(),        reshapeKernels(),
                              signalKernels(),        slicingKernels(),
                              softmaxKernels(),       transposeConvolutionKernels(),
                              transposeKernels(),     variableKernels()})
        all.insert(all.end(), family.begin(), family.end());
    return all;
}

/// Kernels by operator code; custom ones by their name.
class KernelTable {
public:
    KernelTable() : m_all(allKernels()) {
        m_byCode.fill(nullptr);
        for (const KernelEntry& entry : m_all)
            if (entry.code != BuiltinOperator::Custom)
                m_byCode.at(static_cast<std::size_t>(entry.code)) = &entry;
    }

    [[nodiscard]] const KernelEntry* find(const OperatorCode& code) const {
        if (code.builtin == BuiltinOperator::Custom) {
            const auto found = std::ranges::find_if(m_all, [&](const KernelEntry& entry) {
                return entry.code == BuiltinOperator::Custom && entry.customName == code.customCode;
            });
            return found == m_all.end() ? nullptr : &*found;
        }
        const auto value = static_cast<std::int64_t>(code.builtin);
        if (value < 0 || value >= static_cast<std::int64_t>(m_byCode.size())) return nullptr;
        return m_byCode[static_cast<std::size_t>(value)];
    }

private:
    std::vector<KernelEntry> m_all;
    std::array<const KernelEntry*, 256> m_byCode{};
};

const Tensor* tensorAt(const Subgraph& subgraph, const std::vector<std::int32_t>& list,
                       std::size_t position) {
    if (position >= list.size() || list[position] < 0) return nullptr;
    return &subgraph.tensors[static_cast<std::size_t>(list[position])];
}

/// After an operator's Prepare TFLM looks at its outputs: a dimension of 0 counts as one that is
/// not known yet, but for a shape of [0], as old files write a scalar.
void refuseEmptyOutputs(const Subgraph& subgraph, const Operator& op, KernelRequests& requests) {
    if (requests.refusal && requests.refusal->phase <= Phase::Prepare) return;
    for (std::size_t i = 0; i < op.outputs.size(); ++i) {
        const Tensor* output = tensorAt(subgraph, op.outputs, i);
        if (!output) continue;
        const std::vector<std::int32_t>& shape =
            i == 0 && requests.outputShape ? *requests.outputShape : output->shape;
        if (shape.size() == 1 && shape[0] == 0) continue;
        if (std::ranges::find(shape, 0) == shape.end()) continue;
        requests.refusal = Refusal{Phase::Prepare,
                                   "an output without elements: TFLite Micro takes its shape for "
                                   "one that changes at run time"};
        return;
    }
}

}  // namespace

const Tensor* KernelCall::input(std::size_t position) const {
    return tensorAt(subgraph, op.inputs, position);
}

const Tensor* KernelCall::output(std::size_t position) const {
    return tensorAt(subgraph, op.outputs, position);
}

bool KernelCall::isConstant(const Tensor& tensor) const {
    return thimble::isConstant(model, tensor);
}

std::span<const std::byte> KernelCall::data(const Tensor& tensor, std::size_t most) {
    const std::span<const std::byte> all = model.buffers[tensor.buffer].data.bytes();
    const std::span<const std::byte> beginning = all.first(std::min(most, all.size()));
    countWork(beginning.size());
    return beginning;
}

std::vector<std::int32_t> KernelCall::int32Values(const Tensor& tensor) {
    if (tensor.type != TensorType::Int32) return {};
    const auto bytes =
        data(tensor, static_cast<std::size_t>(elements(tensor)) * sizeof(std::int32_t));
    std::vector<std::int32_t> values(bytes.size() / sizeof(std::int32_t));
    if (!values.empty())
        std::memcpy(values.data(), bytes.data(), values.size() * sizeof(std::int32_t));
    return values;
}

std::int64_t KernelCall::elements(const Tensor& tensor) {
    // checkModel bounds the product; models made in memory may not have been asked.
    constexpr std::int64_t kMost = std::numeric_limits<std::int64_t>::max() / 64;
    std::int64_t count = 1;
    for (const std::int32_t d : tensor.shape) {
        if (d <= 0) return 0;
        count = count > kMost / d ? kMost : count * d;
    }
    return count;
}

std::int64_t KernelCall::dim(const Tensor& tensor, std::size_t axis) {
    return axis < tensor.shape.size() ? tensor.shape[axis] : 1;
}

Bytes KernelCall::bytes(const Tensor& tensor) {
    return elements(tensor) * tflmElementBytes(tensor.type).value_or(0);
}

bool KernelCall::hasAffineQuantization(const Tensor& tensor) {
    return tensor.quantization && !tensor.quantization->scale.empty() &&
           !tensor.quantization->zeroPoint.empty();
}

void KernelCall::parse(Bytes size, Bytes alignment) {
    m_requests.parse.push_back({size, alignment});
}

void KernelCall::init(Bytes size) {
    m_requests.init.push_back({KernelRequest::Kind::Persistent, size});
}

void KernelCall::persistent(Bytes size) {
    m_requests.prepare.push_back({KernelRequest::Kind::Persistent, size});
}

void KernelCall::scratch(Bytes size) {
    m_requests.prepare.push_back({KernelRequest::Kind::Scratch, size});
}

void KernelCall::temp(const std::vector<std::int32_t>& list, std::size_t position) {
    const Tensor* tensor = tensorAt(subgraph, list, position);
    if (!tensor) return;
    m_requests.prepare.push_back({KernelRequest::Kind::TempTensor, 0, list[position]});
    if (!tflmElementBytes(tensor->type))
        refuse("a tensor of type " + std::string(tensorTypeName(tensor->type)),
               "TFLite Micro knows no size of it");
}

void KernelCall::tempInput(std::size_t position) { temp(op.inputs, position); }

void KernelCall::tempOutput(std::size_t position) { temp(op.outputs, position); }

void KernelCall::reshapeOutput(const std::vector<std::int64_t>& shape) {
    constexpr std::int64_t kMost = std::numeric_limits<std::int32_t>::max();
    std::vector<std::int32_t>& sizes = m_requests.outputShape.emplace();
    for (const std::int64_t size : shape)
        sizes.push_back(static_cast<std::int32_t>(std::clamp<std::int64_t>(size, 0, kMost)));
}

bool KernelCall::refuseIn(Phase phase, std::string_view circumstance, std::string_view reason) {
    if (!m_requests.refusal || phase < m_requests.refusal->phase) {
        m_requests.refusal = Refusal{phase, std::string(circumstance)};
        m_requests.refusal->text.append(": ").append(reason);
    }
    return false;
}

const KernelEntry* findKernel(const Model& model, const Operator& op) {
    static const KernelTable table;
    return table.find(model.operatorCodes[op.opcode]);
}

KernelRequests kernelRequests(const ModelFacts& facts, std::size_t subgraph, std::size_t op,
                              Target target) {
    const Model& model = facts.model;
    const Operator& wanted = model.subgraphs[subgraph].operators[op];
    const bool isCustom = model.operatorCodes[wanted.opcode].builtin == BuiltinOperator::Custom;
    const KernelEntry* kernel = findKernel(model, wanted);
    KernelCall call(facts, subgraph, op, target);
    if (!kernel)
        call.refuseIn(Phase::Parse, "no kernel",
                      isCustom ? "TFLite Micro does not bring this custom operator along"
                               : "TFLite Micro does not know this operator");
    else if (!isCustom && wanted.customOptions)
        call.refuseIn(Phase::Parse, "custom options",
                      "TFLite Micro wants none in a builtin operator");
    else
        kernel->requests(call);

    KernelRequests requests = std::move(call).take();
    requests.known = kernel != nullptr;
    if (kernel) refuseEmptyOutputs(model.subgraphs[subgraph], wanted, requests);
    return requests;
}

}  // namespace thimble::tflm
