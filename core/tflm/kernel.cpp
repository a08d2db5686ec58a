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

std::span<const std::byte> KernelCall::data(const Tensor& tensor) const {
    return model.buffers[tensor.buffer].data.bytes();
}

std::vector<std::int32_t> KernelCall::int32Values(const Tensor& tensor) const {
    if (tensor.type != TensorType::Int32) return {};
    const auto bytes = data(tensor);
    const auto count = std::min<std::size_t>(bytes.size() / sizeof(std::int32_t),
                                             static_cast<std::size_t>(elements(tensor)));
    std::vector<std::int32_t> values(count);
    if (count > 0) std::memcpy(values.data(), bytes.data(), count * sizeof(std::int32_t));
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

void KernelCall::temp(std::vector<KernelRequest>& phase, const std::vector<std::int32_t>& list,
                      std::size_t position) {
    const Tensor* tensor = tensorAt(subgraph, list, position);
    if (!tensor) return;
    phase.push_back({KernelRequest::Kind::TempTensor, 0, 0, list[position]});
    if (!tflmElementBytes(tensor->type))
        refuse(operatorName(model, op) + " with a tensor of type " +
               std::string(tensorTypeName(tensor->type)) + ", which TFLM has no size for");
}

void KernelCall::tempInput(std::size_t position) { temp(m_requests.prepare, op.inputs, position); }

void KernelCall::tempOutput(std::size_t position) {
    temp(m_requests.prepare, op.outputs, position);
}

void KernelCall::tempIntermediate(std::size_t position) {
    temp(m_requests.prepare, op.intermediates, position);
}

void KernelCall::tempBuffer(Bytes size, Bytes alignment) {
    m_requests.prepare.push_back({KernelRequest::Kind::TempBuffer, size, alignment});
}

void KernelCall::invokeTempInput(std::size_t position) {
    temp(m_requests.invoke, op.inputs, position);
}

void KernelCall::invokeTempOutput(std::size_t position) {
    temp(m_requests.invoke, op.outputs, position);
}

void KernelCall::refuse(std::string reason) {
    if (m_requests.refusal.empty()) m_requests.refusal = std::move(reason);
}

const KernelEntry* findKernel(const Model& model, const Operator& op) {
    static const KernelTable table;
    return table.find(model.operatorCodes[op.opcode]);
}

KernelRequests kernelRequests(const Model& model, const Subgraph& subgraph, const Operator& op,
                              Target target) {
    KernelCall call(model, subgraph, op, target);
    const KernelEntry* kernel = findKernel(model, op);
    const bool isCustom = model.operatorCodes[op.opcode].builtin == BuiltinOperator::Custom;
    if (!kernel) {
        call.refuse(operatorName(model, op) + ": " +
                    (isCustom ? "a custom operator that TFLM does not bring along"
                              : "TFLM has no kernel for this operator"));
    } else if (!isCustom && op.customOptions) {
        call.refuse(operatorName(model, op) + ": a builtin operator with custom options");
    } else {
        kernel->requests(call);
    }
    KernelRequests requests = std::move(call).take();
    requests.known = kernel != nullptr;
    return requests;
}

}  // namespace thimble::tflm
