#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/units.h"
#include "core/model/model.h"
#include "core/tflm/model_facts.h"
#include "core/tflm/target.h"

namespace thimble::tflm {

/// What TFLM does with a model, in order. All operators go through one phase before any of them
/// goes through the next, so that a fault in an early phase hides those in later ones.
enum class Phase {
    Parse,    ///< finding the kernel, reading the options
    Init,     ///< kernels read custom options
    Prepare,  ///< kernels look at their tensors and ask for memory
    Plan,     ///< the head is laid out
    Invoke,   ///< the model runs, and only then the subgraphs that it really calls
};

/// One request that a kernel makes of TFLM's arena, in the order in which it makes them.
struct KernelRequest {
    enum class Kind {
        Persistent,  ///< AllocatePersistentBuffer: tail, aligned to 16
        Scratch,     ///< RequestScratchBufferInArena: planned into the head, alive for its operator
        TempTensor,  ///< AllocateTempTfLiteTensor: a tensor's description, until Prepare ends
    };
    Kind kind{};
    Bytes bytes = 0;           ///< Persistent, Scratch
    std::int32_t tensor = -1;  ///< TempTensor: index in the subgraph

    friend bool operator==(const KernelRequest&, const KernelRequest&) = default;
};

/// What the operator's options cost when TFLM parses them into the tail.
struct ParseRequest {
    Bytes bytes = 0;
    Bytes alignment = 4;
    friend bool operator==(const ParseRequest&, const ParseRequest&) = default;
};

/// Why TFLM rejects an operator.
struct Refusal {
    Phase phase = Phase::Prepare;
    /// What the operator has, and why that will not do, to follow its name: "(operator #3 CONV_2D
    /// has) UINT8 weights: hybrid models are not supported on TFLite Micro".
    std::string text;
    friend bool operator==(const Refusal&, const Refusal&) = default;
};

/// Everything one operator asks for, phase by phase. Within a phase the order matters: it decides
/// padding in the tail and which request fails first in an arena that is too small. Incomplete
/// where TFLM rejects the operator before it runs; complete where it fails only then.
struct KernelRequests {
    std::vector<ParseRequest> parse;     ///< the builtin options' struct
    std::vector<KernelRequest> init;     ///< Init(): Persistent only
    std::vector<KernelRequest> prepare;  ///< Prepare(); no kernel asks for anything in Invoke
    /// The shape that Prepare gives output 0, whatever the file says; nothing: the file's stays.
    std::optional<std::vector<std::int32_t>> outputShape;
    std::optional<Refusal> refusal;  ///< of the earliest phase; nothing: TFLM accepts it
    bool known = true;     ///< false: no kernel of TFLM has this name; costs are a lower bound
    std::size_t work = 0;  ///< values of the file looked at to find this out, beyond its operands

    friend bool operator==(const KernelRequests&, const KernelRequests&) = default;
};

/// A kernel's view of its operator, and the verbs by which it makes its requests. One of these per
/// operator; the functions in kernels/ walk through TFLM's Init, Prepare and Invoke with it.
class KernelCall {
public:
    KernelCall(const ModelFacts& ofModel, std::size_t subgraphIndex, std::size_t opIndex,
               Target forTarget)
        : facts(ofModel),
          model(ofModel.model),
          subgraph(model.subgraphs[subgraphIndex]),
          op(subgraph.operators[opIndex]),
          target(forTarget),
          variable(facts.variables[subgraphIndex][opIndex]) {}

    const ModelFacts& facts;
    const Model& model;
    const Subgraph& subgraph;
    const Operator& op;
    const Target target;
    const VariableFinding variable;

    // --- what it can see ---

