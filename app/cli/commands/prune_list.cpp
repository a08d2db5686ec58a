#include <fmt/format.h>

#include <algorithm>
#include <nlohmann/json.hpp>

#include "app/cli/commands/prune_answer.h"
#include "app/cli/page.h"
#include "core/base/grouped_number.h"
#include "core/model/names.h"

namespace thimble::cli {

namespace {

using nlohmann::ordered_json;

/// Tensors with an axis that loses something, ascending.
std::vector<std::int32_t> tensorsOf(const prune::ChannelGroup& group) {
    std::vector<std::int32_t> tensors;
    for (const prune::AxisShare& share : group.shares)
        if (tensors.empty() || tensors.back() != share.axis.tensor)
            tensors.push_back(share.axis.tensor);
    return tensors;
}

/// Operators that make, pass on or read the channels, ascending.
std::vector<std::int32_t> operatorsOf(const prune::ChannelGroup& group) {
    std::vector<std::int32_t> operators = group.makers;
    operators.insert(operators.end(), group.carriers.begin(), group.carriers.end());
    for (const prune::Reader& reader : group.readers) operators.push_back(reader.op);
    std::ranges::sort(operators);
    operators.erase(std::unique(operators.begin(), operators.end()), operators.end());
    return operators;
}

std::string arenaText(const shrink::Saving& saving) {
    if (!saving.arenaBytes) return "?";
    if (*saving.arenaBytes > 0) return groupedNumber(*saving.arenaBytes);
    if (saving.channelsToStep == 0) return "0";
    return fmt::format("0 ({} for {})", groupedNumber(saving.stepBytes), saving.channelsToStep);
}

}  // namespace

std::string groupsJson(const PruneCommand& command, const PruneStudy& study,
                       const std::vector<shrink::Saving>& savings, double seconds) {
    const prune::ChannelGroups& groups = study.study.groups;
    ordered_json json{{"model", command.model}, {"importance", command.importance}};
    json["groups"] = ordered_json::array();
    for (std::size_t g = 0; g < savings.size(); ++g) {
        const prune::ChannelGroup& group = groups.groups[g];
        const shrink::Saving& saving = savings[g];
        ordered_json saves{
            {"arena_bytes", saving.arenaBytes ? ordered_json(*saving.arenaBytes) : ordered_json()},
            {"flash_bytes", saving.weightBytes},
            {"macs", saving.macs},
            {"channels_to_step", saving.channelsToStep},
            {"step_arena_bytes", saving.stepBytes}};
        json["groups"].push_back({{"id", g},
                                  {"name", group.name},
                                  {"channels", group.channels},
                                  {"tensors", tensorsOf(group)},
                                  {"operators", operatorsOf(group)},
                                  {"makers", group.makers},
                                  {"importance", study.orders[g].alone},
                                  {"order", study.orders[g].channels},
                                  {"costs", study.orders[g].costs},
                                  {"saves", std::move(saves)}});
    }
    json["frozen"] = ordered_json::array();
    for (const prune::FrozenChannels& frozen : groups.frozen)
        json["frozen"].push_back(
            {{"operator", frozen.op}, {"channels", frozen.count}, {"reason", frozen.reason}});
    json["unwatched"] = study.study.unwatched;
    json["reason"] = savings.size() < groups.groups.size() ? "cancelled" : "done";
    json["seconds"] = seconds;
    return json.dump(2, ' ', false, ordered_json::error_handler_t::replace) + "\n";
}

std::string groupsText(const PruneCommand& command, const PruneStudy& study,
                       const std::vector<shrink::Saving>& savings) {
    const prune::ChannelGroups& groups = study.study.groups;
    Page page;
    if (savings.size() < groups.groups.size()) {
        page.line("{}: cancelled", command.model);
        return page.take();
    }
    page.line("{}: {} of channels that must go together", command.model,
              counted(static_cast<std::int64_t>(groups.groups.size()), "group"));
    if (!study.study.unwatched.empty())
        page.line("  its channels cannot be watched, so all count as alike: {}",
                  study.study.unwatched);
    page.blank();
    page.line("                                              one channel less saves");
    page.line("    id  channels        arena      weights         MACs   half costs   group");
    for (std::size_t g = 0; g < savings.size(); ++g) {
        const repair::RemovalOrder& order = study.orders[g];
        page.line("  {:>4}  {:>8} {:>12} {:>12} {:>12} {:>10.3f} %   {}", g,
                  groups.groups[g].channels, arenaText(savings[g]),
                  groupedNumber(savings[g].weightBytes), groupedNumber(savings[g].macs),
                  100 * order.costs[order.costs.size() / 2], groups.groups[g].name);
    }
    page.blank();
    page.line("Arena: what TFLM needs with the best plan. \"0 (16 for 4)\": one channel brings");
    page.line("nothing, since buffers are rounded up or another step is larger; four bring 16.");
    page.line("Half costs: what the cheaper half of the channels costs together, by {}.",
              command.importance);
    if (!groups.frozen.empty()) page.blank();
    for (const prune::FrozenChannels& frozen : groups.frozen)
        page.line("  {} of {} stay: {}", counted(frozen.count, "channel"),
                  operatorLabel(*study.study.model, 0, static_cast<std::size_t>(frozen.op)),
                  frozen.reason);
    return page.take();
}

}  // namespace thimble::cli
