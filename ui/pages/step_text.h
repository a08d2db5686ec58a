#pragma once

#include <QString>

#include "core/report/report.h"

namespace thimble::ui {

class Pruner;
class RowPlanner;

/// What stands on a button for a next step.
struct StepText {
    QString text;
    QString tip;
    bool isCalling = false;  ///< it gains something
};

/// "By rows −61,280 B": the C project's arena against TFLM's. `report` null: no model.
[[nodiscard]] StepText rowsStep(const RowPlanner& planner, const Report* report);
/// "Prune −12,288 B" where channels have been chosen.
[[nodiscard]] StepText pruneStep(const Pruner& pruner);

}  // namespace thimble::ui
