#include "core/split/row_graph.h"

#include <fmt/format.h>

#include <algorithm>

namespace thimble::split {

namespace {

const RowTensor& tensorAt(const RowGraph& graph, std::int32_t t) {
    return graph.tensors[static_cast<std::size_t>(t)];
}

/// What there is of a tensor's rows.
struct Made {
    bool isWhole = false;
    std::vector<Stripe> stripes;

    /// False: some of it is there already.
    bool add(const Stripe& stripe) {
        if (isWhole || (!stripe.isPart() && !stripes.empty())) return false;
        Bytes bytes = stripe.bytes;
        for (const Stripe& other : stripes) {
            if (other.period != stripe.period) return false;
            if (other.first < stripe.first + stripe.bytes &&
                stripe.first < other.first + other.bytes)
                return false;
            bytes += other.bytes;
        }
        stripes.push_back(stripe);
        isWhole = bytes == stripe.period;
        return true;
    }
};

bool isSound(const RowGraph& graph, const RowOperator& op) {
    const Stripe& stripe = op.stripe;
    if (!stripe.isPart()) return stripe == Stripe{};
    return op.rule == RowRule::Same && op.outputs.size() == 1 && stripe.first >= 0 &&
           stripe.bytes > 0 && stripe.bytes <= stripe.period &&
           stripe.first <= stripe.period - stripe.bytes &&
           tensorAt(graph, op.outputs[0]).rowBytes % stripe.period == 0 && op.rowOverlaps.empty();
}

}  // namespace

RowRange rowsNeeded(const RowGraph& graph, const RowOperator& op, std::size_t input,
                    std::int32_t row) {
    const std::int32_t rows = tensorAt(graph, op.inputs[input]).rows;
    if (op.rule == RowRule::Window && input > 0) return {row, row + 1};
    switch (op.rule) {
        case RowRule::Same:
        case RowRule::Sum: return {row, row + 1};
        case RowRule::None: return {0, rows};
        case RowRule::Window: break;
    }
    const std::int64_t first = std::int64_t{row} * op.stride - op.padTop;
    const std::int64_t end = first + (op.height - std::int64_t{1}) * op.dilation + 1;
    const auto clip = [rows](std::int64_t r) {
        return static_cast<std::int32_t>(std::clamp<std::int64_t>(r, 0, rows));
    };
    return {clip(first), clip(end)};
}

std::vector<std::string> checkRowGraph(const RowGraph& graph) {
    std::vector<std::string> faults;
    const auto fault = [&](std::size_t o, std::string_view what) {
        faults.push_back(fmt::format("operator {}: {}", o, what));
    };
    const auto count = static_cast<std::int32_t>(graph.tensors.size());
    if (graph.alignment < 1 || (graph.alignment & (graph.alignment - 1)) != 0)
        faults.push_back(fmt::format("an alignment of {}", graph.alignment));
    for (const RowTensor& tensor : graph.tensors) {
        if (tensor.rows < 1 || tensor.rowBytes < 1)
            faults.push_back(fmt::format("tensor {} has no rows", tensor.tensor));
        if (tensor.isStreamed && !tensor.isInput)
            faults.push_back(fmt::format("tensor {} is streamed, but no input", tensor.tensor));
    }
    std::vector<Made> made(graph.tensors.size());
    for (std::size_t t = 0; t < graph.tensors.size(); ++t)
        made[t].isWhole = graph.tensors[t].isInput;
    for (std::size_t o = 0; o < graph.operators.size(); ++o) {
        const RowOperator& op = graph.operators[o];
        const auto isTensor = [&](std::int32_t t) { return t >= 0 && t < count; };
        if (!std::ranges::all_of(op.inputs, isTensor) ||
            !std::ranges::all_of(op.outputs, isTensor)) {
            fault(o, "a tensor that is none");
            continue;
        }
        for (const std::int32_t t : op.inputs)
            if (!made[static_cast<std::size_t>(t)].isWhole) fault(o, "reads what nobody has made");
        if (!isSound(graph, op)) fault(o, "its stripe makes no sense");
        for (const std::int32_t t : op.outputs)
            if (!made[static_cast<std::size_t>(t)].add(op.stripe))
                fault(o, "makes what is there already");
        if (op.positions.size() != op.inputs.size()) fault(o, "positions and inputs differ");
        if (op.rowScratchBytes < 0 || op.wholeScratchBytes < 0 || op.sumBytes < 0)
            fault(o, "works in less than nothing");
        for (const auto* rules : {&op.rowOverlaps, &op.wholeOverlaps})
            for (const RowOverlap& rule : *rules)
                if (rule.input >= op.inputs.size() || op.outputs.empty())
                    fault(o, "may overwrite what is none, or with nothing");
        if (op.rule == RowRule::None) continue;
        if (op.outputs.size() != 1 || op.inputs.empty()) {
            fault(o, "a rule for rows, but not one output");
            continue;
        }
        const std::int32_t rows = tensorAt(graph, op.outputs[0]).rows;
        if (op.height < 1 || op.stride < 1 || op.dilation < 1 || op.padTop < 0)
            fault(o, "its window makes no sense");
        if (op.rule == RowRule::Same)
            for (const std::int32_t t : op.inputs)
                if (tensorAt(graph, t).rows != rows) fault(o, "inputs of other rows");
        if (op.rule == RowRule::Sum && (rows != 1 || op.inputs.size() != 1))
            fault(o, "a sum of several rows");
        for (std::size_t i = 1; op.rule == RowRule::Window && i < op.inputs.size(); ++i)
            if (tensorAt(graph, op.inputs[i]).rows != rows) fault(o, "inputs of other rows");
    }
    return faults;
}

}  // namespace thimble::split
