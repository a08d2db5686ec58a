#include "app/cli/commands/evaluate.h"

#include <CLI/CLI.hpp>
#include <algorithm>
#include <memory>
#include <optional>
#include <string>
#include <utility>

#include "app/cli/commands/evaluate_text.h"
#include "app/cli/long_work.h"
#include "app/cli/options.h"
#include "app/cli/output.h"

namespace thimble::cli {

namespace {

struct EvaluateCommand {
    std::string model;
    std::string data;
    std::string metric{eval::metricName(eval::Metric::Auto)};
    data::ReadOptions reading;
    std::uint64_t jobs = 0;
    std::optional<std::size_t> limit;
    std::size_t worst = eval::EvaluateOptions{}.worst;
    bool json = false;
};

Result<EvaluateAnswer> evaluateFiles(const EvaluateCommand& command) {
    EvaluateAnswer answer;
    LongWork work("evaluating");  // from the start: large data sets take a while to be listed
    THIMBLE_TRY(answer.model, loadProgram(command.model));
    THIMBLE_TRY(answer.dataset, data::readDataset(command.data));
    eval::EvaluateOptions options{
        .metric = *eval::findMetric(command.metric),
        .reading = command.reading,
        .threads = static_cast<unsigned>(std::min<std::uint64_t>(command.jobs, 1024)),
        .worst = command.worst};
    options.limit = command.limit.value_or(options.limit);
    const eval::EvaluateControl control{work.stopToken(),
                                        [&work](std::int64_t done, std::int64_t total) {
                                            work.tellShare(done, total, "gives the score so far");
                                        }};
    auto found = eval::evaluate(answer.model.program, answer.dataset, options, control);
    if (!found) return fail(found.error().code, command.model + ": " + found.error().message);
    answer.found = std::move(*found);
    answer.seconds = work.seconds();
    return answer;
}

int evaluate(const EvaluateCommand& command) {
    if (command.limit == std::size_t{0})
        return cli::report({ErrorCode::InvalidArgument, "--limit must be at least 1"});
    const auto answer = evaluateFiles(command);
    if (!answer) return cli::report(answer.error());
    return print(command.json ? evaluateJson(*answer) : evaluateText(*answer), kDone);
}

}  // namespace

void addEvaluate(CLI::App& app, int& status) {
    auto options = std::make_shared<EvaluateCommand>();
    CLI::App* command = app.add_subcommand(
        "evaluate", "How good are the model's answers? Runs it on every sample of a data set");
    command->add_option("MODEL", options->model, "The .tflite file")->required();
    command->add_option("--data", options->data, "The folder with the samples, see below")
        ->required()
        ->check(fileName())
        ->type_name("DIR");
    command
        ->add_option("--metric", options->metric,
                     "top1: right answers; auc: two classes told apart; mse: mean squared error; "
                     "auto goes by what there is")
        ->check(CLI::IsMember({"auto", "top1", "auc", "mse"}))
        ->capture_default_str();
    command
        ->add_option("--limit", options->limit,
                     "Take only N samples, spread evenly over the data set")
        ->transform(wholeNumber());
    command->add_option("--worst", options->worst, "List the N worst samples")
        ->transform(wholeNumber())
        ->capture_default_str();
    command->add_option("--jobs", options->jobs, "Threads; 0 is one for each core")
        ->transform(wholeNumber())
        ->capture_default_str();
    addReadingOptions(*command, options->reading);
    command->add_flag("--json", options->json, "One JSON object on stdout, for scripts");
    command->footer(
        "DIR is one of\n"
        "  y_labels.csv with rows file,classes,label, and the files: raw inputs, .npy, .png,\n"
        "               .pgm, .ppm or .wav; as MLPerf Tiny has it, with window,stride in bytes\n"
        "               where a file holds several inputs\n"
        "  x.npy, y.npy the first dimension is the samples; y holds labels (integers) or expected\n"
        "               outputs (floats)\n"
        "  sub-folders  one for each class, in the order of their names\n"
        "\n"
        "top1  the class with the largest output is the answer, the first of equal ones. A\n"
        "      sample's margin is its label's output minus the largest other one.\n"
        "auc   the chance that a sample of class 1 scores higher than one of class 0. A score is\n"
        "      the last output minus the first, or the only one, or an autoencoder's error. A\n"
        "      sample's rank is the part of the other class that lies on the right side of it.\n"
        "mse   the mean of (output - expected)^2; for an autoencoder of (output - input)^2.\n"
        "Where a file holds several inputs, their outputs are averaged. The numbers do not depend\n"
        "on --jobs. Ctrl+C gives the score of what was done so far.\n"
        "\n"
        "Examples:\n"
        "  thimble evaluate model.tflite --data samples\n"
        "  thimble evaluate model.tflite --data samples --limit 100 --json\n"
        "  thimble evaluate vww.tflite --data photos --pixels auto\n"
        "  thimble evaluate anomaly.tflite --data machines --metric auc --worst 20");
    command->callback([options, &status] { status = evaluate(*options); });
}

}  // namespace thimble::cli
