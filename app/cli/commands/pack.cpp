#include "app/cli/commands/pack.h"

#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <memory>
#include <nlohmann/json.hpp>
#include <optional>
#include <span>
#include <string>

#include "app/cli/long_work.h"
#include "app/cli/options.h"
#include "app/cli/output.h"
#include "core/arena/arena_csv.h"
#include "core/arena/optimal_plan.h"
#include "core/base/file.h"
#include "core/base/grouped_number.h"

namespace thimble::cli {

namespace {

struct PackOptions {
    std::string input;
    std::string output;
    std::optional<Bytes> capacity;
    SearchLimits limits{.nodes = 10'000'000};
    bool json = false;
};

/// What the search found, and what that says about the question asked.
struct PackAnswer {
    SearchResult<ArenaPlan> result;
    double seconds = 0;
    bool hasPlan = true;       ///< false: fixed offsets rule out every plan
    std::optional<bool> fits;  ///< below --capacity; empty when not asked or not decided
};

Result<ArenaTable> readTable(const std::string& path) {
    THIMBLE_TRY(const Blob file, readFile(path));
    auto table =
        readArenaCsv({reinterpret_cast<const char*>(file.bytes().data()), file.bytes().size()});
    if (!table) return fail(table.error().code, path + ": " + table.error().message);
    return table;
}

PackAnswer solve(const ArenaProblem& problem, const PackOptions& options) {
    LongWork work("packing");
    const SearchControl control = work.control();
    PackAnswer answer;
    answer.result = options.capacity
                        ? findPlanWithin(problem, *options.capacity, options.limits, control)
                        : findOptimalPlan(problem, options.limits, control);
    answer.seconds = work.seconds();
    answer.hasPlan = answer.result.lowerBound != kNoPlan;
    if (options.capacity) {
        if (answer.hasPlan && answer.result.best.arenaBytes <= *options.capacity)
            answer.fits = true;
        else if (answer.result.lowerBound > *options.capacity)
            answer.fits = false;
    }
    return answer;
}

std::string packJson(const ArenaTable& table, const PackAnswer& answer,
                     const PackOptions& options) {
    nlohmann::ordered_json json;
    json["buffers"] = table.ids.size();
    json["arena_bytes"] = nullptr;
    json["lower_bound_bytes"] = nullptr;
    if (answer.hasPlan) {
        json["arena_bytes"] = answer.result.best.arenaBytes;
        json["lower_bound_bytes"] = answer.result.lowerBound;
    }
    json["reason"] = stopReasonName(answer.result.reason);
    json["nodes"] = answer.result.nodes;
    json["seconds"] = answer.seconds;
    json["seed"] = options.limits.seed;
    if (options.capacity) {
        json["capacity_bytes"] = *options.capacity;
        json["fits"] = nullptr;
        if (answer.fits) json["fits"] = *answer.fits;
    }
    return json.dump(2) + "\n";
}

std::string packText(const ArenaTable& table, const PackAnswer& answer,
                     const PackOptions& options) {
    const SearchResult<ArenaPlan>& result = answer.result;
    std::string text = fmt::format("{} buffers, {} nodes, {:.3f} s\n",
                                   groupedNumber(static_cast<std::int64_t>(table.ids.size())),
                                   groupedNumber(result.nodes), answer.seconds);
    if (!answer.hasPlan) return text + "No plan exists: the fixed offsets overlap.\n";
    if (answer.fits)
        text += *answer.fits ? fmt::format("A plan of {} bytes fits in {}.\n",
                                           groupedNumber(result.best.arenaBytes),
                                           groupedNumber(*options.capacity))
                             : fmt::format("Nothing fits in {} bytes: proven.\n",
                                           groupedNumber(*options.capacity));
    else
        text += fmt::format("The lowest plan found is {} bytes high.\n",
                            groupedNumber(result.best.arenaBytes));
    if (result.best.arenaBytes == result.lowerBound)
        return text + "It is the lowest there is: proven.\n";
    text += fmt::format("No plan is lower than {} bytes.\n", groupedNumber(result.lowerBound));
    if (result.reason != StopReason::Proven)
        text += fmt::format("Undecided in between: the search ended early ({}).\n",
                            stopReasonName(result.reason));
    return text;
}

Result<void> writePlan(const ArenaTable& table, const PackAnswer& answer,
                       const PackOptions& options) {
    if (options.output.empty() || !answer.hasPlan || answer.fits == false) return {};
    const std::string text = arenaCsv(table, answer.result.best);
    return writeFile(options.output, std::as_bytes(std::span(text)));
}

int pack(const PackOptions& options) {
    if (const auto other = checkNotInput(options.output, options.input); !other)
        return report(other.error());
    const auto table = readTable(options.input);
    if (!table) return report(table.error());
    const PackAnswer answer = solve(table->problem, options);
    if (answer.hasPlan)
        if (const auto faults = checkArenaPlan(table->problem, answer.result.best); !faults.empty())
            return report({ErrorCode::Unsupported,
                           options.input + ": no sound plan was found: " + faults.front()});
    if (const auto written = writePlan(*table, answer, options); !written)
        return report(written.error());
    const std::string text =
        options.json ? packJson(*table, answer, options) : packText(*table, answer, options);
    return print(text, !answer.hasPlan || answer.fits == false ? kAnswerIsNo : kDone);
}

}  // namespace

void addPack(CLI::App& app, int& status) {
    auto options = std::make_shared<PackOptions>();
    CLI::App* command = app.add_subcommand(
        "pack", "Place buffers of a CSV file so that the memory is as small as possible, proven");
    command->add_option("INPUT", options->input, "A table with the columns id, lower, upper, size")
        ->required();
    command
        ->add_option("--capacity", options->capacity,
                     "Stop at the first plan of at most N bytes; exit 1 if there is none")
        ->transform(wholeNumber());
    command->add_option("-o,--output", options->output, "Write the table with a column offset")
        ->check(fileName())
        ->type_name("OUT.csv");
    command->add_option("--nodes", options->limits.nodes, "Give up the proof after N nodes")
        ->transform(wholeNumber())
        ->capture_default_str();
    command->add_option("--seed", options->limits.seed, "Another seed takes another way there")
        ->transform(wholeNumber())
        ->capture_default_str();
    command->add_flag("--json", options->json, "One JSON object on stdout, for scripts");
    command->footer(
        "A buffer of `size` bytes is alive in the steps [lower, upper). Buffers alive in the same\n"
        "step must not overlap; sizes are taken as they are. A column `offset` fixes the buffers\n"
        "for which it is not empty. The answer says whether it is proven: no plan can be lower\n"
        "than the lower bound. Ctrl+C ends the search with the best plan so far.\n\n"
        "Examples:\n"
        "  thimble pack buffers.csv -o placed.csv        # as low as possible\n"
        "  thimble pack buffers.csv --capacity 1048576   # does it fit? exit 1: proven that not\n"
        "  thimble pack buffers.csv --nodes 100000 --json");
    command->callback([options, &status] { status = pack(*options); });
}

}  // namespace thimble::cli
