#pragma once

#include <cstddef>

#include "core/interp/operator_call.h"

namespace thimble::interp {

/// An input that the operator writes to as well and that lasts from one invocation to the next: a
/// variable, as TFLM asks for. Its type has been checked; its elements are not yet.
///   errors   Unsupported   it is not a variable
template <typename T>
[[nodiscard]] Result<Out<T>> variableInput(const OperatorCall& call, std::size_t position) {
    const TensorInfo& info = call.input(position);
    if (!info.isVariable || info.isConstant) return call.fail("its state is not a variable");
    return Out<T>{call.inputSlot(position), info.elements};
}

}  // namespace thimble::interp
