#include "app/cli/commands/plan_text.h"

#include <fmt/format.h>

#include <filesystem>
#include <nlohmann/json.hpp>

#include "app/cli/page.h"
#include "core/base/grouped_number.h"
#include "core/model/names.h"
#include "core/pipeline/plan_changes.h"
#include "core/pipeline/plan_sentences.h"

namespace thimble::cli {

namespace {

void printRow(Page& page, std::string_view what, Bytes before, Bytes after) {
    const Bytes saved = before - after;
    const double percent =
        before > 0 ? 100.0 * static_cast<double>(saved) / static_cast<double>(before) : 0;
    page.line("  {:<12} {:>12} {:>12} {:>12}  {}", what, groupedNumber(before),
              groupedNumber(after), (saved < 0 ? "+" : "") + groupedNumber(-saved),
              saved == 0 ? "" : fmt::format("{:+.1f} %", -percent));
}

std::string_view measureName(PlanMeasure measure) {
    switch (measure) {
        case PlanMeasure::WorkingSet: return "working set";
        case PlanMeasure::Head: return "head";
        case PlanMeasure::Gaps: return "gaps in it";
        case PlanMeasure::Tail: return "tail";
        case PlanMeasure::Used: return "used";
        case PlanMeasure::Minimum: return "minimum";
    }
    return {};
}

/// Operators that no longer follow the one they followed before.
void printOrder(Page& page, const Model& original, const MemoryPlan& plan) {
    for (std::size_t s = 0; s < plan.order.size(); ++s) {
        const std::vector<OperatorId>& order = plan.order[s];
        for (std::size_t step = 0; step < order.size(); ++step) {
            const std::size_t op = indexOf(order[step]);
            const bool follows = step == 0 ? op == 0 : op == indexOf(order[step - 1]) + 1;
            if (!follows) page.line("  step {:>4}  {}", step, operatorLabel(original, s, op));
        }
    }
}

/// Which outputs lie where, so that a reader can check it against a kernel of their own.
void printInPlace(Page& page, const Model& original, const MemoryPlan& plan) {
    constexpr std::size_t kMostLines = 20;
    page.line(
        "{} lie on their inputs' bytes. This holds for the kernels of this target only:",
        plan.inPlace.size() == 1 ? "1 output" : fmt::format("{} outputs", plan.inPlace.size()));
    for (std::size_t i = 0; i < plan.inPlace.size() && i < kMostLines; ++i) {
        const tflm::InPlacePair& pair = plan.inPlace[i];
        const auto label = [&](std::int32_t t) {
            return tensorLabel(original, pair.subgraph, static_cast<std::size_t>(t));
        };
        page.line("  {}: {} begins {} {}",
                  operatorLabel(original, pair.subgraph, static_cast<std::size_t>(pair.op)),
                  label(pair.input),
                  pair.offset == 0 ? std::string("where")
                                   : fmt::format("{} bytes into", groupedNumber(pair.offset)),
                  label(pair.output) + (pair.offset == 0 ? " does" : ""));
    }
    if (plan.inPlace.size() > kMostLines)
        page.line("  and {} more", plan.inPlace.size() - kMostLines);
    page.blank();
}

}  // namespace

std::string planText(const Model& original, const MemoryPlan& plan, const PlanAnswer& answer) {
    Page page;
    page.line("{} on {} ({})", std::filesystem::path(answer.model).filename().string(),
              answer.target.name, answer.target.description);
    if (!plan.after.accepts)
        page.line("TFLM refuses this model: {}. The plan is of its tensors alone.",
                  plan.after.reason);
    else if (!plan.before.accepts)
        page.line("TFLM refuses the file as it is: {}. It accepts the planned one.",
                  plan.before.reason);
    if (!plan.before.planFaults.empty())
        page.line("The offsets in the file as it is are wrong: {}. Its numbers are no baseline.",
                  plan.before.planFaults.front());
    page.blank();
    page.line("  {:<12} {:>12} {:>12} {:>12}", "bytes", "before", "after", "change");
    for (const PlanEffect& effect : planEffects(plan))
        printRow(page, measureName(effect.measure), effect.before, effect.after);
    page.blank();
    page.line("{}", orderSentence(plan, answer.options.order));
    page.line("{}", placementSentence(plan, answer.options.placement));
    page.blank();
    if (plan.keepsOrder()) {
        page.line("The operators stay in their order.");
    } else {
        page.line("The operators run in a new order. From these steps on (numbers of the input):");
        printOrder(page, original, plan);
    }
    page.blank();
    if (!plan.inPlace.empty()) printInPlace(page, original, plan);
    if (answer.output.empty())
        page.line("Nothing was written; -o OUT.tflite writes the planned model.");
    else
        page.line("Written to {}.", answer.output);
    return page.take();
}

std::string planJson(const MemoryPlan& plan, const PlanAnswer& answer) {
    const auto side = [](Bytes peak, const tflm::DeviceMemory& device) {
        nlohmann::ordered_json json = {{"working_set_peak_bytes", peak},
                                       {"head_bytes", device.headBytes}};
        if (device.accepts) {
            json["used_bytes"] = device.usedBytes;
            json["minimum_bytes"] = device.minimumBytes;
        }
        return json;
    };
    std::vector<std::size_t> order;
    for (const OperatorId op : plan.order[0]) order.push_back(indexOf(op));
    nlohmann::ordered_json inPlace = nlohmann::ordered_json::array();
    for (const tflm::InPlacePair& pair : plan.inPlace)
        inPlace.push_back({{"subgraph", pair.subgraph},
                           {"operator", pair.op},
                           {"input", pair.input},
                           {"output", pair.output},
                           {"offset", pair.offset}});
    const nlohmann::ordered_json json = {
        {"tflm", {{"accepts", plan.after.accepts}, {"reason", plan.after.reason}}},
        {"target", answer.target.name},
        {"before", side(plan.peakBefore, plan.before)},
        {"after", side(plan.peakAfter, plan.after)},
        {"order",
         {{"operators", order},
          {"reason", stopReasonName(plan.orderFinding.reason)},
          {"lower_bound_bytes", plan.orderFinding.lowerBoundBytes}}},
        {"placement",
         {{"reason", stopReasonName(plan.placementFinding.reason)},
          {"lower_bound_bytes", plan.placementFinding.lowerBoundBytes},
          {"fragmentation_bytes", plan.fragmentationBytes()}}},
        {"in_place", inPlace},
        {"head_bound_of_any_order_bytes", plan.headBoundOfAnyOrder},
        {"input_plan_faults", plan.before.planFaults},
        {"output", answer.output},
        {"seconds", answer.seconds}};
    return json.dump(1, ' ', false, nlohmann::ordered_json::error_handler_t::replace) + "\n";
}

}  // namespace thimble::cli
