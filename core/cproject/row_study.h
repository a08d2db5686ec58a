#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "core/cproject/project.h"
#include "core/split/arena_history.h"

namespace thimble::cproject {

/// A model and all that is needed to ask how it would run by rows, again and again.
struct RowStudy {
    std::shared_ptr<const interp::Program> program;
    RowModel model;
    Bytes wholeArenaBytes = 0;         ///< of the C project with operators at once
    split::ArenaHistory wholeHistory;  ///< of that
};

/// Plans the memory of the whole operators first; that search is the long part.
/// `streamInput` as in ProjectOptions.
///   errors   as makeProject
[[nodiscard]] Result<RowStudy> studyRows(const Model& model, const SearchControl& control,
                                         bool streamInput = false);

/// The arena of the C project that runs this plan.
[[nodiscard]] Bytes arenaOf(const split::RowPlan& plan);

/// One way to run it.
struct RowAnswer {
    split::RowPlan plan;
    Bytes arenaBytes = 0;  ///< of the C project
    std::vector<split::SegmentRow> segments;
    split::ArenaHistory history;
    int verifiedRuns = 0;  ///< random inputs with the same outputs as the whole model
    std::optional<std::string> difference;  ///< the first, in words
};

/// Looks at a plan and compares its outputs with the whole model's for so many random inputs.
///   errors   as firstDifference
[[nodiscard]] Result<RowAnswer> lookAt(const RowStudy& study, split::RowPlan plan, int runs,
                                       const std::stop_token& stop = {});

/// By step of the answer's history: the most bytes in use while operators at once do what the
/// segment of that step does. What the arena would hold without rows.
[[nodiscard]] std::vector<Bytes> wholeBytes(const RowStudy& study, const RowAnswer& answer);

/// What the project with operators at once does with its arena.
[[nodiscard]] split::ArenaHistory historyOf(const Project& whole);

}  // namespace thimble::cproject
