#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "core/model/model.h"

namespace thimble::tflm {

/// What an operator that deals in resource variables finds when TFLM prepares it.
enum class VariableFinding : std::uint8_t {
    Nothing,        ///< nothing to say: the usual answer
    FirstToAssign,  ///< ASSIGN_VARIABLE: the variable has no memory yet
    NoSuchVariable,
    NullContainer,  ///< VAR_HANDLE: TFLM compares its container with that of one that has none
};

/// What kernels ask about the model beyond their own operator; found once, in one walk.
struct ModelFacts {
    const Model& model;
    std::size_t varHandles = 0;                           ///< how many VAR_HANDLE there are
    std::vector<std::vector<VariableFinding>> variables;  ///< [subgraph][operator]
};

/// `model` has passed checkModel and outlives the answer.
///   cost     O(n log n) in the size of the model
///   source   micro/micro_resource_variable.cc, micro/kernels/{var_handle,assign_variable}.cc
[[nodiscard]] ModelFacts findModelFacts(const Model& model);

}  // namespace thimble::tflm
