#pragma once

#include <filesystem>
#include <memory>
#include <optional>
#include <string>

#include "core/base/result.h"
#include "core/data/dataset.h"
#include "core/model/model.h"
#include "core/repair/calibration.h"
#include "core/repair/work_control.h"
#include "core/shrink/recipe.h"

namespace thimble::shrink {

/// Samples to choose and repair by, and others to judge by.
struct Samples {
    std::shared_ptr<const repair::Calibration> calibration;
    CalibrationSource source;           ///< with the sum of the samples that were taken
    std::optional<data::Dataset> test;  ///< the rest of the data set; nothing: random inputs
};

/// Reads or draws what the source says; its sha256, where it has one, must be theirs.
///   folder   of the data set, instead of the source's; empty: that
///   errors   InvalidArgument   other samples than those; more than 2 GiB of tensors
///            as readDataset, data::split, calibrationFrom and randomCalibration
[[nodiscard]] Result<Samples> gatherSamples(const Model& model, const CalibrationSource& source,
                                            const std::filesystem::path& folder = {});

/// The score on the test samples; nothing where there are none, or it was stopped.
///   errors   as eval::evaluate
[[nodiscard]] Result<std::optional<double>> scoreOf(const Model& model, const Samples& samples,
                                                    const repair::WorkControl& control = {});

}  // namespace thimble::shrink
