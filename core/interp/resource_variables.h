#pragma once

#include <cstddef>
#include <map>

#include "core/interp/tensor_info.h"

namespace thimble::interp {

/// What TFLM knows of a resource variable from the first ASSIGN_VARIABLE that it prepares.
struct ResourceVariable {
    std::size_t bytes = 0;
    std::byte initial{};  ///< of every byte until something is assigned
};

/// The resource variables of a program. Their memory is a state of the frame, whose id is also the
/// value of their handles.
struct ResourceVariables {
    std::map<Slot, std::size_t> handles;                    ///< state by what VAR_HANDLE writes
    std::map<std::size_t, ResourceVariable> firstAssigned;  ///< by state
};

}  // namespace thimble::interp
