#include "core/eval/score_sample.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <utility>
#include <vector>

#include "core/base/assert.h"
#include "core/eval/values.h"
#include "core/model/names.h"

namespace thimble::eval {

namespace {

/// A confusion matrix has the square of them.
constexpr std::size_t kMostClasses = 4096;

Metric suitableMetric(const data::Dataset& dataset, const Task& task, std::size_t elements) {
    if (dataset.classes == 0) return Metric::Mse;
    const auto classes = static_cast<std::size_t>(dataset.classes);
    if (classes > 2 || elements == classes) return Metric::Top1;
    return task.isAutoencoder || elements == 1 ? Metric::Auc : Metric::Top1;
}

tl::unexpected<Error> unsuitable(std::string why) {
    return fail(ErrorCode::InvalidArgument, std::move(why));
}

Result<void> checkSuits(const Task& task, const data::Dataset& dataset,
                        const interp::TensorInfo& output) {
    const auto classes = static_cast<std::size_t>(dataset.classes);
    switch (task.metric) {
        case Metric::Auto: break;
        case Metric::Top1:
            if (classes == 0) return unsuitable("top1 needs labels, and the data set has none");
            if (output.elements < classes)
                return unsuitable(fmt::format(
                    "top1 needs an output for each class: it has {} elements, for {} classes",
                    output.elements, classes));
            if (output.elements > kMostClasses)
                return fail(ErrorCode::Unsupported,
                            fmt::format("the output has {} elements; top1 counts up to {} classes",
                                        output.elements, kMostClasses));
            break;
        case Metric::Auc:
            if (classes != 2)
                return unsuitable(
                    fmt::format("auc needs two classes; the data set has {}",
                                classes == 0 ? "no labels" : fmt::to_string(classes)));
            if (output.elements > 2 && !task.isAutoencoder)
                return unsuitable(
                    fmt::format("auc needs an output of one or two elements, or of "
                                "the input's shape; it has shape {}",
                                shapeText(output.shape)));
            break;
        case Metric::Mse:
            for (const data::Sample& sample : dataset.samples)
                if (sample.expected.empty() ? !task.isAutoencoder
                                            : sample.expected.size() != output.elements)
                    return unsuitable(
                        sample.expected.empty()
                            ? std::string("mse needs expected outputs in the data set, or an "
                                          "output of the input's shape")
                            : fmt::format("{} expects {} numbers; the output has {}", sample.file,
                                          sample.expected.size(), output.elements));
            break;
    }
    return {};
}

/// "file.bin: what", with the sample's number where one file holds them all.
tl::unexpected<Error> failIn(const Task& task, std::size_t index, const Error& error) {
    const data::Dataset& dataset = *task.dataset;
    const std::string file = (dataset.folder / dataset.samples[index].file).string();
    const std::string where = dataset.inputs ? fmt::format("{}: sample {}", file, index) : file;
    const bool isNamed = error.message.starts_with(file);
    return fail(error.code, isNamed ? error.message : where + ": " + error.message);
}

Result<void> checkFinite(const std::vector<double>& values) {
    const auto bad = std::ranges::find_if(values, [](double v) { return !std::isfinite(v); });
    if (bad == values.end()) return {};
    return fail(ErrorCode::Unsupported,
                fmt::format("element {} of the output is {}", bad - values.begin(), *bad));
}

/// What of the windows' outputs is averaged.
struct Sums {
    std::vector<double> outputs;
    double error = 0;
};

Result<void> addWindow(const Task& task, const data::Sample& sample, interp::Frame& frame,
                       Sums& sums) {
    const std::vector<double> output = realValues(task.program->output(0), frame.output(0));
    THIMBLE_CHECK(checkFinite(output));
    sums.outputs.resize(output.size());
    for (std::size_t i = 0; i < output.size(); ++i) sums.outputs[i] += output[i];
    if (!sample.expected.empty())
        sums.error += meanSquaredError(
            output, std::vector<double>(sample.expected.begin(), sample.expected.end()));
    else if (task.isAutoencoder)
        sums.error += meanSquaredError(output, realValues(task.program->input(0), frame.input(0)));
    return {};
}

SampleResult judge(const Task& task, std::size_t index, Sums sums, std::size_t windows) {
    const data::Sample& sample = task.dataset->samples[index];
    SampleResult result{.index = index, .label = sample.label.value_or(-1), .inferences = windows};
    const auto count = static_cast<double>(windows);
    for (double& value : sums.outputs) value /= count;
    sums.error /= count;
    if (task.classes && sample.label)
        result.answer = static_cast<std::int32_t>(topClass(sums.outputs));
    switch (task.metric) {
        case Metric::Auto:
        case Metric::Top1:
            result.margin = topMargin(sums.outputs, static_cast<std::size_t>(*sample.label));
            result.value = result.margin;
            break;
        case Metric::Auc:
            result.value = task.isAutoencoder         ? sums.error
                           : sums.outputs.size() == 1 ? sums.outputs.front()
                                                      : sums.outputs.back() - sums.outputs.front();
            break;
        case Metric::Mse:
            result.value = sums.error;
            result.margin = -sums.error;
            break;
    }
    return result;
}

}  // namespace

Result<Task> makeTask(const std::shared_ptr<const interp::Program>& program,
                      const data::Dataset& dataset, Metric metric,
                      const data::ReadOptions& reading) {
    const Subgraph& subgraph = program->model.subgraphs[0];
    if (subgraph.inputs.size() != 1)
        return fail(ErrorCode::Unsupported,
                    fmt::format("it has {} inputs; a data set fills one", subgraph.inputs.size()));
    if (program->input(0).isConstant)
        return fail(ErrorCode::Unsupported, "its input is a constant");
    if (subgraph.outputs.empty()) return fail(ErrorCode::Unsupported, "it has no outputs");
    const interp::TensorInfo& output = program->output(0);
    if (!isNumeric(output.type) || output.elements == 0)
        return fail(ErrorCode::Unsupported,
                    fmt::format("the output ({}) is {} {}, which are no numbers",
                                tensorLabel(program->model, 0,
                                            static_cast<std::size_t>(subgraph.outputs[0])),
                                tensorTypeName(output.type), shapeText(output.shape)));
    Task task{.program = program, .dataset = &dataset, .reading = reading, .metric = metric};
    THIMBLE_TRY(task.format, data::inputFormat(program->model, 0));
    task.isAutoencoder = output.elements > 2 && output.shape == program->input(0).shape &&
                         isNumeric(program->input(0).type);
    if (metric == Metric::Auto) task.metric = suitableMetric(dataset, task, output.elements);
    THIMBLE_CHECK(checkSuits(task, dataset, output));
    if (task.metric == Metric::Top1 || (task.metric == Metric::Auc && output.elements == 2))
        task.classes = output.elements;
    return task;
}

Result<std::optional<SampleResult>> scoreSample(const Task& task, std::size_t index,
                                                interp::Frame& frame, const std::stop_token& stop) {
    const auto windows = data::readSample(*task.dataset, index, task.format, task.reading);
    if (!windows) return failIn(task, index, windows.error());
    frame.reset();
    Sums sums;
    for (const data::Window& window : *windows) {
        THIMBLE_ASSERT(window.size() == frame.input(0).size());
        std::ranges::copy(window, frame.input(0).begin());
        const auto finished = frame.invoke(stop);
        if (!finished) return failIn(task, index, finished.error());
        if (!*finished) return std::nullopt;
        if (const auto added = addWindow(task, task.dataset->samples[index], frame, sums); !added)
            return failIn(task, index, added.error());
    }
    return judge(task, index, std::move(sums), windows->size());
}

}  // namespace thimble::eval