    /// The tensor, or null where the operator leaves this input out (index -1, or too few inputs).
    [[nodiscard]] const Tensor* input(std::size_t position) const;
    [[nodiscard]] const Tensor* output(std::size_t position) const;
    [[nodiscard]] std::size_t inputCount() const { return op.inputs.size(); }
    [[nodiscard]] std::size_t outputCount() const { return op.outputs.size(); }
    [[nodiscard]] bool isConstant(const Tensor& tensor) const;
    /// The beginning of a constant's bytes, up to `most`.
    [[nodiscard]] std::span<const std::byte> data(const Tensor& tensor, std::size_t most);
    /// A constant int32 tensor's values; empty when it is not constant or not int32.
    [[nodiscard]] std::vector<std::int32_t> int32Values(const Tensor& tensor);
    /// More values of the file looked at than `data` knows of.
    void countWork(std::size_t values) { m_requests.work += values; }
    /// Product of the dimensions; 1 for a scalar.
    [[nodiscard]] static std::int64_t elements(const Tensor& tensor);
    /// Dimension `axis`, or 1 where the tensor has fewer.
    [[nodiscard]] static std::int64_t dim(const Tensor& tensor, std::size_t axis);
    /// As TFLM counts them; 0 for a type without a size.
    [[nodiscard]] static Bytes bytes(const Tensor& tensor);
    /// True when TFLM builds a TfLiteAffineQuantization for it: it has scales and zero points.
    [[nodiscard]] static bool hasAffineQuantization(const Tensor& tensor);
    /// Size of a structure that differs between the two layouts.
    [[nodiscard]] Bytes sized(Bytes arm32, Bytes host64) const {
        return target.abi == Abi::Arm32 ? arm32 : host64;
    }
    [[nodiscard]] Bytes pointerBytes() const { return sized(4, 8); }

    // --- what it asks for ---

    /// The struct of builtin options; alignment is alignof of that struct.
    void parse(Bytes bytes, Bytes alignment);
    /// AllocatePersistentBuffer in Init.
    void init(Bytes bytes);
    /// AllocatePersistentBuffer in Prepare.
    void persistent(Bytes bytes);
    /// RequestScratchBufferInArena in Prepare.
    void scratch(Bytes bytes);
    /// AllocateTempInputTensor and friends in Prepare; nothing happens for an absent tensor, as in
    /// TFLM. Freeing is not recorded: TFLM gives temporaries back only when Prepare ends.
    void tempInput(std::size_t position);
    void tempOutput(std::size_t position);
    /// Prepare overwrites the shape of output 0.
    void reshapeOutput(const std::vector<std::int64_t>& shape);

    // --- what it will not take ---

    /// In which phase TFLM raises the refusals from here on; Prepare to begin with. A kernel has
    /// made all its requests before it enters Invoke.
    void enter(Phase phase) { m_phase = phase; }

    /// TFLM returns an error from here, or halts: refuse("UINT8 weights", "hybrid models are not
    /// supported on TFLite Micro"). Of several refusals the first one of the earliest phase stays.
    /// Always false, so that a check can end with it.
    bool refuse(std::string_view circumstance, std::string_view reason) {
        return refuseIn(m_phase, circumstance, reason);
    }
    /// The same in another phase than the current one.
    bool refuseIn(Phase phase, std::string_view circumstance, std::string_view reason);
    [[nodiscard]] bool refused() const { return m_requests.refusal.has_value(); }

    [[nodiscard]] KernelRequests take() && { return std::move(m_requests); }

private:
    void temp(const std::vector<std::int32_t>& list, std::size_t position);
    Phase m_phase = Phase::Prepare;
    KernelRequests m_requests;
};

/// One kernel of TFLM, as its op resolver knows it.
struct KernelEntry {
    BuiltinOperator code = BuiltinOperator::Custom;
    std::string_view customName;    ///< for custom operators: "SignalWindow"
    std::string_view resolverCall;  ///< MicroMutableOpResolver's method: "AddConv2D"
    void (*requests)(KernelCall& call) = nullptr;
};

/// What TFLM allocates for one operator. An operator that TFLM has no kernel for is refused.
[[nodiscard]] KernelRequests kernelRequests(const ModelFacts& facts, std::size_t subgraph,
                                            std::size_t op, Target target);

/// The table entry for an operator, or null where TFLM has no kernel.
[[nodiscard]] const KernelEntry* findKernel(const Model& model, const Operator& op);

}  // namespace thimble::tflm
