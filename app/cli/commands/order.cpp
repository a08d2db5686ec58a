#include "app/cli/commands/order.h"

#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <memory>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "app/cli/long_work.h"
#include "app/cli/options.h"
#include "app/cli/output.h"
#include "core/base/file.h"
#include "core/base/grouped_number.h"
#include "core/schedule/optimal_order.h"
#include "core/schedule/order_json.h"

namespace thimble::cli {

namespace {

struct OrderOptions {
    std::string input;
    SearchLimits limits;
    bool json = false;
};

std::string orderJson(const Schedule& written, const SearchResult<Schedule>& found,
                      double seconds) {
    const nlohmann::ordered_json json = {{"as_written_peak_bytes", written.peakBytes},
                                         {"peak_bytes", found.best.peakBytes},
                                         {"operators", found.best.order},
                                         {"lower_bound_bytes", found.lowerBound},
                                         {"reason", stopReasonName(found.reason)},
                                         {"nodes", found.nodes},
                                         {"seconds", seconds}};
    return json.dump(1) + "\n";
}

std::string verdict(const SearchResult<Schedule>& found) {
    switch (found.reason) {
        case StopReason::Proven: return "no order needs less";
        case StopReason::Limit: return "stopped at the limit";
        case StopReason::Cancelled: return "cancelled";
    }
    return {};
}

/// The operators as ranges: long stretches stay as they were written.
std::string ranges(const std::vector<std::int32_t>& order) {
    std::string text;
    for (std::size_t first = 0; first < order.size();) {
        std::size_t last = first;
        while (last + 1 < order.size() && order[last + 1] == order[last] + 1) ++last;
        text += text.empty() ? "" : " ";
        text += first == last ? fmt::format("{}", order[first])
                              : fmt::format("{}-{}", order[first], order[last]);
        first = last + 1;
    }
    return text;
}

std::string orderText(const Schedule& written, const SearchResult<Schedule>& found,
                      double seconds) {
    const Schedule& best = found.best;
    std::string text = fmt::format("{} operators, {:.3f} s, {} sets of operators looked at\n\n",
                                   best.order.size(), seconds, groupedNumber(found.nodes));
    text += fmt::format("Peak as written {:>16} bytes\n", groupedNumber(written.peakBytes));
    text += fmt::format("Peak found      {:>16} bytes: {}\n", groupedNumber(best.peakBytes),
                        verdict(found));
    if (found.reason != StopReason::Proven)
        text += fmt::format("Lower bound     {:>16} bytes\n", groupedNumber(found.lowerBound));
    if (best.order == written.order)
        return text + (found.reason == StopReason::Proven
                           ? "\nThe order as written is as good as any.\n"
                           : "\nThat is the order as written.\n");
    return text + "\nOrder\n  " + ranges(best.order) + "\n";
}

int order(const OrderOptions& options) {
    const auto file = readFile(options.input);
    if (!file) return cli::report(file.error());
    const auto failed = [&options](const Error& error) {
        return cli::report({error.code, options.input + ": " + error.message});
    };
    const auto problem = readOrderJson(file->bytes());
    if (!problem) return failed(problem.error());

    const Schedule written = orderAsWritten(*problem);
    double seconds = 0;
    std::vector<std::string> faults;
    const auto found = [&] {
        LongWork work("ordering");
        auto result = findOptimalOrder(*problem, options.limits, work.control());
        faults = checkSchedule(*problem, result.best);
        seconds = work.seconds();
        return result;
    }();
    if (!faults.empty())
        return failed({ErrorCode::Unsupported, "no sound order was found: " + faults.front()});
    return print(
        options.json ? orderJson(written, found, seconds) : orderText(written, found, seconds),
        kDone);
}

}  // namespace

void addOrder(CLI::App& app, int& status) {
    auto options = std::make_shared<OrderOptions>();
    CLI::App* command = app.add_subcommand(
        "order", "Find the order of operators with the smallest peak working set, and prove it");
    command->add_option("INPUT.json", options->input, "The graph, see below")->required();
    command
        ->add_option("--nodes", options->limits.nodes,
                     "Look at no more than N sets of operators; then the best so far is printed")
        ->transform(wholeNumber());
    command->add_flag("--json", options->json, "One JSON object on stdout, for scripts");
    command->footer(
        "The order in which operators run decides which tensors are in memory together. A tensor\n"
        "is alive from the operator that writes it to the last that reads it; inputs of the graph\n"
        "that somebody reads from the start, outputs to the end; one that nothing writes is a\n"
        "constant and takes no bytes. The peak is the most bytes alive in any step.\n"
        "\n"
        "INPUT.json is a bare graph; tensors and operators are numbered from 0 as listed:\n"
        "  {\"tensors\": [8, 16, 64, 4, 4],                       bytes of each\n"
        "   \"operators\": [{\"inputs\": [0], \"outputs\": [1]},\n"
        "                 {\"inputs\": [0], \"outputs\": [2]},\n"
        "                 {\"inputs\": [2], \"outputs\": [3]},\n"
        "                 {\"inputs\": [1, 3], \"outputs\": [4]}],\n"
        "   \"inputs\": [0], \"outputs\": [4]}\n"
        "As written this graph has a peak of 88 bytes; the order 1 2 0 3 has 76.\n"
        "An operator may have \"scratch\": bytes that it takes while it runs, and the graph\n"
        "\"after\": [[first, second], ...] for operators that must not change places.\n"
        "\n"
        "Ctrl+C ends the search and prints the best order so far, with a true lower bound.\n"
        "\n"
        "Examples:\n"
        "  thimble order graph.json\n"
        "  thimble order graph.json --json --nodes 100000      # the same answer everywhere");
    command->callback([options, &status] { status = order(*options); });
}

}  // namespace thimble::cli
