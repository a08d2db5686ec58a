#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "core/base/result.h"
#include "core/data/dataset.h"
#include "core/data/input_format.h"
#include "core/data/read_sample.h"
#include "core/model/model.h"

namespace thimble::repair {

/// Inputs on which a model is watched: for each sample the bytes of every input of subgraph 0.
struct Calibration {
    std::vector<std::vector<data::Window>> samples;
    friend bool operator==(const Calibration&, const Calibration&) = default;
};

/// Without data: numbers drawn from the seed, uniform over the inputs' types.
///   errors   as drawInputs; Unsupported   a model that the interpreter does not run
[[nodiscard]] Result<Calibration> randomCalibration(const Model& model, std::size_t samples,
                                                    std::uint64_t seed);

/// Every window of those samples; at most `most`, spread evenly.
///   errors   Unsupported   a model with several inputs; otherwise as readSample
[[nodiscard]] Result<Calibration> calibrationFrom(const Model& model, const data::Dataset& dataset,
                                                  std::span<const std::size_t> samples,
                                                  const data::ReadOptions& reading,
                                                  std::size_t most = 1000);

}  // namespace thimble::repair
