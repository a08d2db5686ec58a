#pragma once

#include <cstddef>
#include <map>
#include <vector>

#include "core/interp/tensor_info.h"

namespace thimble::interp {

/// What TFLM knows of a resource variable from the first ASSIGN_VARIABLE that it prepares.
struct ResourceVariable {
    std::size_t state = 0;    ///< of the frame: its memory
    bool isAssigned = false;  ///< there is such an operator
    std::size_t bytes = 0;
    std::byte initial{};  ///< of every byte until something is assigned
};

/// The resource variables of a program, numbered as TFLM numbers them: in the order of their first
/// VAR_HANDLE. The number is also the value of their handles.
struct ResourceVariables {
    std::vector<ResourceVariable> variables;
    std::map<std::size_t, std::size_t> byState;  ///< number
    std::map<Slot, std::size_t> handles;         ///< number, by what VAR_HANDLE writes
};

}  // namespace thimble::interp
