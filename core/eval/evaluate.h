#pragma once

#include <cstdint>
#include <functional>
#include <limits>
#include <memory>
#include <optional>
#include <stop_token>
#include <vector>

#include "core/eval/metrics.h"
#include "core/eval/score_sample.h"

namespace thimble::eval {

struct EvaluateOptions {
    /// Auto: mse where the data set has expected outputs. With labels, top1 where there are more
    /// than two classes or as many outputs as classes; with two classes auc for a single output or
    /// an autoencoder, whose output has the input's shape.
    Metric metric = Metric::Auto;
    data::ReadOptions reading;
    unsigned threads = 0;  ///< 0: one for each core
    /// Samples at most, spread evenly over the data set.
    std::size_t limit = std::numeric_limits<std::size_t>::max();
    std::size_t worst = 10;  ///< how many of the worst samples are listed
};

struct EvaluateControl {
    std::stop_token stop;
    /// Called on the calling thread, now and then: samples done, of how many.
    std::function<void(std::int64_t done, std::int64_t total)> progress;
};

/// The same for any number of threads, unless it was stopped.
///
/// A file may hold several windows: they run one after the other, variables keep their values
/// between them, and the file's output is the mean of theirs. Then
///   top1   score is the part of the samples whose answer (topClass) is their label
///   auc    a sample's score is its last output minus its first, or its only output, or the mean
///          squared error between an autoencoder's output and its input, averaged over the windows;
///          score is areaUnderCurve with class 1 as the positive one
///   mse    score is the mean over samples of the mean squared error against the expected output,
///          or an autoencoder's input; lower is better
struct Evaluation {
    Metric metric = Metric::Top1;
    bool isAutoencoder = false;
    bool cancelled = false;
    std::size_t total = 0;               ///< samples asked for
    std::vector<SampleResult> samples;   ///< those that were done, in the data set's order
    std::optional<double> score;         ///< nothing where too few samples were done to say
    std::optional<Confusion> confusion;  ///< where the output is one value for each class
    /// Positions in `samples`, smallest margin first, of equal ones the first: topMargin, for auc
    /// rankMargins, for mse minus the error.
    std::vector<std::size_t> worst;
};

///   errors   as makeTask; InvalidArgument where auc meets samples of one class only; otherwise the
///            first sample's that fails, by its place in the data set; names its file
[[nodiscard]] Result<Evaluation> evaluate(const std::shared_ptr<const interp::Program>& program,
                                          const data::Dataset& dataset,
                                          const EvaluateOptions& options = {},
                                          const EvaluateControl& control = {});

}  // namespace thimble::eval
