#include <fmt/format.h>

#include <algorithm>
#include <nlohmann/json.hpp>
#include <vector>

#include "app/cli/commands/split_answer.h"
#include "app/cli/page.h"
#include "core/base/grouped_number.h"
#include "core/split/arena_history.h"

namespace thimble::cli {

namespace {

using nlohmann::ordered_json;

/// A segment that runs in pieces: how, and of which operators of the model, in the order in which
/// they stand in the graph.
struct PiecesRow {
    bool ofChannels = false;
    std::vector<std::int32_t> operators;
    std::int32_t slices = 0;  ///< of channels, or rows of its last tensor
};

std::vector<PiecesRow> piecesOf(const split::RowPlan& plan) {
    std::vector<PiecesRow> pieces;
    auto next = plan.segments.begin();  // those with slices are there once for each
    for (const split::Segment& chosen : plan.chosen) {
        PiecesRow row{.ofChannels = chosen.slices > 1};
        std::int32_t segments = 0;
        for (; next != plan.segments.end(); ++next, ++segments) {
            const split::Part& part = plan.parts[static_cast<std::size_t>(next->first)];
            if (part.op < chosen.first || part.op >= chosen.end) break;
            for (std::int32_t o = next->first; o < next->end; ++o) {
                const std::int32_t op = plan.graph.operators[static_cast<std::size_t>(o)].op;
                if (std::ranges::find(row.operators, op) == row.operators.end())
                    row.operators.push_back(op);
            }
            if (row.ofChannels) continue;
            for (const split::RowTask& task : plan.tasks)
                if (task.op == next->end - 1) ++row.slices;
        }
        if (row.ofChannels) row.slices = segments;
        if (chosen.byRows) pieces.push_back(std::move(row));
    }
    return pieces;
}

Bytes mostInUse(const cproject::RowProject& rows) {
    return split::mostInUse(split::historyOf(rows.model.graph, rows.plan));
}

std::vector<std::int32_t> operatorsOf(const patches::PatchSearch& search,
                                      const patches::PatchPlan& segment) {
    std::vector<std::int32_t> operators;
    for (const OperatorId op : search.operatorsOf(segment))
        operators.push_back(static_cast<std::int32_t>(indexOf(op)));
    return operators;
}

std::string rangeOf(const std::vector<std::int32_t>& operators) {
    return operators.front() == operators.back()
               ? fmt::format("{}", operators.front())
               : fmt::format("{} to {}", operators.front(), operators.back());
}

double overhead(const SplitAnswer& answer) {
    if (answer.macs == 0) return 0;
    return static_cast<double>(answer.patched()->macs - answer.macs) /
           static_cast<double>(answer.macs);
}

std::string reasonOf(const SplitAnswer& answer, const SplitCommand& command) {
    if (!answer.project) return answer.noProject;
    const cproject::Project& project = *answer.project;
    if (answer.isCancelled) return "cancelled";
    if (!answer.fits(command)) return "nothing that was found fits the RAM";
    if (!project.rows) return "running by rows does not lower the arena";
    if (!command.ramBytes) return "the smallest arena that was found";
    return project.rows->model.scratch == cproject::RowScratch::Tight
               ? "the fewest calls within the RAM, of kernels that work in less memory and take "
                 "longer"
               : "the fewest calls within the RAM";
}

std::string patchReason(const SplitAnswer& answer, const SplitCommand& command) {
    if (answer.patched() != nullptr)
        return command.goal == patches::PatchGoal::Arena
                   ? "the smallest arena for TFLM that was found"
                   : "the smallest head for TFLM that was found";
    const std::string cancelled =
        answer.patches->reason == StopReason::Cancelled ? " (cancelled)" : "";
    return "no patches within the MACs allowed, and no slices of channels, need less than the best "
           "plan of whole operators" +
           cancelled;
}

ordered_json orNull(const std::optional<Bytes>& bytes) {
    return bytes ? ordered_json(*bytes) : ordered_json();
}

ordered_json segmentsJson(const SplitAnswer& answer) {
    ordered_json segments = ordered_json::array();
    if (answer.project && answer.project->rows) {
        for (const PiecesRow& row : piecesOf(answer.project->rows->plan))
            segments.push_back({{"kind", row.ofChannels ? "channels" : "rows"},
                                {"operators", row.operators},
                                {"slices", row.slices},
                                {"form", "c"}});
    }
    if (const patches::PatchedModel* patched = answer.patched())
        for (const patches::PatchPlan& segment : patched->segments)
            segments.push_back({{"kind", segment.ofChannels() ? "channels" : "patches"},
                                {"operators", operatorsOf(*answer.patches, segment)},
                                {"slices", segment.parts()},
                                {"rows", segment.rows},
                                {"columns", segment.columns},
                                {"form", "tflite"}});
    return segments;
}

ordered_json deviceJson(const tflm::DeviceMemory& device, Macs macs) {
    return {{"head_bytes", device.headBytes},
            {"minimum_bytes", device.accepts ? ordered_json(device.minimumBytes) : ordered_json()},
            {"macs", macs}};
}

ordered_json patchesJson(const SplitCommand& command, const SplitAnswer& answer) {
    const patches::PatchSearch& search = *answer.patches;
    ordered_json json;
    json["goal"] = command.goal == patches::PatchGoal::Arena ? "arena" : "head";
    json["max_mac_overhead"] = command.maxMacOverhead;
    json["planned"] = deviceJson(search.unpatched.after, answer.macs);
    if (const patches::PatchedModel* patched = answer.patched()) {
        json["patched"] = deviceJson(patched->plan.after, patched->macs);
        json["mac_overhead"] = overhead(answer);
        json["output"] = command.output;
    } else {
        json["patched"] = nullptr;
        json["output"] = nullptr;
    }
    json["candidates"] = search.planned;
    json["reason"] = patchReason(answer, command);
    return json;
}

void tellPatches(Page& page, const SplitCommand& command, const SplitAnswer& answer) {
    const auto tell = [&](const char* what, const tflm::DeviceMemory& device,
                          const std::string& more) {
        page.line("  {} {:>12}   bytes of head, {} of arena{}", what,
                  groupedNumber(device.headBytes),
                  device.accepts ? groupedNumber(device.minimumBytes) : "?", more);
    };
    page.blank();
    page.line("For stock TFLM on {}: {}", command.target, patchReason(answer, command));
    page.blank();
    tell("best plan     ", answer.patches->unpatched.after, "");
    const patches::PatchedModel* patched = answer.patched();
    if (patched == nullptr) {
        page.blank();
        page.line("  nothing was written");
        return;
    }
    tell("in parts      ", patched->plan.after,
         fmt::format(", {:.1f} % more multiplications", 100 * overhead(answer)));
    page.blank();
    page.line("  in parts       operators                parts");
    for (const patches::PatchPlan& segment : patched->segments)
        page.line("                 {:<24} {:>5} {}",
                  rangeOf(operatorsOf(*answer.patches, segment)), segment.parts(),
                  segment.ofChannels()
                      ? "slices of channels"
                      : fmt::format("patches, {} x {}", segment.rows, segment.columns));
    page.blank();
    page.line("  the same outputs as the whole model for {} random inputs", command.runs);
    page.line("  written to {}; its offsets are for the kernels of this target", command.output);
}

void tellRows(Page& page, const SplitCommand& command, const SplitAnswer& answer) {
    const cproject::Project& project = *answer.project;
    page.line("  C, operators   {:>12}   bytes of arena, each operator at once",
              groupedNumber(project.wholeArenaBytes));
    page.line("  C, by rows     {:>12}   bytes of arena, no extra multiplications",
              groupedNumber(project.memory.arenaBytes));
    if (!project.rows) return;
    const split::RowPlan& plan = project.rows->plan;
    page.line("  in use at once {:>12}   bytes of it, in the fullest step",
              groupedNumber(mostInUse(*project.rows)));
    page.blank();
    const std::vector<PiecesRow> pieces = piecesOf(plan);
    if (pieces.empty())
        page.line("  every operator at once, placed by rows");
    else
        page.line("  in pieces      operators                pieces");
    for (const PiecesRow& row : pieces)
        page.line("                 {:<24} {:>5} {}", rangeOf(row.operators), row.slices,
                  row.ofChannels    ? "slices of channels"
                  : row.slices == 1 ? "row"
                                    : "rows");
    page.blank();
    page.line("  {} calls of kernels; the same outputs as the whole model for {} random inputs",
              groupedNumber(static_cast<std::int64_t>(plan.tasks.size())), command.runs);
    if (!command.folder.empty() && answer.fits(command))
        page.line("  written to {}: {} files", command.folder, project.files.size());
}

}  // namespace

std::string splitJson(const SplitCommand& command, const SplitAnswer& answer) {
    const patches::PatchedModel* patched = answer.patched();
    ordered_json json;
    std::optional<Bytes> whole, byRows, head;
    if (answer.project) {
        whole = answer.project->wholeArenaBytes;
        byRows = answer.project->memory.arenaBytes;
    }
    if (patched != nullptr) head = patched->plan.after.headBytes;
    json["before"] = {{"arena_bytes", orNull(whole)},
                      {"head_bytes", orNull(answer.headBytes)},
                      {"macs", answer.macs}};
    json["after"] = {{"arena_bytes", orNull(byRows)},
                     {"head_bytes", orNull(head)},
                     {"macs", patched != nullptr ? patched->macs : answer.macs},
                     {"c_macs", answer.macs}};
    if (answer.resolution) json["resolution"] = resolutionJson(*answer.resolution);
    json["segments"] = segmentsJson(answer);
    if (answer.project && answer.project->rows) {
        json["in_use_bytes"] = mostInUse(*answer.project->rows);
        json["load_bytes"] = answer.project->rows->plan.loadBytes;
        json["least_load_bytes"] = answer.project->rows->plan.leastLoadBytes;
        json["calls"] = answer.project->rows->plan.tasks.size();
    }
    if (answer.patches) json["tflite"] = patchesJson(command, answer);
    json["stream_input"] = command.streamInput;
    json["verified_runs"] = command.runs;
    json["reason"] = reasonOf(answer, command);
    json["seconds"] = answer.seconds;
    if (answer.project && !command.folder.empty()) {
        json["folder"] = command.folder;
        json["files"] = ordered_json::array();
        for (const cproject::File& file : answer.project->files) json["files"].push_back(file.name);
    }
    return json.dump(2) + "\n";
}

std::string splitText(const SplitCommand& command, const SplitAnswer& answer) {
    Page page;
    const std::string size =
        answer.resolution ? " at " + resolutionText(answer.resolution->to) : "";
    page.line("{}{}: {}", command.model, size, reasonOf(answer, command));
    page.blank();
    if (answer.resolution) {
        std::optional<Bytes> arena;
        if (answer.project) arena = answer.project->memory.arenaBytes;
        for (const std::string& sentence : resolutionSentences(*answer.resolution, arena))
            page.line("  {}", sentence);
        page.blank();
    }
    if (answer.headBytes)
        page.line("  TFLM's head    {:>12}   bytes, on {}", groupedNumber(*answer.headBytes),
                  command.target);
    if (answer.project) tellRows(page, command, answer);
    if (answer.patches) tellPatches(page, command, answer);
    return page.take();
}

}  // namespace thimble::cli
