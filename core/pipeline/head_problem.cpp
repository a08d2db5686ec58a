#include "core/pipeline/head_problem.h"

#include <algorithm>
#include <map>
#include <set>

#include "core/tflm/in_place.h"

namespace thimble {

OrderProblem headProblem(const OrderProblem& problem, std::size_t s,
                         const tflm::DeviceMemory& device) {
    OrderProblem result = problem;
    std::ranges::fill(result.bytes, 0);
    for (const tflm::PlannedBuffer& buffer : device.buffers) {
        if (buffer.subgraph != s) continue;
        if (buffer.isScratch())
            result.operators[static_cast<std::size_t>(buffer.op)].scratchBytes +=
                buffer.plannedBytes;
        else
            result.bytes[static_cast<std::size_t>(buffer.tensor)] = buffer.plannedBytes;
    }

    // What is alive of other subgraphs in each scope, and which operator of this one that is
    // within.
    std::vector<Bytes> inside(device.scopes.size());
    for (const tflm::PlannedBuffer& buffer : device.buffers) {
        if (buffer.subgraph == s) continue;
        for (std::int32_t scope = std::max(buffer.scopes.first, 0); scope < buffer.scopes.last;
             ++scope)
            inside[static_cast<std::size_t>(scope)] += buffer.plannedBytes;
    }
    std::int32_t caller = -1;
    std::vector<Bytes> called(result.operators.size());
    for (std::size_t scope = 0; scope < device.scopes.size(); ++scope) {
        if (device.scopes[scope].subgraph == s)
            caller = device.scopes[scope].op;
        else if (caller >= 0) {
            Bytes& most = called[static_cast<std::size_t>(caller)];
            most = std::max(most, inside[scope]);
        }
    }
    for (std::size_t o = 0; o < called.size(); ++o) result.operators[o].scratchBytes += called[o];
    return result;
}

Bytes inPlaceBoundOfAnyOrder(const Model& model, std::size_t s, const OrderProblem& head,
                             tflm::Target target) {
    const Subgraph& subgraph = model.subgraphs[s];
    Bytes bound = 0;
    for (std::size_t o = 0; o < head.operators.size(); ++o) {
        const Operator& op = subgraph.operators[o];
        std::set<std::int32_t> operands(op.inputs.begin(), op.inputs.end());
        operands.insert(op.outputs.begin(), op.outputs.end());
        operands.erase(-1);
        Bytes needed = head.operators[o].scratchBytes;
        for (const std::int32_t t : operands) needed += head.bytes[static_cast<std::size_t>(t)];
        std::map<Bytes, Bytes> saved;  // per place in the output
        for (std::size_t p = 0; p < op.inputs.size(); ++p)
            if (const auto offset = tflm::inPlaceOffset(model, subgraph, op, p, target)) {
                Bytes& most = saved[*offset];
                most = std::max(most, head.bytes[static_cast<std::size_t>(op.inputs[p])]);
            }
        for (const auto& [offset, bytes] : saved) needed -= bytes;
        bound = std::max(bound, needed);
    }
    return bound;
}

}  // namespace thimble
