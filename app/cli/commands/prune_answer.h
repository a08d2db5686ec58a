#pragma once

#include <optional>
#include <string>
#include <vector>

#include "app/cli/board_options.h"
#include "core/data/read_sample.h"
#include "core/shrink/goals.h"
#include "core/shrink/make_pruned.h"
#include "core/shrink/savings.h"

namespace thimble::cli {

struct PruneCommand {
    std::string model;
    TargetChoice machine;
    std::vector<std::string> keep;  ///< GROUP=N
    std::string recipe;
    std::optional<double> macs;
    std::optional<Bytes> ramBytes;
    bool byRows = false;
    bool streamInput = false;
    std::string data;
    data::ReadOptions reading;
    std::int64_t samples = 0;  ///< 0: the usual number
    std::uint64_t seed = 1;
    std::uint64_t jobs = 0;
    std::string importance = "reconstruction";
    bool noRepair = false;
    bool noPlan = false;
    std::string output;
    std::string saveRecipe;
    bool list = false;
    bool verbose = false;
    bool json = false;
};

/// All of a model before it loses anything.
struct PruneStudy {
    shrink::Study study;
    std::vector<repair::RemovalOrder> orders;  ///< empty: a recipe says what goes
    std::optional<shrink::Samples> samples;    ///< nothing: the interpreter does not run the model
};

struct PruneAnswer {
    tflm::TargetInfo target;
    std::optional<shrink::ModelSizes> before;  ///< nothing: stopped before it was known
    std::optional<double> scoreBefore, scoreAfter;
    std::optional<Bytes> rowsBefore, rowsAfter;  ///< arena of the C project, where it was asked for
    std::optional<shrink::MadeModel> made;
    std::string shortfall;  ///< how far the nearest was from what was asked
    std::string recipe;     ///< its text
    bool cancelled = false;
    double seconds = 0;
};

[[nodiscard]] std::string pruneJson(const PruneCommand& command, const PruneStudy& study,
                                    const PruneAnswer& answer);
[[nodiscard]] std::string pruneText(const PruneCommand& command, const PruneStudy& study,
                                    const PruneAnswer& answer);
/// `--list`; no savings: cancelled.
[[nodiscard]] std::string groupsJson(const PruneCommand& command, const PruneStudy& study,
                                     const std::vector<shrink::Saving>& savings, double seconds);
[[nodiscard]] std::string groupsText(const PruneCommand& command, const PruneStudy& study,
                                     const std::vector<shrink::Saving>& savings);

}  // namespace thimble::cli
