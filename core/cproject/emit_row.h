#pragma once

#include "core/cproject/emitter.h"
#include "core/interp/operator_call.h"

namespace thimble::cproject {

/// The calls of an operator that keeps nothing between rows. `number`: for the names of its tables.
///   errors   Unsupported   as `emit`; or it keeps something
template <typename EmitCalls>
Result<Emission> emitWith(const EmitCalls& emit, interp::Program& program, std::size_t op,
                          std::size_t number, FoldedPadding padding) {
    States states;
    interp::OperatorCall call(program, 0, op, {});
    Emitter emitter(call, number, states, KernelSet::Own, padding);
    THIMBLE_CHECK(emit(emitter));
    if (!states.empty()) return emitter.fail("it keeps something between rows");
    return emitter.take();
}

}  // namespace thimble::cproject
