#include "core/pipeline/plan_sentences.h"

#include <fmt/format.h>

#include <algorithm>

#include "core/base/grouped_number.h"
#include "core/graph/graph.h"
#include "core/liveness/working_set.h"

namespace thimble {

namespace {

/// What is alive while the new order is at its peak.
struct Peak {
    std::string label;  ///< "operator #7 CONV_2D"
    Bytes operands = 0;
    Bytes others = 0;
};

Peak peakOf(const MemoryPlan& plan) {
    const Graph graph = buildGraph(plan.model);
    const SubgraphGraph& main = graph.subgraphs[0];
    const std::vector<LiveRange> live = liveRanges(main);
    const WorkingSet set = workingSet(main, live);
    if (set.peakOperator < 0) return {};
    const auto step = static_cast<std::size_t>(set.peakOperator);
    const GraphOperator& op = main.operators[step];
    std::vector<std::int32_t> operands = op.inputs;
    operands.insert(operands.end(), op.outputs.begin(), op.outputs.end());
    std::ranges::sort(operands);
    operands.erase(std::unique(operands.begin(), operands.end()), operands.end());

    Peak peak;
    for (const std::int32_t t : operands)
        if (t >= 0 && live[static_cast<std::size_t>(t)].contains(static_cast<std::int32_t>(step)))
            peak.operands += main.tensors[static_cast<std::size_t>(t)].bytes;
    peak.others = set.peakBytes - peak.operands;
    const std::size_t before = indexOf(plan.order[0][step]);
    peak.label = fmt::format("operator #{} {}", before, op.name);
    if (before != step) peak.label += fmt::format(", which now runs as #{},", step);
    return peak;
}

bool isProven(const Finding& finding, Bytes found) {
    return finding.reason == StopReason::Proven || found <= finding.lowerBoundBytes;
}

std::string unproven(const Finding& finding) {
    return finding.reason == StopReason::Cancelled ? "Cancelled, so not proven"
                                                   : "Not proven within the search's limit";
}

}  // namespace

std::string orderSentence(const MemoryPlan& plan, OrderChoice choice) {
    const std::string needed = groupedNumber(plan.peakAfter);
    if (choice == OrderChoice::AsWritten)
        return fmt::format(
            "The operators stay as they are written: at most {} bytes of tensors are alive.",
            needed);
    if (!isProven(plan.orderFinding, plan.peakAfter))
        return fmt::format("{}: this order needs {} bytes for its tensors, any order at least {}.",
                           unproven(plan.orderFinding), needed,
                           groupedNumber(plan.orderFinding.lowerBoundBytes));
    const Peak peak = peakOf(plan);
    if (peak.label.empty()) return "There are no operators to order.";
    if (peak.others <= 0)
        return fmt::format(
            "No order can need less: at {} its inputs and outputs alone are {} bytes alive "
            "together.",
            peak.label, needed);
    return fmt::format(
        "No order can need less than {} bytes for its tensors: the search has ruled it out. At {} "
        "{} of them are its inputs and outputs; {} wait for other operators.",
        needed, peak.label, groupedNumber(peak.operands), groupedNumber(peak.others));
}

std::string placementSentence(const MemoryPlan& plan, PlacementChoice choice) {
    const Bytes head = plan.after.headBytes;
    const std::string gaps = groupedNumber(plan.fragmentationBytes());
    const std::string alive = groupedNumber(plan.after.lowerBoundBytes);
    std::string sentence;
    if (plan.fragmentationBytes() <= 0)
        sentence = fmt::format(
            "No placement of this order can be lower: the head's {} bytes are all alive at its "
            "peak, without gaps.",
            groupedNumber(head));
    else if (choice == PlacementChoice::Greedy)
        sentence = fmt::format(
            "TFLM's greedy placement leaves {} bytes of gaps: at most {} bytes are alive at once.",
            gaps, alive);
    else if (isProven(plan.placementFinding, head))
        sentence = fmt::format(
            "No placement of this order can be lower: {} bytes of gaps above the {} alive at once "
            "cannot be avoided.",
            gaps, alive);
    else
        sentence =
            fmt::format("{}: the placement leaves {} bytes of gaps above the {} alive at once.",
                        unproven(plan.placementFinding), gaps, alive);
    if (plan.headBoundOfAnyOrder <= 0) return sentence;
    if (head <= plan.headBoundOfAnyOrder) return sentence + " Nor can the head of any other order.";
    return sentence + fmt::format(" The head of any order needs at least {}.",
                                  groupedNumber(plan.headBoundOfAnyOrder));
}

}  // namespace thimble
