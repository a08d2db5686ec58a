#pragma once

#include <QString>
#include <memory>
#include <string>

#include "core/eval/traced_run.h"
#include "ui/jobs/evaluate_job.h"

// Runs, evaluations and data folders for tests of the window.
namespace thimble::test {

/// Of a sample model on random numbers; null when it cannot be run.
[[nodiscard]] std::shared_ptr<const eval::TracedRun> runOf(const std::string& sample);
[[nodiscard]] std::shared_ptr<const eval::TracedRun> runOf(const Model& model);

/// A data folder of raw files for a model with `bytes` bytes of input, drawn at random; file number
/// i has label i modulo `classes`. False when it cannot be written.
[[nodiscard]] bool writeDataFolder(const QString& path, int samples, int classes, int bytes);

/// Writes a model with an operator that nobody knows. False when it cannot be written.
[[nodiscard]] bool writeUnknownModel(const QString& path);

}  // namespace thimble::test
