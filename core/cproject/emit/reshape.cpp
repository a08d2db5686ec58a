#include <array>

#include "core/cproject/emit/families.h"

namespace thimble::cproject {

namespace {

/// The same bytes under another shape. What gives the shape is a constant or has been checked.
Result<void> emitReshape(Emitter& e) {
    e.call("th_copy").field("bytes", static_cast<std::int64_t>(e.output().bytes));
    e.in(0).out().alias();
    return {};
}

constexpr std::array kEmitters = {
    EmitEntry{BuiltinOperator::Reshape, emitReshape},
    EmitEntry{BuiltinOperator::Squeeze, emitReshape},
    EmitEntry{BuiltinOperator::ExpandDims, emitReshape},
};

}  // namespace

std::span<const EmitEntry> reshapeEmitters() { return kEmitters; }

}  // namespace thimble::cproject
