#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

#include "core/model/model.h"
#include "core/tflm/lifetimes.h"
#include "core/tflm/target.h"

namespace thimble::tflm {

// Where an operator's output may lie on the bytes of its input. TFLM's planner never does this, but
// it takes the offsets that a file prescribes as they are. The kernels were not written for it:
// what is allowed here was read, kernel by kernel, in their source. What is not in the table is not
// allowed. docs/algorithms/in-place.md says why each rule holds.

/// A kernel that may write over an input, and the functions that were read to see it.
struct InPlaceRule {
    BuiltinOperator code = BuiltinOperator::Custom;
    std::string_view reference;  ///< "reference/softmax.h Softmax, SoftmaxInt16"
    std::string_view cmsis;      ///< in builds with CMSIS-NN; empty: the same function
};
[[nodiscard]] std::span<const InPlaceRule> inPlaceRules();

/// Where in its output an operator's input may begin: 0 for kernels that read each element before
/// they write it, a slice's place for CONCATENATION (a multiple of 16, like every tensor's place).
/// Nothing: the two have to lie apart. Looks at the operator alone: whether the input is still
/// needed afterwards is a question of lifetimes.
///   source   TFLM 90b983c2b, CMSIS-NN 4ab83cc3
[[nodiscard]] std::optional<Bytes> inPlaceOffset(const Model& model, const Subgraph& subgraph,
                                                 const Operator& op, std::size_t position,
                                                 Target target);

/// One output that may begin `offset` bytes before its input does.
struct InPlacePair {
    std::uint32_t subgraph = 0;
    std::int32_t op = 0;
    std::int32_t input = 0;   ///< tensor
    std::int32_t output = 0;  ///< tensor
    Bytes offset = 0;         ///< of the input, from the output's first byte
    friend bool operator==(const InPlacePair&, const InPlacePair&) = default;
};

/// Every pair of which the kernel allows it, of which the input is not needed after the operator
/// and the output not used before it. Sorted. Of several inputs that could lie at the same offset
/// of an output, one may.
///   cost     linear in the size of the model
[[nodiscard]] std::vector<InPlacePair> inPlacePairs(const Model& model, const Lifetimes& lifetimes,
                                                    Target target);

}  // namespace thimble::tflm
