#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <stop_token>

#include "core/data/dataset.h"
#include "core/data/input_format.h"
#include "core/data/read_sample.h"
#include "core/eval/metrics.h"
#include "core/interp/program.h"

namespace thimble::eval {

/// What the model made of one sample.
struct SampleResult {
    std::size_t index = 0;       ///< in Dataset::samples
    std::int32_t label = -1;     ///< -1: the data set has none
    std::int32_t answer = -1;    ///< the class that the model chose; -1: its output is no choice
    double value = 0;            ///< AUC: the score; MSE: the error; top-1: the same as `margin`
    double margin = 0;           ///< how good the answer is; the smallest are the worst
    std::size_t inferences = 0;  ///< windows of the file
    friend bool operator==(const SampleResult&, const SampleResult&) = default;
};

/// A model, a data set and a metric that go together. The model has one input; its first output is
/// the one that counts.
struct Task {
    std::shared_ptr<const interp::Program> program;
    const data::Dataset* dataset = nullptr;
    data::ReadOptions reading;
    data::InputFormat format;
    Metric metric = Metric::Top1;        ///< never Auto
    bool isAutoencoder = false;          ///< the output is held against the input
    std::optional<std::size_t> classes;  ///< of the output, where it is one value for each class
};

/// Chooses the metric where it is Auto (see evaluate.h), and sees whether all of it fits together.
///   errors   InvalidArgument   the metric does not suit the data set or the model: says why
///            Unsupported       several inputs, no outputs, or an output that is no numbers
[[nodiscard]] Result<Task> makeTask(const std::shared_ptr<const interp::Program>& program,
                                    const data::Dataset& dataset, Metric metric,
                                    const data::ReadOptions& reading);

/// Reads the sample and runs the model on its windows, from a reset frame on. `margin` is left at 0
/// where it depends on other samples (AUC). Nothing: stopped. Errors name the file.
[[nodiscard]] Result<std::optional<SampleResult>> scoreSample(const Task& task, std::size_t index,
                                                              interp::Frame& frame,
                                                              const std::stop_token& stop);

}  // namespace thimble::eval
