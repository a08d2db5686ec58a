#pragma once

#include <QString>
#include <cstdint>
#include <optional>
#include <vector>

#include "core/cost/estimate.h"
#include "core/report/report.h"

// What the timeline can show of every step beside the bytes that are alive.
namespace thimble::ui {

enum class StepQuantity { Bytes, Macs, Cycles, Energy };
inline constexpr int kStepQuantities = 4;

/// What an inference costs on the chosen board.
struct BoardCosts {
    QString board;                               ///< its name; empty: none is chosen
    std::optional<cost::CostEstimate> estimate;  ///< nothing: not known, or not yet
    QString unknown;                             ///< why there is none; empty: it is on its way
};

/// One quantity over the steps of a report.
struct StepCosts {
    StepQuantity quantity{};
    bool isEstimate = false;
    /// As Report::steps. Nothing: no operator runs, or nobody knows.
    std::vector<std::optional<cost::Range>> steps;
    std::int32_t largest = -1;  ///< the step with the largest value; -1: nothing is known
    double sum = 0;             ///< of what is known
    QString missing;            ///< why there is nothing to show at all; empty: there is something
};

/// MACs are the report's own; cycles and energy the estimate's, of subgraph 0 only.
[[nodiscard]] StepCosts stepCosts(const Report& report, StepQuantity quantity,
                                  const BoardCosts& board);

/// "MACs": what the quantity is called on a switch.
[[nodiscard]] QString quantityName(StepQuantity quantity);
/// "Cycles of each operator on ST NUCLEO-F446RE, estimated"; without the board where it is missing.
[[nodiscard]] QString costTitle(const StepCosts& costs, const BoardCosts& board);
/// "884,736 MACs", "~1,235,000 cycles", "~87.0 µJ"; "unknown".
[[nodiscard]] QString costText(const StepCosts& costs, std::int32_t step);
/// The same with its range and its share of the sum; "no operator runs" where none does.
[[nodiscard]] QString costValue(const Report& report, const StepCosts& costs, std::int32_t step);
/// A table in rich text: MACs, cycles, time and energy as far as they are known.
[[nodiscard]] QString costToolTip(const Report& report, const BoardCosts& board, std::int32_t step);

}  // namespace thimble::ui
