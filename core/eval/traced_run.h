#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <stop_token>
#include <vector>

#include "core/eval/natural_ends.h"
#include "core/eval/score_sample.h"
#include "core/eval/tensor_statistics.h"
#include "core/interp/frame.h"

namespace thimble::eval {

/// Where the input of a run comes from.
struct RunInput {
    enum class Source {
        Random,  ///< drawInputs from `seed`
        File,    ///< readInput of `file`; for models with one input
        Sample   ///< sample number `sample` of `dataset`
    };
    Source source = Source::Random;
    std::uint64_t seed = 1;
    std::filesystem::path file;
    std::size_t sample = 0;
    std::shared_ptr<const data::Dataset> dataset;
    data::ReadOptions reading;
};

/// A tensor that holds something after a run.
struct TracedTensor {
    std::uint32_t subgraph = 0;
    std::int32_t tensor = -1;  ///< in its subgraph
    std::int32_t op = -1;      ///< that writes it, in its subgraph; -1: an input
    TensorStatistics statistics;
    NaturalEnds ends;
};

struct OutputValue {
    std::size_t element = 0;
    double value = 0;
    std::optional<std::int64_t> stored;  ///< of integers
};
struct OutputValues {
    std::int32_t tensor = -1;
    std::vector<OutputValue> largest;  ///< the largest first
};

/// One run from a reset frame, with all that it left behind. Never edited; frames of the same
/// program on other threads are not touched by it. A file or a sample may hold several windows:
/// they run one after the other, and what is here is as the last one left it, but for `result`.
struct TracedRun {
    static constexpr std::size_t kLargest = 10;  ///< values of an output

    RunInput input;
    std::shared_ptr<const interp::Frame> frame;
    std::size_t windows = 1;
    /// The model's inputs, then the operators' outputs in the order in which they run; subgraphs
    /// that are called follow the first.
    std::vector<TracedTensor> tensors;
    std::vector<OutputValues> outputs;
    std::optional<std::int32_t> label;   ///< of a sample that has one
    std::optional<SampleResult> result;  ///< of a sample that some metric can judge
};

/// Nothing: stopped.
///   errors   as drawInputs, readInput, scoreSample and the inference;
///            InvalidArgument   a sample that the data set does not have
[[nodiscard]] Result<std::optional<TracedRun>> traceRun(
    const std::shared_ptr<const interp::Program>& program, const RunInput& input,
    const std::stop_token& stop = {});

}  // namespace thimble::eval
