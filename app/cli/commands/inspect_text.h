#pragma once

#include <optional>
#include <string>

#include "core/base/units.h"
#include "core/report/report.h"
#include "core/tflm/device_memory.h"

namespace thimble::cli {

/// Answers to what the caller asked besides the report.
struct Verdicts {
    Bytes arenaBytes = 0;
    std::optional<tflm::ArenaVerdict> arena;  ///< is an arena of arenaBytes enough?
    Bytes budgetBytes = 0;
    std::optional<bool> withinBudget;
};

/// The report in sentences and tables.
[[nodiscard]] std::string inspectText(const Report& report, const Verdicts& verdicts);

/// The report's JSON object with the verdicts added.
[[nodiscard]] std::string inspectJson(const Report& report, const Verdicts& verdicts);

}  // namespace thimble::cli
