#include <algorithm>
#include <array>

#include "core/interp/kernels/families.h"
#include "core/interp/operator_call.h"

namespace thimble::interp {

namespace {

/// Other dimensions, the same bytes.
Result<Step> prepareReshape(OperatorCall& call) {
    THIMBLE_CHECK(call.requireOperands(1));
    THIMBLE_CHECK(call.requireSameType(call.input(0), call.output()));
    THIMBLE_CHECK(call.requireSameElements(call.input(0), call.output()));
    const Slot from = call.inputSlot(0);
    const Slot to = call.outputSlot();
    return [from, to](Frame& frame) -> Result<bool> {
        std::ranges::copy(frame.bytes(from), frame.writable(to).begin());
        return true;
    };
}

constexpr std::array kKernels = {
    KernelEntry{BuiltinOperator::Reshape, prepareReshape},
    KernelEntry{BuiltinOperator::Squeeze, prepareReshape},
    KernelEntry{BuiltinOperator::ExpandDims, prepareReshape},
};

}  // namespace

std::span<const KernelEntry> reshapeKernels() { return kKernels; }

}  // namespace thimble::interp
