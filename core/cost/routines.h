#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>

#include "core/cost/operator_work.h"

namespace thimble::cost {

/// Whose kernels run. Instructions are counted for these two; other stacks are described by how
/// their cycles compare with CMSIS-NN's instructions.
enum class Kernels : std::uint8_t { Reference, CmsisNn };

/// What time is spent on, as far as stacks and cores differ: inner products of convolutions; work
/// per element (depthwise convolutions, pooling, element-wise operators); products with weights
/// that are used once and so come straight from flash.
enum class WorkClass : std::uint8_t { Convolution, Spread, Product };
inline constexpr std::size_t kWorkClasses = 3;

inline constexpr std::size_t kMostTerms = 7;
/// Values of a routine's terms for one operator; those it does not have are 0. None is negative,
/// and neither is a coefficient, so that no more of anything can be cheaper within a routine.
using Terms = std::array<double, kMostTerms>;

/// A loop nest of a kernel library: all operators that run through it cost a sum of the same few
/// terms. Instructions = sum of coefficient * term.
///   source   CMSIS-NN 4ab83cc3, Source/ (which function a wrapper chooses, and its loops); TFLM,
///            tensorflow/lite/kernels/internal/reference
struct Routine {
    std::string_view name;
    WorkClass workClass{};
    bool (*runs)(const OperatorWork& work, Kernels kernels) = nullptr;
    std::array<std::string_view, kMostTerms> terms;  ///< as documents call them; empty: none
    Terms (*count)(const OperatorWork& work) = nullptr;
};

/// Every routine; the first that runs an operator is the one. The last two take all that is left,
/// with and without MACs, and also stand in for a routine of which nothing was measured.
[[nodiscard]] std::span<const Routine> routines();

/// Position in routines().
[[nodiscard]] std::size_t routineOf(const OperatorWork& work, Kernels kernels);
/// Position of the one that stands in for it.
[[nodiscard]] std::size_t standInFor(const OperatorWork& work);

}  // namespace thimble::cost
