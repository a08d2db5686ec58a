// CALL_ONCE, IF and WHILE run other subgraphs: what goes in and comes out is copied. checkModel has
// seen to it that no subgraph calls itself.

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <utility>
#include <vector>

#include "core/interp/kernels/families.h"
#include "core/interp/operator_call.h"
#include "core/model/called_subgraphs.h"

namespace thimble::interp {

namespace {

struct Copy {
    Slot from = 0;
    Slot to = 0;
};

void run(const std::vector<Copy>& copies, Frame& frame) {
    for (const Copy& copy : copies)
        if (copy.from != copy.to)
            std::ranges::copy(frame.bytes(copy.from), frame.writable(copy.to).begin());
}

/// Tensors one by one into as many others, of the same types and sizes.
Result<std::vector<Copy>> copies(const OperatorCall& call, const std::vector<Slot>& from,
                                 const std::vector<Slot>& to) {
    if (from.size() != to.size())
        return call.fail(
            fmt::format("it passes {} tensors where {} are expected", from.size(), to.size()));
    std::vector<Copy> result;
    for (std::size_t i = 0; i < from.size(); ++i) {
        const TensorInfo& source = call.program().tensors[from[i]];
        const TensorInfo& target = call.program().tensors[to[i]];
        THIMBLE_CHECK(call.requireSameType(source, target));
        THIMBLE_CHECK(call.requireSameElements(source, target));
        if (target.isConstant) return call.fail("it passes a tensor to a constant");
        result.push_back({from[i], to[i]});
    }
    return result;
}

std::vector<Slot> slotsOf(const Program& program, std::size_t subgraph,
                          const std::vector<std::int32_t>& tensors) {
    std::vector<Slot> slots;
    slots.reserve(tensors.size());
    for (const std::int32_t tensor : tensors) slots.push_back(program.slot(subgraph, tensor));
    return slots;
}

/// A subgraph that the operator runs, and where its inputs and outputs are.
struct Callee {
    std::size_t subgraph = 0;
    std::vector<Slot> inputs;
    std::vector<Slot> outputs;
};

Result<std::vector<Callee>> calleesOf(const OperatorCall& call, std::size_t count) {
    std::vector<Callee> callees;
    for (const std::int64_t called : calledSubgraphs(call.op())) {
        if (called < 0) continue;
        const auto s = static_cast<std::size_t>(called);
        const Subgraph& subgraph = call.model().subgraphs[s];
        callees.push_back({s, slotsOf(call.program(), s, subgraph.inputs),
                           slotsOf(call.program(), s, subgraph.outputs)});
    }
    if (callees.size() != count) return call.fail("it does not name the subgraphs that it runs");
    return callees;
}

/// From position `first` on.
std::vector<Slot> inputSlots(const OperatorCall& call, std::size_t first) {
    std::vector<Slot> slots;
    for (std::size_t i = first; i < call.inputCount(); ++i) slots.push_back(call.inputSlot(i));
    return slots;
}

std::vector<Slot> outputSlots(const OperatorCall& call) {
    std::vector<Slot> slots;
    for (std::size_t i = 0; i < call.outputCount(); ++i) slots.push_back(call.outputSlot(i));
    return slots;
}

Result<void> requireCondition(const OperatorCall& call, const TensorInfo& tensor) {
    THIMBLE_CHECK(call.requireType(tensor, TensorType::Bool));
    if (tensor.elements != 1) return call.fail("its condition is not one");
    return {};
}

bool isTrue(const Frame& frame, Slot condition) {
    return frame.bytes(condition)[0] != std::byte{0};
}

/// Once for every reset of the frame.
Result<Step> prepareCallOnce(OperatorCall& call) {
    if (call.inputCount() != 0 || call.outputCount() != 0)
        return call.fail("it has inputs or outputs");
    THIMBLE_TRY(const std::vector<Callee> callees, calleesOf(call, 1));
    const std::size_t state = call.addState(1);
    return [subgraph = callees[0].subgraph, state](Frame& frame) -> Result<bool> {
        std::byte& hasRun = frame.state(state)[0];
        if (hasRun != std::byte{0}) return true;
        THIMBLE_TRY(const bool finished, frame.runSubgraph(subgraph));
        if (finished) hasRun = std::byte{1};
        return finished;
    };
}

struct Branch {
    std::size_t subgraph = 0;
    std::vector<Copy> in, out;
};

Result<Step> prepareIf(OperatorCall& call) {
    THIMBLE_CHECK(call.requireOperands(std::max<std::size_t>(call.inputCount(), 1), 0));
    THIMBLE_CHECK(requireCondition(call, call.input(0)));
    THIMBLE_TRY(const std::vector<Callee> callees, calleesOf(call, 2));
    std::array<Branch, 2> branches;
    for (std::size_t i = 0; i < branches.size(); ++i) {
        branches[i].subgraph = callees[i].subgraph;
        THIMBLE_TRY(branches[i].in, copies(call, inputSlots(call, 1), callees[i].inputs));
        THIMBLE_TRY(branches[i].out, copies(call, callees[i].outputs, outputSlots(call)));
    }
    return [condition = call.inputSlot(0),
            branches = std::move(branches)](Frame& frame) -> Result<bool> {
        const Branch& branch = branches[isTrue(frame, condition) ? 0 : 1];
        run(branch.in, frame);
        THIMBLE_TRY(const bool finished, frame.runSubgraph(branch.subgraph));
        if (finished) run(branch.out, frame);
        return finished;
    };
}

/// What is carried from turn to turn stands in the operator's outputs in between.
Result<Step> prepareWhile(OperatorCall& call) {
    THIMBLE_CHECK(call.requireOperands(call.inputCount(), 0));
    THIMBLE_TRY(const std::vector<Callee> callees, calleesOf(call, 2));
    const Callee &condition = callees[0], &body = callees[1];
    if (condition.outputs.empty()) return call.fail("its condition has no output");
    THIMBLE_CHECK(requireCondition(call, call.program().tensors[condition.outputs[0]]));
    const std::vector<Slot> carried = outputSlots(call);
    THIMBLE_TRY(const auto start, copies(call, inputSlots(call, 0), carried));
    THIMBLE_TRY(const auto toCondition, copies(call, carried, condition.inputs));
    THIMBLE_TRY(const auto toBody, copies(call, carried, body.inputs));
    THIMBLE_TRY(const auto fromBody, copies(call, body.outputs, carried));
    return [start, toCondition, toBody, fromBody, condition = condition.subgraph,
            decision = condition.outputs[0], body = body.subgraph](Frame& frame) -> Result<bool> {
        run(start, frame);
        while (!frame.stopRequested()) {
            run(toCondition, frame);
            THIMBLE_TRY(const bool decided, frame.runSubgraph(condition));
            if (!decided) return false;
            if (!isTrue(frame, decision)) return true;
            run(toBody, frame);
            THIMBLE_TRY(const bool finished, frame.runSubgraph(body));
            if (!finished) return false;
            run(fromBody, frame);
        }
        return false;
    };
}

constexpr std::array kKernels = {
    KernelEntry{BuiltinOperator::CallOnce, prepareCallOnce},
    KernelEntry{BuiltinOperator::If, prepareIf},
    KernelEntry{BuiltinOperator::While, prepareWhile},
};

}  // namespace

std::span<const KernelEntry> controlFlowKernels() { return kKernels; }

}  // namespace thimble::interp
