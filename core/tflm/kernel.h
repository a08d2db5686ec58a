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
#include "core/tflm/target.h"

namespace thimble::tflm {

/// One request that a kernel makes of TFLM's arena, in the order in which it makes them.
struct KernelRequest {
    enum class Kind {
        Persistent,  ///< AllocatePersistentBuffer: tail, aligned to 16
        Scratch,     ///< RequestScratchBufferInArena: planned into the head, alive for its operator
        TempTensor,  ///< AllocateTempTfLiteTensor: a tensor's description, until the phase ends
        TempBuffer,  ///< AllocateTempBuffer, until the phase ends
    };
    Kind kind{};
    Bytes bytes = 0;           ///< Persistent, Scratch, TempBuffer
    Bytes alignment = 16;      ///< TempBuffer
    std::int32_t tensor = -1;  ///< TempTensor: index in the subgraph

    friend bool operator==(const KernelRequest&, const KernelRequest&) = default;
};

/// What the operator's options cost when TFLM parses them into the tail.
struct ParseRequest {
    Bytes bytes = 0;
    Bytes alignment = 4;
    friend bool operator==(const ParseRequest&, const ParseRequest&) = default;
};

/// Everything one operator asks for, phase by phase. Within a phase the order matters: it decides
/// padding in the tail and which request fails first in an arena that is too small.
struct KernelRequests {
    std::vector<ParseRequest> parse;     ///< the builtin options' struct
    std::vector<KernelRequest> init;     ///< Init(): Persistent only
    std::vector<KernelRequest> prepare;  ///< Prepare()
    std::vector<KernelRequest> invoke;   ///< Invoke(): temps only
    std::string refusal;  ///< why TFLM rejects this operator, in words; empty: it accepts it
    bool known = true;    ///< false: no kernel of TFLM has this name; costs are a lower bound

    friend bool operator==(const KernelRequests&, const KernelRequests&) = default;
};

/// A kernel's view of its operator, and the verbs by which it makes its requests. One of these per
/// operator; the functions in kernels/ walk through TFLM's Init and Prepare with it.
class KernelCall {
public:
    KernelCall(const Model& ofModel, const Subgraph& ofSubgraph, const Operator& ofOperator,
               Target forTarget)
        : model(ofModel), subgraph(ofSubgraph), op(ofOperator), target(forTarget) {}

    const Model& model;
    const Subgraph& subgraph;
    const Operator& op;
    const Target target;

    // --- what it can see ---

    /// The tensor, or null where the operator leaves this input out (index -1, or too few inputs).
    [[nodiscard]] const Tensor* input(std::size_t position) const;
    [[nodiscard]] const Tensor* output(std::size_t position) const;
    [[nodiscard]] std::size_t inputCount() const { return op.inputs.size(); }
    [[nodiscard]] std::size_t outputCount() const { return op.outputs.size(); }
    [[nodiscard]] bool isConstant(const Tensor& tensor) const;
    [[nodiscard]] std::span<const std::byte> data(const Tensor& tensor) const;
    /// A constant int32 tensor's values; empty when it is not constant or not int32.
    [[nodiscard]] std::vector<std::int32_t> int32Values(const Tensor& tensor) const;
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
    /// TFLM. Freeing is not recorded: TFLM gives temporaries back only when the phase ends.
    void tempInput(std::size_t position);
    void tempOutput(std::size_t position);
    void tempIntermediate(std::size_t position);
    /// AllocateTempBuffer in Prepare.
    void tempBuffer(Bytes bytes, Bytes alignment);
    /// AllocateTempInputTensor in Invoke.
    void invokeTempInput(std::size_t position);
    void invokeTempOutput(std::size_t position);

    /// TFLM returns an error from here; what it refuses and why: "CONV_2D with uint8 filters:
    /// hybrid models are not supported on TFLite Micro". The first reason stays. Return after
    /// calling it.
    void refuse(std::string reason);
    [[nodiscard]] bool refused() const { return !m_requests.refusal.empty(); }

    [[nodiscard]] KernelRequests take() && { return std::move(m_requests); }

private:
    void temp(std::vector<KernelRequest>& phase, const std::vector<std::int32_t>& list,
              std::size_t position);
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
[[nodiscard]] KernelRequests kernelRequests(const Model& model, const Subgraph& subgraph,
                                            const Operator& op, Target target);

/// The table entry for an operator, or null where TFLM has no kernel.
[[nodiscard]] const KernelEntry* findKernel(const Model& model, const Operator& op);

}  // namespace thimble::tflm
