#include "app/cli/commands/compare_text.h"

#include <fmt/format.h>

#include <cmath>
#include <filesystem>
#include <nlohmann/json.hpp>
#include <optional>

#include "app/cli/page.h"
#include "core/base/grouped_number.h"
#include "core/eval/values.h"
#include "core/model/names.h"

namespace thimble::cli {

namespace {

using Json = nlohmann::ordered_json;

void printRow(Page& page, std::string_view what, Bytes a, Bytes b) {
    const Bytes change = b - a;
    const double percent = a > 0 ? 100.0 * static_cast<double>(change) / static_cast<double>(a) : 0;
    page.line("  {:<12} {:>14} {:>14} {:>14}  {}", what, groupedNumber(a), groupedNumber(b),
              (change > 0 ? "+" : "") + groupedNumber(change),
              change == 0 || a == 0 ? "" : fmt::format("{:+.1f} %", percent));
}

void printMemory(Page& page, const Report& a, const Report& b) {
    page.blank();
    page.line("  {:<12} {:>14} {:>14} {:>14}", "bytes", "A", "B", "change");
    printRow(page, "working set", a.workingSet.peakBytes, b.workingSet.peakBytes);
    printRow(page, "head", a.device.headBytes, b.device.headBytes);
    if (a.device.accepts && b.device.accepts) {
        printRow(page, "tail", a.device.tailBytes, b.device.tailBytes);
        printRow(page, "used", a.device.usedBytes, b.device.usedBytes);
        printRow(page, "minimum", a.device.minimumBytes, b.device.minimumBytes);
    }
    printRow(page, "weights", a.model.weightBytes, b.model.weightBytes);
    printRow(page, "file", a.model.fileBytes, b.model.fileBytes);
    if (a.model.macsKnown && b.model.macsKnown) printRow(page, "MACs", a.model.macs, b.model.macs);
    for (const Report* report : {&a, &b})
        if (!report->device.accepts)
            page.line("TFLM refuses {} on {}: {}.", report == &a ? "A" : "B", report->target.name,
                      report->device.reason);
}

std::string valueText(double value) { return fmt::format("{:.7g}", value); }

/// "0.5 (stored 127)": equal values may be stored otherwise, where scales differ.
std::string elementText(double value, const std::optional<std::int64_t>& stored) {
    if (!stored || static_cast<double>(*stored) == value) return valueText(value);
    return fmt::format("{} (stored {})", valueText(value), *stored);
}

void printFirstDifference(Page& page, const CompareAnswer& answer) {
    const eval::FirstDifference& first = *answer.found.firstDifference;
    const Model& a = answer.a.program->model;
    const Model& b = answer.b.program->model;
    const auto tensor = [](const Model& model, std::int32_t t) {
        return tensorLabel(model, 0, static_cast<std::size_t>(t));
    };
    const auto op = [](const Model& model, std::int32_t o) {
        return o < 0 ? std::string("no operator: a constant")
                     : operatorLabel(model, 0, static_cast<std::size_t>(o));
    };
    page.blank();
    page.line("They part ways at {} of A, in {}", op(a, first.operatorA), tensor(a, first.tensorA));
    page.line("                  ({} of B, {})", op(b, first.operatorB), tensor(b, first.tensorB));
    page.line("  element {} is {} in A and {} in B (run {})",
              groupedNumber(static_cast<std::int64_t>(first.difference.first)),
              elementText(first.valueA, first.storedA), elementText(first.valueB, first.storedB),
              first.run);
    page.line("  {} of {} differ, by {} at most", groupedNumber(first.difference.differing),
              counted(first.difference.elements, "element"), valueText(first.difference.largest));
}

void printOutputs(Page& page, const CompareAnswer& answer) {
    for (std::size_t i = 0; i < answer.found.outputs.size(); ++i) {
        const eval::OutputComparison& output = answer.found.outputs[i];
        const eval::TensorDifference& difference = output.difference;
        const bool isInteger =
            answer.a.program->output(i).type != TensorType::Float32 && difference.differing > 0;
        page.line(
            "  output {} '{}': {}", i, output.name,
            difference.isBitExact()
                ? "equal"
                : fmt::format(
                      "{} of {} differ, by {} at most{}", groupedNumber(difference.differing),
                      counted(difference.elements, "element"), valueText(difference.largest),
                      isInteger ? fmt::format(" ({:g} as stored)", difference.largestStored) : ""));
        if (!output.sameQuantization)
            page.line(
                "    Its scale or zero point is another one in B: the same bytes stand for other "
                "values.");
    }
}

Json memoryJson(const LoadedProgram& model, const Report& report) {
    Json json = {{"path", model.loaded->path.string()},
                 {"sha256", report.model.sha256},
                 {"bytes", report.model.fileBytes},
                 {"weight_bytes", report.model.weightBytes},
                 {"macs", report.model.macs},
                 {"working_set_peak_bytes", report.workingSet.peakBytes},
                 {"arena", nullptr}};
    if (report.device.accepts)
        json["arena"] = {{"head_bytes", report.device.headBytes},
                         {"tail_bytes", report.device.tailBytes},
                         {"used_bytes", report.device.usedBytes},
                         {"minimum_bytes", report.device.minimumBytes}};
    return json;
}

Json firstDifferenceJson(const CompareAnswer& answer) {
    if (!answer.found.firstDifference) return nullptr;
    const eval::FirstDifference& first = *answer.found.firstDifference;
    const auto side = [](const Model& model, std::int32_t op, std::int32_t tensor, double value) {
        const Subgraph& graph = model.subgraphs[0];
        Json json = {{"operator", op}, {"operator_name", nullptr}};
        if (op >= 0)
            json["operator_name"] =
                operatorName(model, graph.operators[static_cast<std::size_t>(op)]);
        json["tensor"] = tensor;
        json["tensor_name"] = graph.tensors[static_cast<std::size_t>(tensor)].name;
        json["value"] = value;
        return json;
    };
    return {{"run", first.run},
            {"a", side(answer.a.program->model, first.operatorA, first.tensorA, first.valueA)},
            {"b", side(answer.b.program->model, first.operatorB, first.tensorB, first.valueB)},
            {"element", first.difference.first},
            {"elements", first.difference.elements},
            {"differing", first.difference.differing},
            {"max_abs_difference", first.difference.largest}};
}

}  // namespace

std::string compareText(const CompareAnswer& answer) {
    const eval::Comparison& found = answer.found;
    Page page;
    page.line("A is {}, B is {}", answer.a.loaded->path.string(), answer.b.loaded->path.string());
    printMemory(page, *answer.reportA, *answer.reportB);
    page.blank();
    const std::string runs = fmt::format(
        "{} on {}{}", counted(found.runs, "inference"),
        answer.data.empty() ? fmt::format("random inputs from seed {}", answer.seed) : answer.data,
        found.cancelled ? " (cancelled)" : "");
    if (found.runs == 0)
        page.line("Nothing was compared: cancelled.");
    else if (found.isBitExact())
        page.line("The outputs are the same to the last bit in {}.", runs);
    else
        page.line("The outputs differ in {} of {}.", groupedNumber(found.differingRuns), runs);
    printOutputs(page, answer);
    if (found.firstDifference) printFirstDifference(page, answer);
    return page.take();
}

std::string compareJson(const CompareAnswer& answer) {
    const eval::Comparison& found = answer.found;
    Json outputs = Json::array();
    for (const eval::OutputComparison& output : found.outputs)
        outputs.push_back({{"name", output.name},
                           {"elements", output.difference.elements},
                           {"differing", output.difference.differing},
                           {"max_abs_difference", output.difference.largest},
                           {"max_stored_difference", output.difference.largestStored},
                           {"same_quantization", output.sameQuantization}});
    Json json = {{"runs", found.runs},
                 {"differing_runs", found.differingRuns},
                 {"bit_exact", found.isBitExact()},
                 {"max_abs_difference", found.largestDifference()},
                 {"first_difference", firstDifferenceJson(answer)},
                 {"outputs", std::move(outputs)}};
    if (found.runs == 0) json["bit_exact"] = nullptr;
    if (answer.data.empty())
        json["seed"] = answer.seed;
    else
        json["data"] = answer.data;
    json["target"] = answer.reportA->target.name;
    json["a"] = memoryJson(answer.a, *answer.reportA);
    json["b"] = memoryJson(answer.b, *answer.reportB);
    json["reason"] = found.cancelled ? "cancelled" : "done";
    json["seconds"] = answer.seconds;
    return json.dump(1, ' ', false, Json::error_handler_t::replace) + "\n";
}

}  // namespace thimble::cli
