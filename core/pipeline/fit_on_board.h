#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "core/boards/fit.h"
#include "core/cost/estimate.h"
#include "core/pipeline/analyse.h"

namespace thimble {

/// A modelled number with the range it lies in.
struct Estimate {
    double estimate = 0;
    double low = 0;
    double high = 0;
    friend bool operator==(const Estimate&, const Estimate&) = default;
};

/// What one inference costs in time and energy. Models, unlike bytes: nothing where there is none.
struct BoardCost {
    std::optional<Estimate> latencyMs;
    std::optional<Estimate> energyUj;
    std::vector<std::optional<double>> operatorCycles;  ///< of subgraph 0, in order
    std::optional<cost::CostEstimate> inference;        ///< what the numbers above are taken from
    std::string basis;  ///< which measurements these rest on, or why there are none
};

/// The one place where models of time and energy are asked: `report` is the model's on `target`.
[[nodiscard]] BoardCost boardCost(const boards::Board& board, const tflm::TargetInfo& target,
                                  const LoadedModel& loaded, const Report& report);

/// A model on a board: what it needs, whether that is there, what it costs to run.
struct BoardFit {
    boards::Board board;
    tflm::TargetInfo target;
    std::shared_ptr<const Report> report;
    boards::Fit fit;
    BoardCost cost;
};

/// `target`: another than the board's own; on a core that is no Arm it is never exact.
///   errors   as analyse and fitModel
[[nodiscard]] Result<BoardFit> fitOnBoard(const LoadedModel& loaded, const boards::Board& board,
                                          const std::optional<tflm::TargetInfo>& target,
                                          const boards::FitSettings& settings);

/// On each of the boards, the most suitable first: those it fits before those it does not, then the
/// smallest SRAM, or the one that lacks least; then by id.
[[nodiscard]] Result<std::vector<BoardFit>> fitOnBoards(
    const LoadedModel& loaded, const std::vector<boards::Board>& boards,
    const std::optional<tflm::TargetInfo>& target, const boards::FitSettings& settings);

}  // namespace thimble
