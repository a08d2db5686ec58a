#pragma once

#include <optional>
#include <string>
#include <vector>

#include "app/cli/board_options.h"
#include "core/search/problem.h"
#include "core/search/run_search.h"

namespace thimble::cli {

struct SearchCommand {
    std::string model;
    std::string data;
    data::ReadOptions reading;
    TargetChoice machine;
    search::Question question;
    std::optional<double> macsShare;
    std::vector<std::string> forms = {"tflm"};
    std::vector<std::string> importances = {"reconstruction", "variance", "l1", "l2",
                                            "mean",           "zeros"};
    std::vector<std::string> objectives = {"score", "arena", "macs"};
    std::vector<std::string> resolutions;
    std::string algorithm = "evolution";
    search::AlgorithmOptions options;
    search::RunLimits limits;
    std::vector<std::string> warmStart;  ///< recipes
    bool cold = false;
    std::uint64_t jobs = 0;
    std::string checkpoint;
    std::string cache;
    std::string front;
    std::string recipes;  ///< folder
    bool json = false;
};

/// A search that has ended, and what was asked.
struct SearchResult {
    const search::Problem* problem = nullptr;
    search::Scale scale;
    search::SearchAnswer answer;
    double seconds = 0;
};

/// The share of the box between the unpruned arena and score 0 that the points dominate; the
/// errors of an error score are held against twice that of the unpruned model.
[[nodiscard]] double scoreArenaVolume(const search::Problem& problem,
                                      const std::vector<search::FrontPoint>& points);

/// Searches, writes what was asked for, prints; the status to end with.
[[nodiscard]] int searchModel(const SearchCommand& command);

[[nodiscard]] std::string searchJson(const SearchCommand& command, const SearchResult& result);
[[nodiscard]] std::string searchText(const SearchCommand& command, const SearchResult& result);

}  // namespace thimble::cli
