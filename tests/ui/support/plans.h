#pragma once

#include <QString>
#include <memory>
#include <string>

#include "core/pipeline/planned_model.h"
#include "tests/ui/support/reports.h"

// Plans for tests of the window.
namespace thimble::test {

/// Of a sample model; null when it cannot be made.
[[nodiscard]] std::shared_ptr<const PlannedModel> planOf(const std::string& sample,
                                                         const PlanOptions& options = {});

/// Writes a model whose best order nobody finds soon: many operators, each adding two tensors
/// picked without a system. False when it cannot be written.
[[nodiscard]] bool writeHardModel(const QString& path);

}  // namespace thimble::test
