// Sources: TFLM micro/micro_interpreter.cc (AllocateTensors), micro_allocator.cc
// (StartModelAllocation, CommitStaticMemoryPlan), micro_allocation_info.cc (ValidateSubgraph),
// micro_interpreter_graph.cc (InvokeSubgraph, ResetVariableTensors).

#include "core/tflm/refusal.h"

#include <fmt/format.h>

#include <algorithm>

#include "core/model/called_subgraphs.h"
#include "core/model/names.h"

namespace thimble::tflm {

namespace {

using KernelsOfModel = std::vector<std::vector<KernelRequests>>;

class RefusalFinder {
public:
    RefusalFinder(const Model& model, const KernelsOfModel& kernels,
                  const std::vector<std::int32_t>& offsets)
        : m_model(model), m_kernels(kernels), m_offsets(offsets), m_visited(kernels.size()) {}

    /// A type that is not in the schema stops TFLM before anything else.
    [[nodiscard]] std::string unknownType() const {
        return firstTensor([](const Tensor& tensor) {
            return tensorTypeName(tensor.type) == "?"
                       ? fmt::format("type {}, which TFLite Micro does not know",
                                     static_cast<int>(tensor.type))
                       : std::string();
        });
    }

    [[nodiscard]] std::string operatorIn(Phase phase) const {
        for (std::size_t s = 0; s < m_kernels.size(); ++s)
            for (std::size_t o = 0; o < m_kernels[s].size(); ++o)
                if (refuses(s, o, phase)) return sentence(s, o);
        return {};
    }

    /// While the head is planned.
    [[nodiscard]] std::string planning() const {
        for (std::size_t s = 0; s < m_model.subgraphs.size(); ++s) {
            const Subgraph& subgraph = m_model.subgraphs[s];
            for (std::size_t o = 0; o < subgraph.operators.size(); ++o)
                for (const std::int32_t t : subgraph.operators[o].intermediates) {
                    if (t < 0) continue;
                    const Bytes bytes =
                        KernelCall::bytes(subgraph.tensors[static_cast<std::size_t>(t)]);
                    if (bytes != 0)
                        return fmt::format(
                            "{} has an intermediate tensor of {} bytes: TFLite Micro takes only "
                            "empty ones",
                            operatorLabel(m_model, s, o), bytes);
                }
        }
        return firstTensor([](const Tensor& tensor) {
            return tflmElementBytes(tensor.type)
                       ? std::string()
                       : fmt::format("type {}, which TFLite Micro knows no size of",
                                     tensorTypeName(tensor.type));
        });
    }

    /// A scratch buffer of an operator in a subgraph that no call reaches.
    [[nodiscard]] std::string unreachedScratch(const Lifetimes& lifetimes) const {
        for (std::size_t s = 0; s < m_kernels.size(); ++s)
            for (std::size_t o = 0; o < m_kernels[s].size(); ++o)
                if (lifetimes.operators[s][o] == kUnmarked &&
                    std::ranges::find(m_kernels[s][o].prepare, KernelRequest::Kind::Scratch,
                                      &KernelRequest::kind) != m_kernels[s][o].prepare.end())
                    return fmt::format(
                        "{} has scratch memory, and nothing calls it: TFLite Micro writes through "
                        "a pointer that it never set",
                        operatorLabel(m_model, s, o));
        return {};
    }

    /// TFLM looks a variable up in the offline plan by its number within its subgraph when it gives
    /// it memory of its own, and by its number within the model when it plans the head.
    [[nodiscard]] std::string variables() const {
        std::size_t position = 0;
        for (std::size_t s = 0; s < m_model.subgraphs.size(); ++s) {
            const std::vector<Tensor>& tensors = m_model.subgraphs[s].tensors;
            for (std::size_t t = 0; t < tensors.size(); ++t, ++position)
                if (tensors[t].isVariable && isPrescribed(t) && !isPrescribed(position) &&
                    !isConstant(m_model, tensors[t]) && KernelCall::bytes(tensors[t]) != 0)
                    return fmt::format(
                        "{} has no memory: TFLite Micro reads its offset from the offline plan of "
                        "the first subgraph",
                        tensorLabel(m_model, s, t));
        }
        return {};
    }

    /// While the model runs, beginning with subgraph `s`. Calls are at most 64 deep.
    [[nodiscard]] std::string running(std::size_t s) {
        m_visited[s] = true;
        for (std::size_t o = 0; o < m_kernels[s].size(); ++o) {
            if (refuses(s, o, Phase::Invoke)) return sentence(s, o);
            const Operator& op = m_model.subgraphs[s].operators[o];
            if (!runsSubgraphs(op)) continue;
            for (const std::int64_t called : calledSubgraphs(op)) {
                if (called < 0 || m_visited[static_cast<std::size_t>(called)]) continue;
                std::string found = running(static_cast<std::size_t>(called));
                if (!found.empty()) return found;
            }
        }
        return {};
    }

private:
    [[nodiscard]] bool refuses(std::size_t s, std::size_t o, Phase phase) const {
        const auto& refusal = m_kernels[s][o].refusal;
        return refusal && refusal->phase == phase;
    }
    [[nodiscard]] std::string sentence(std::size_t s, std::size_t o) const {
        return fmt::format("{} has {}", operatorLabel(m_model, s, o),
                           m_kernels[s][o].refusal->text);
    }
    /// "tensor 'x' (#3) has ..." for the first tensor for which the function returns a text.
    template <typename Function>
    [[nodiscard]] std::string firstTensor(Function faultOf) const {
        for (std::size_t s = 0; s < m_model.subgraphs.size(); ++s)
            for (std::size_t t = 0; t < m_model.subgraphs[s].tensors.size(); ++t) {
                const std::string fault = faultOf(m_model.subgraphs[s].tensors[t]);
                if (!fault.empty())
                    return fmt::format("{} has {}", tensorLabel(m_model, s, t), fault);
            }
        return {};
    }
    [[nodiscard]] bool isPrescribed(std::size_t position) const {
        return position < m_offsets.size() && m_offsets[position] != -1;
    }
    [[nodiscard]] bool runsSubgraphs(const Operator& op) const {
        const BuiltinOperator code = m_model.operatorCodes[op.opcode].builtin;
        return code == BuiltinOperator::If || code == BuiltinOperator::While ||
               code == BuiltinOperator::CallOnce;
    }

    const Model& m_model;
    const KernelsOfModel& m_kernels;
    const std::vector<std::int32_t>& m_offsets;
    std::vector<bool> m_visited;
};

}  // namespace

std::string findRefusal(const Model& model, const KernelsOfModel& kernels,
                        const Lifetimes& lifetimes,
                        const Result<std::vector<std::int32_t>>& offsets) {
    static const std::vector<std::int32_t> kNone;
    RefusalFinder finder(model, kernels, offsets ? *offsets : kNone);
    std::string found = finder.unknownType();
    for (const Phase phase : {Phase::Parse, Phase::Init, Phase::Prepare})
        if (found.empty()) found = finder.operatorIn(phase);
    if (found.empty() && !offsets) found = offsets.error().message;
    if (found.empty()) found = finder.planning();
    if (found.empty()) found = finder.operatorIn(Phase::Plan);
    if (found.empty()) found = finder.unreachedScratch(lifetimes);
    if (found.empty()) found = finder.variables();
    if (found.empty()) found = finder.running(0);
    return found;
}

}  // namespace thimble::tflm
