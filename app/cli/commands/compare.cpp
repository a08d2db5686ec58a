#include "app/cli/commands/compare.h"

#include <CLI/CLI.hpp>
#include <memory>
#include <optional>
#include <string>
#include <utility>

#include "app/cli/commands/compare_text.h"
#include "app/cli/long_work.h"
#include "app/cli/options.h"
#include "app/cli/output.h"

namespace thimble::cli {

namespace {

struct CompareCommand {
    std::string a;
    std::string b;
    std::int64_t runs = eval::CompareOptions{}.runs;
    std::uint64_t seed = eval::CompareOptions{}.seed;
    std::string data;
    data::ReadOptions reading;
    std::string target{tflm::kTargets[0].name};
    bool json = false;
};

Result<CompareAnswer> compareFiles(const CompareCommand& command) {
    CompareAnswer answer{.data = command.data, .seed = command.seed};
    THIMBLE_TRY(answer.a, loadProgram(command.a));
    THIMBLE_TRY(answer.b, loadProgram(command.b));
    const tflm::TargetInfo target = *tflm::findTarget(command.target);
    THIMBLE_TRY(answer.reportA, analyse(*answer.a.loaded, target));
    THIMBLE_TRY(answer.reportB, analyse(*answer.b.loaded, target));
    std::optional<data::Dataset> dataset;
    if (!command.data.empty()) {
        THIMBLE_TRY(dataset, data::readDataset(command.data));
    }
    const eval::CompareOptions options{.runs = command.runs,
                                       .seed = command.seed,
                                       .dataset = dataset ? &*dataset : nullptr,
                                       .reading = command.reading};
    LongWork work("comparing");
    const eval::EvaluateControl control{work.stopToken(),
                                        [&work](std::int64_t done, std::int64_t total) {
                                            work.tellShare(done, total, "keeps what is known");
                                        }};
    auto found = eval::compareModels(answer.a.program, answer.b.program, options, control);
    if (!found)
        return fail(found.error().code,
                    command.a + " and " + command.b + ": " + found.error().message);
    answer.found = std::move(*found);
    answer.seconds = work.seconds();
    return answer;
}

int compare(const CompareCommand& command) {
    if (command.runs == 0)
        return cli::report({ErrorCode::InvalidArgument, "--runs must be at least 1"});
    const auto answer = compareFiles(command);
    if (!answer) return cli::report(answer.error());
    return print(command.json ? compareJson(*answer) : compareText(*answer),
                 answer->found.isBitExact() ? kDone : kAnswerIsNo);
}

}  // namespace

void addCompare(CLI::App& app, int& status) {
    auto options = std::make_shared<CompareCommand>();
    CLI::App* command = app.add_subcommand(
        "compare", "Do two models compute the same? Where do they part ways, what does each need?");
    command->add_option("A", options->a, "A .tflite file")->required();
    command->add_option("B", options->b, "Another one, with the same inputs and outputs")
        ->required();
    CLI::Option* runs = command->add_option("--runs", options->runs, "Random inputs to try")
                            ->transform(wholeNumber())
                            ->capture_default_str();
    CLI::Option* seed = command
                            ->add_option("--seed", options->seed,
                                         "Of the first random input; the next has the next")
                            ->transform(wholeNumber())
                            ->capture_default_str();
    command
        ->add_option("--data", options->data,
                     "Use the samples of a data set instead (see thimble evaluate --help)")
        ->check(fileName())
        ->type_name("DIR")
        ->excludes(runs)
        ->excludes(seed);
    addReadingOptions(*command, options->reading);
    addTargetOption(*command, options->target);
    command->add_flag("--json", options->json, "One JSON object on stdout, for scripts");
    command->footer(
        "Both models get the same inputs, and their outputs are compared byte by byte. Where they\n"
        "differ, the first operator of A is named whose output has a counterpart in B and differs\n"
        "from it: the tensor of the same name, shape and type, or, where both run the same\n"
        "operators, what the operator at the same place writes.\n"
        "Exit status: 0 equal to the last bit, 1 not.\n"
        "\n"
        "Examples:\n"
        "  thimble plan model.tflite -o planned.tflite\n"
        "  thimble compare model.tflite planned.tflite              # the same, with less SRAM?\n"
        "  thimble compare a.tflite b.tflite --runs 100 --json      # in continuous integration\n"
        "  thimble compare a.tflite b.tflite --data samples         # on real inputs");
    command->callback([options, &status] { status = compare(*options); });
}

}  // namespace thimble::cli
