#include <fmt/format.h>

#include <algorithm>
#include <nlohmann/json.hpp>

#include "app/cli/commands/prune_answer.h"
#include "app/cli/page.h"
#include "core/base/grouped_number.h"
#include "core/model/names.h"
#include "core/prune/predict_sizes.h"

namespace thimble::cli {

namespace {

using nlohmann::ordered_json;

template <typename T>
ordered_json orNull(const std::optional<T>& value) {
    return value ? ordered_json(*value) : ordered_json();
}

ordered_json sizesJson(const shrink::ModelSizes& sizes, const std::optional<double>& score,
                       const std::optional<Bytes>& rows) {
    ordered_json json{{"arena_bytes", orNull(sizes.arenaBytes)},
                      {"weight_bytes", sizes.weightBytes},
                      {"macs", sizes.macs},
                      {"score", orNull(score)}};
    if (rows) json["c_arena_bytes"] = *rows;
    return json;
}

std::string reasonOf(const PruneAnswer& answer) {
    if (answer.cancelled) return "cancelled";
    return answer.shortfall.empty() ? "done" : "the goal is not met: " + answer.shortfall;
}

void line(Page& page, const char* what, const std::optional<std::int64_t>& before,
          const std::optional<std::int64_t>& after) {
    if (!before || !after) return;
    const double change =
        *before == 0 ? 0
                     : 100.0 * static_cast<double>(*after - *before) / static_cast<double>(*before);
    page.line("  {:<22} {:>12} {:>12} {:>8.1f} %", what, groupedNumber(*before),
              groupedNumber(*after), change);
}

/// Where the working set of the model as it was has its peak.
std::size_t peakOperator(const prune::PredictedSizes& sizes) {
    return static_cast<std::size_t>(std::ranges::max_element(sizes.workingSetBytes) -
                                    sizes.workingSetBytes.begin());
}

bool touches(const prune::ChannelGroup& group, const Operator& op) {
    const auto isIts = [&group](std::int32_t t) {
        return std::ranges::any_of(
            group.shares, [t](const prune::AxisShare& share) { return share.axis.tensor == t; });
    };
    return std::ranges::any_of(op.outputs, isIts) || std::ranges::any_of(op.inputs, isIts);
}

void tellGroups(Page& page, const PruneStudy& study, const shrink::MadeModel& made) {
    const prune::ChannelGroups& groups = study.study.groups;
    const Model& model = *study.study.model;
    prune::SizePredictor predictor(model, groups);
    const auto all = prune::keptCounts(prune::keepAll(groups));
    const prune::PredictedSizes before = predictor.predict(all);
    const auto counts = prune::keptCounts(made.pruned.selection);
    page.line("  channels                    of         MACs saved   made by");
    for (std::size_t g = 0; g < counts.size(); ++g) {
        const prune::ChannelGroup& group = groups.groups[g];
        if (counts[g] == group.channels) continue;
        std::vector<std::int32_t> only = all;
        only[g] = counts[g];
        const Macs saved = before.macs - predictor.predict(only).macs;
        std::string note;
        if (!before.workingSetBytes.empty() &&
            touches(group, model.subgraphs[0].operators[peakOperator(before)]))
            note = ", at the peak";
        page.line("  {:>8} stay {:>14} {:>18}   {}{}", counts[g], group.channels,
                  groupedNumber(saved), group.name, note);
    }
    if (before.workingSetBytes.empty()) return;
    page.blank();
    page.line("The largest working set was {} bytes, at {}.", groupedNumber(before.peakBytes),
              operatorLabel(model, 0, peakOperator(before)));
}

void tellRepair(Page& page, const PruneCommand& command, const PruneStudy& study,
                const shrink::MadeModel& made) {
    const auto& repaired = made.pruned.repaired;
    const auto done = std::ranges::count_if(repaired, [](const auto& r) { return r.why.empty(); });
    if (!study.study.unwatched.empty()) {
        page.line("Nothing was repaired: {}", study.study.unwatched);
        return;
    }
    if (repaired.empty()) return;
    page.line("{} that read fewer channels got new weights, by least squares on {} inputs{}.",
              counted(done, "operator"), study.study.calibration->samples.size(),
              command.verbose ? "" : "; --verbose lists them");
    if (!command.verbose) return;
    page.blank();
    page.line("  error before     after   (of the mean square of what the operator gave)");
    for (const repair::RepairedOperator& op : repaired) {
        const std::string label =
            operatorLabel(*study.study.model, 0, static_cast<std::size_t>(op.op));
        if (!op.why.empty()) {
            page.line("                           {} stays as it is: {}", label, op.why);
            continue;
        }
        const double power = std::max(op.power, 1e-30);
        page.line("    {:>8.3f} % {:>8.3f} %   {}", 100 * op.errorBefore / power,
                  100 * op.errorAfter / power, label);
    }
}

ordered_json repairedJson(const shrink::MadeModel& made) {
    ordered_json list = ordered_json::array();
    for (const repair::RepairedOperator& op : made.pruned.repaired)
        list.push_back({{"operator", op.op},
                        {"error_before", op.errorBefore},
                        {"error_after", op.errorAfter},
                        {"mean_square", op.power},
                        {"unchanged_because", op.why}});
    return list;
}

}  // namespace

std::string pruneJson(const PruneCommand& command, const PruneStudy& study,
                      const PruneAnswer& answer) {
    ordered_json json{{"model", command.model}, {"target", answer.target.name}};
    json["before"] = answer.before
                         ? sizesJson(*answer.before, answer.scoreBefore, answer.rowsBefore)
                         : ordered_json();
    json["after"] = answer.made ? sizesJson(answer.made->after, answer.scoreAfter, answer.rowsAfter)
                                : ordered_json();
    json["kept"] = ordered_json::object();
    json["repaired"] = ordered_json::array();
    if (answer.made) {
        const auto counts = prune::keptCounts(answer.made->pruned.selection);
        for (std::size_t g = 0; g < counts.size(); ++g)
            json["kept"][study.study.groups.groups[g].name] = counts[g];
        json["repaired"] = repairedJson(*answer.made);
    }
    json["goal_met"] = !answer.cancelled && answer.shortfall.empty();
    json["reason"] = reasonOf(answer);
    json["output"] = command.output;
    json["seconds"] = answer.seconds;
    return json.dump(2, ' ', false, ordered_json::error_handler_t::replace) + "\n";
}

std::string pruneText(const PruneCommand& command, const PruneStudy& study,
                      const PruneAnswer& answer) {
    Page page;
    if (!answer.made) {
        page.line("{}: {}", command.model, reasonOf(answer));
        return page.take();
    }
    if (answer.shortfall.empty())
        page.line(
            "{}: {} on {}", command.model,
            command.output.empty() ? "pruned (-o FILE writes it)" : "pruned, " + command.output,
            answer.target.name);
    else
        page.line("{}: the goal is not met: {}; nothing is written", command.model,
                  answer.shortfall);
    page.blank();
    page.line("                               before        after");
    line(page, "TFLM's arena", answer.before->arenaBytes, answer.made->after.arenaBytes);
    line(page, "C arena by rows", answer.rowsBefore, answer.rowsAfter);
    line(page, "weights", answer.before->weightBytes, answer.made->after.weightBytes);
    line(page, "MACs", answer.before->macs, answer.made->after.macs);
    if (answer.scoreBefore && answer.scoreAfter)
        page.line("  {:<22} {:>12.4f} {:>12.4f}   on the samples that were not looked at", "score",
                  *answer.scoreBefore, *answer.scoreAfter);
    if (answer.rowsAfter && command.ramBytes && !command.output.empty() && answer.shortfall.empty())
        page.line("  that C project: thimble split {} --ram {}{} --c DIR", command.output,
                  *command.ramBytes, command.streamInput ? " --stream-input" : "");
    page.blank();
    tellGroups(page, study, *answer.made);
    tellRepair(page, command, study, *answer.made);
    return page.take();
}

}  // namespace thimble::cli
