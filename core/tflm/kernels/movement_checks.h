#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

#include "core/tflm/kernel.h"

namespace thimble::tflm {

// What the kernels that move data look at, beyond operand_checks.h and common.h: options of a
// table by name, and constants that steer them (axes, paddings, permutations).

/// The value of an option of the table `table`; the schema's default where the operator's options
/// are another table or none, which is how TFLM reads them.
[[nodiscard]] std::int64_t option(const KernelCall& call, std::string_view table,
                                  std::string_view field);

/// The first `count` values of a constant, read as int32 whatever its type, because many kernels
/// never look at the type. Fewer where the constant is shorter.
[[nodiscard]] std::vector<std::int32_t> rawInt32(KernelCall& call, const Tensor& tensor,
                                                 std::size_t count);

/// The first `count` values of a constant of INT8, INT16, INT32 or INT64; none for other types.
[[nodiscard]] std::vector<std::int64_t> integerValues(KernelCall& call, const Tensor& tensor,
                                                      std::size_t count);

/// The dimension that `axis`, negative from the end, means among `rank`; nothing outside them.
[[nodiscard]] std::optional<std::size_t> axisAmong(std::size_t rank, std::int64_t axis);

// Conditions, in the manner of operand_checks.h.

bool requireConstant(KernelCall& call, const Tensor& tensor, std::string_view operand);
/// rawInt32 of a tensor that has to be constant and at least that long; refuses otherwise.
[[nodiscard]] std::optional<std::vector<std::int32_t>> requireSteering(KernelCall& call,
                                                                       const Tensor& tensor,
                                                                       std::string_view operand,
                                                                       std::size_t count);
/// TFLM gives the output a shape of its own making in a copy of the file's, which has to be as
/// long; nothing checks that, and it would write past the copy's end.
bool requireShapeCopyHolds(KernelCall& call, const Tensor& output, std::size_t rank);

}  // namespace thimble::tflm
