#include <fmt/format.h>

#include <algorithm>
#include <string_view>

#include "core/schedule/order_problem.h"
#include "core/schedule/search_graph.h"

namespace thimble {

namespace {

constexpr Bytes kMostBytes = Bytes{1} << 62;

Result<void> addBytes(Bytes& sum, Bytes bytes, std::string_view kind, std::size_t position) {
    if (bytes < 0)
        return fail(ErrorCode::InvalidArgument,
                    fmt::format("{} {}: the size {} is negative", kind, position, bytes));
    if (bytes > kMostBytes - sum)
        return fail(ErrorCode::InvalidArgument,
                    fmt::format("{} {}: the sizes add up to more than 2^62 bytes", kind, position));
    sum += bytes;
    return {};
}

Result<void> checkPositions(const std::vector<std::int32_t>& list, std::size_t count,
                            const std::string& where, std::string_view what) {
    for (const std::int32_t position : list)
        if (position < 0 || static_cast<std::size_t>(position) >= count)
            return fail(ErrorCode::InvalidArgument,
                        fmt::format("{}: there is no {} {}", where, what, position));
    return {};
}

Result<void> checkSizesAndPositions(const OrderProblem& problem) {
    Bytes sum = 0;
    const std::size_t tensors = problem.bytes.size();
    for (std::size_t t = 0; t < tensors; ++t)
        THIMBLE_CHECK(addBytes(sum, problem.bytes[t], "tensor", t));
    for (std::size_t o = 0; o < problem.operators.size(); ++o) {
        const OrderOperator& op = problem.operators[o];
        THIMBLE_CHECK(addBytes(sum, op.scratchBytes, "operator", o));
        const std::string name = fmt::format("operator {}", o);
        THIMBLE_CHECK(checkPositions(op.inputs, tensors, name + ", inputs", "tensor"));
        THIMBLE_CHECK(checkPositions(op.outputs, tensors, name + ", outputs", "tensor"));
    }
    THIMBLE_CHECK(checkPositions(problem.inputs, tensors, "inputs", "tensor"));
    THIMBLE_CHECK(checkPositions(problem.outputs, tensors, "outputs", "tensor"));
    for (const auto& [first, second] : problem.after)
        THIMBLE_CHECK(
            checkPositions({first, second}, problem.operators.size(), "precedence", "operator"));
    return {};
}

Result<void> checkWriters(const OrderProblem& problem) {
    constexpr std::int32_t kNobody = -1;
    constexpr std::int32_t kGraphInput = -2;
    std::vector<std::int32_t> writer(problem.bytes.size(), kNobody);
    for (const std::int32_t t : problem.inputs) writer[static_cast<std::size_t>(t)] = kGraphInput;
    for (std::size_t o = 0; o < problem.operators.size(); ++o)
        for (const std::int32_t t : problem.operators[o].outputs) {
            std::int32_t& known = writer[static_cast<std::size_t>(t)];
            if (known == kGraphInput)
                return fail(ErrorCode::InvalidArgument,
                            fmt::format("operator {} writes tensor {}, an input", o, t));
            if (known != kNobody)
                return fail(
                    ErrorCode::InvalidArgument,
                    fmt::format("tensor {} is written twice, by operators {} and {}", t, known, o));
            known = static_cast<std::int32_t>(o);
        }
    return {};
}

/// Of what could not run each waits for another that could not: following them leads into a cycle.
std::int32_t findOnCycle(const SearchGraph& graph, const std::vector<std::int32_t>& couldRun) {
    std::vector<bool> settled(graph.operators.size(), false);
    for (const std::int32_t op : couldRun) settled[static_cast<std::size_t>(op)] = true;
    auto at = static_cast<std::int32_t>(std::ranges::find(settled, false) - settled.begin());
    while (!settled[static_cast<std::size_t>(at)]) {
        settled[static_cast<std::size_t>(at)] = true;
        const auto& before = graph.operators[static_cast<std::size_t>(at)].before;
        const auto waitsFor = std::ranges::find_if(before, [&](std::int32_t op) {
            return std::ranges::find(couldRun, op) == couldRun.end();
        });
        at = *waitsFor;
    }
    return at;
}

}  // namespace

Result<void> checkOrderProblem(const OrderProblem& problem) {
    THIMBLE_CHECK(checkSizesAndPositions(problem));
    THIMBLE_CHECK(checkWriters(problem));
    const SearchGraph graph = searchGraph(problem);
    const std::vector<std::int32_t> order = firstListedOrder(graph);
    if (order.size() == graph.operators.size()) return {};
    return fail(ErrorCode::InvalidArgument,
                fmt::format("operator {} waits for itself: the graph has a cycle",
                            findOnCycle(graph, order)));
}

}  // namespace thimble
