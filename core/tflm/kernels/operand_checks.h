#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <initializer_list>
#include <string>
#include <string_view>

#include "core/tflm/kernel.h"

namespace thimble::tflm {

// What the elementwise kernels and the reductions have in common: how they look at their operands,
// and the checks by which TFLM rejects them.

using TensorTypes = std::initializer_list<TensorType>;

/// Scale and zero point as TFLM's TfLiteTensor::params has them: those of the first channel, and
/// zero for a tensor without affine quantization.
[[nodiscard]] float scaleOf(const Tensor& tensor);
[[nodiscard]] std::int32_t zeroPointOf(const Tensor& tensor);

/// Bytes of `count` 32-bit values; none for a negative count, saturated for an absurd one.
[[nodiscard]] Bytes int32Bytes(std::int64_t count);

/// Equal once the shorter shape is filled up with leading ones: [3] and [1, 1, 3].
[[nodiscard]] bool sameShapeExtended(const Tensor& a, const Tensor& b);

/// The fused activation, if the operator's options are the table `type`; 0 (none) otherwise, which
/// is how TFLM reads them.
[[nodiscard]] std::int64_t fusedActivation(const KernelCall& call, std::string_view type);

/// "1 input", "2 inputs".
[[nodiscard]] std::string counted(std::size_t count, std::string_view noun);

/// What nearly every Prepare begins with: temporaries of the first `inputs` inputs, then of the
/// output.
void tempOperands(KernelCall& call, std::size_t inputs);

// Conditions of a kernel: each refuses the operator and returns false where it does not hold. As
// the first refusal stays, the last condition of a kernel needs no look at its result.

/// Exactly so many inputs and outputs, whether or not some are left out.
bool requireCounts(KernelCall& call, std::size_t inputs, std::size_t outputs);
/// So many inputs, the last of which is optional, and one output.
bool requireOneOptional(KernelCall& call, std::size_t mostInputs);
/// Exactly so many inputs and outputs, none left out.
bool requireExactly(KernelCall& call, std::size_t inputs, std::size_t outputs = 1);
/// One input is there.
bool requireInput(KernelCall& call, std::size_t position);
/// The first inputs are there; what follows them does not matter.
bool requireInputs(KernelCall& call, std::size_t inputs);
/// The first inputs and the first outputs are there.
bool requireOperands(KernelCall& call, std::size_t inputs, std::size_t outputs = 1);
/// `operand` is its name in the message: "input".
bool requireType(KernelCall& call, const Tensor& tensor, std::string_view operand,
                 TensorTypes accepted);
bool requireSameType(KernelCall& call, const Tensor& a, const Tensor& b);
bool requireSameShape(KernelCall& call, const Tensor& a, const Tensor& b);
bool requireSameElements(KernelCall& call, const Tensor& a, const Tensor& b);
bool requireRankAtMost(KernelCall& call, const Tensor& tensor, std::size_t rank);
bool requireZeroPoint(KernelCall& call, const Tensor& tensor, std::int32_t expected);
/// A multiplier of the kind that must lie between 0 and 1, both excluded, or else TFLM halts. A
/// missing scale (0) ends here.
bool requireFraction(KernelCall& call, double multiplier);
/// The options' field names a type of the schema that TFLM was built with, which is looked at while
/// the options are parsed.
bool requireKnownType(KernelCall& call, std::string_view optionsType, std::string_view field);
/// The fused activation's bounds can be expressed in the output's scale.
bool requireActivationRange(KernelCall& call, const Tensor& output, std::int64_t activation);

/// Sums of quantized values: TFLM brings both inputs to twice the larger scale, adds with
/// `leftShift` more bits and rescales the sum; `Real` is the type in which it computes the three
/// multipliers.
template <typename Real>
bool requireSumScales(KernelCall& call, const Tensor& a, const Tensor& b, const Tensor& output,
                      int leftShift) {
    const Real twiceLarger = 2 * static_cast<Real>(std::max(scaleOf(a), scaleOf(b)));
    const Real units = static_cast<Real>(1 << leftShift) * static_cast<Real>(scaleOf(output));
    return requireFraction(call, static_cast<Real>(scaleOf(a)) / twiceLarger) &&
           requireFraction(call, static_cast<Real>(scaleOf(b)) / twiceLarger) &&
           requireFraction(call, twiceLarger / units);
}

}  // namespace thimble::tflm
