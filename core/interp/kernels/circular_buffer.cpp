#include <algorithm>
#include <array>
#include <cstring>

#include "core/interp/kernels/custom_options.h"
#include "core/interp/kernels/families.h"
#include "core/interp/operator_call.h"

// CIRCULAR_BUFFER: its output holds the last inputs, newest last. Source: TFLM
// micro/kernels/circular_buffer.cc, circular_buffer_common.cc.

namespace thimble::interp {

namespace {

bool hasOptions(const Operator& op) { return op.customOptions && !op.customOptions->empty(); }

/// TFLM's choice for operators without options, made for two models: most wait for a second input,
/// and the fifth in a row of them does not where its output is 2 x 96.
std::int32_t cyclesWithoutOptions(const OperatorCall& call) {
    const Subgraph& subgraph = call.model().subgraphs[call.subgraph()];
    int count = 0;
    for (const Operator& op : subgraph.operators) {
        const OperatorCode& code = call.model().operatorCodes[op.opcode];
        if (code.builtin != BuiltinOperator::Custom || code.customCode != "CIRCULAR_BUFFER" ||
            hasOptions(op) || op.outputs.empty())
            continue;
        const auto& shape = subgraph.tensors[static_cast<std::size_t>(op.outputs[0])].shape;
        const auto size = [&shape](std::size_t d) { return d < shape.size() ? shape[d] : 0; };
        ++count;
        const bool eachTime = size(1) == 5 || size(1) == 13 || size(1) == 25 ||
                              (count == 5 && size(2) == 2 && size(3) == 96);
        if (eachTime) count = 0;
        if (&op == &call.op()) return eachTime ? 1 : 2;
    }
    return 2;
}

Result<std::int32_t> cyclesOf(const OperatorCall& call) {
    if (!hasOptions(call.op())) return cyclesWithoutOptions(call);
    THIMBLE_TRY(const CustomOptions options, CustomOptions::of(call));
    THIMBLE_TRY(const std::int32_t cycles, options.entry(0, "cycles_max"));
    return cycles > 0 ? cycles : cyclesWithoutOptions(call);
}

/// Every so many inputs the operators after it run; before, the invocation ends here.
Result<Step> prepareCircularBuffer(OperatorCall& call) {
    THIMBLE_CHECK(call.requireOperands(1));
    const TensorInfo& from = call.input(0);
    const TensorInfo& to = call.output();
    THIMBLE_CHECK(call.requireType(from, TensorType::Int8));
    THIMBLE_CHECK(call.requireType(to, TensorType::Int8));
    if (from.shape.size() != 4 || to.shape.size() != 4 || from.shape[0] != to.shape[0] ||
        from.shape[1] != 1 || from.shape[2] != to.shape[2] || from.shape[3] != to.shape[3])
        return call.fail("its input is not one slot of its output");
    if (from.elements == 0 || to.elements == 0) return call.fail("it has nothing to hold");
    THIMBLE_TRY(const std::int32_t cycles, cyclesOf(call));
    // Of a batch only the first counts, as in TFLM.
    const auto depth =
        static_cast<std::size_t>(to.shape[2]) * static_cast<std::size_t>(to.shape[3]);
    const std::size_t held = depth * static_cast<std::size_t>(to.shape[1]);
    const auto input = call.in<std::int8_t>(0);
    const auto output = call.out<std::int8_t>();
    const std::size_t state = call.addState(sizeof(std::int32_t));
    return [=](Frame& frame) -> Result<bool> {
        const std::span<std::int8_t> slots = output.of(frame).first(held);
        std::ranges::copy(slots.subspan(depth), slots.begin());
        std::ranges::copy(input.of(frame).first(depth), slots.last(depth).begin());
        std::int32_t count = 0;
        std::memcpy(&count, frame.state(state).data(), sizeof count);
        count = (count + 1) % cycles;
        std::memcpy(frame.state(state).data(), &count, sizeof count);
        return count == 0;
    };
}

constexpr std::array kKernels = {
    KernelEntry{BuiltinOperator::Custom, prepareCircularBuffer, "CIRCULAR_BUFFER"}};

}  // namespace

std::span<const KernelEntry> circularBufferKernels() { return kKernels; }

}  // namespace thimble::interp
