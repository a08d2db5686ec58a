#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "core/data/dataset.h"
#include "core/data/read_sample.h"
#include "core/eval/evaluate.h"
#include "core/interp/program.h"

namespace thimble::eval {

struct CompareOptions {
    std::int64_t runs = 10;  ///< random inputs; not for a data set
    std::uint64_t seed = 1;  ///< of the first run; the next has the next
    /// Every sample instead of random inputs, each read for each model as its input wants it.
    const data::Dataset* dataset = nullptr;
    data::ReadOptions reading;
};

/// How far two tensors of one type and shape are apart. Elements differ when their bytes do; values
/// are what they stand for (values.h), so that other scales of the same bytes are apart, too. Of
/// two elements that differ, one of them NaN, the difference is infinite.
struct TensorDifference {
    std::int64_t elements = 0;
    std::int64_t differing = 0;
    std::size_t first = 0;     ///< the first element that differs, if any does
    double largest = 0;        ///< |value in A - value in B|
    double largestStored = 0;  ///< the same of the stored numbers: for integers, steps

    [[nodiscard]] bool isBitExact() const { return differing == 0; }
    /// Counts the other's elements in; `first` stays this one's.
    void add(const TensorDifference& other);
};

[[nodiscard]] TensorDifference tensorDifference(const interp::TensorInfo& a,
                                                std::span<const std::byte> bytesA,
                                                const interp::TensorInfo& b,
                                                std::span<const std::byte> bytesB);

/// Where two models part ways.
struct FirstDifference {
    std::int64_t run = 0;         ///< which run
    std::int32_t operatorA = -1;  ///< of subgraph 0; -1: a constant is an output and differs
    std::int32_t operatorB = -1;  ///< the one that writes the counterpart
    std::int32_t tensorA = -1;
    std::int32_t tensorB = -1;
    TensorDifference difference;  ///< in this run; `first` is the element shown
    double valueA = 0;
    double valueB = 0;
    std::optional<std::int64_t> storedA;  ///< the same element as it is stored; not of floats
    std::optional<std::int64_t> storedB;
};

struct OutputComparison {
    std::string name;             ///< in A
    TensorDifference difference;  ///< over all runs; `first` is meaningless
    bool sameQuantization = true;
};

struct Comparison {
    std::int64_t runs = 0;  ///< inferences of each model that were compared
    std::int64_t differingRuns = 0;
    bool cancelled = false;
    std::vector<OutputComparison> outputs;
    /// In the first run with other outputs: the first operator, in A's order, with an output that
    /// has a counterpart in B and differs from it.
    std::optional<FirstDifference> firstDifference;

    [[nodiscard]] bool isBitExact() const { return differingRuns == 0; }
    [[nodiscard]] double largestDifference() const;
};

/// By tensor of A's first subgraph: the one of B that should hold the same, or -1. Outputs of the
/// model go by position. Others need the same shape and type; they are those with the same name,
/// where it is the only one in either model, or else what the operator at the same position writes,
/// where both models run the same operators in the same order.
[[nodiscard]] std::vector<std::int32_t> counterparts(const interp::Program& a,
                                                     const interp::Program& b);

/// Runs both on the same inputs, each run from reset frames, and compares the outputs' bytes.
///   errors   InvalidArgument   inputs or outputs of other numbers, shapes or types, named; none
///            otherwise         as the inferences and as readSample
[[nodiscard]] Result<Comparison> compareModels(const std::shared_ptr<const interp::Program>& a,
                                               const std::shared_ptr<const interp::Program>& b,
                                               const CompareOptions& options = {},
                                               const EvaluateControl& control = {});

}  // namespace thimble::eval
