#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "core/search/problem.h"
#include "core/search/run_search.h"

namespace thimble::search {

/// How to search for the answer to a problem.
struct SearchOrder {
    std::string algorithm = "evolution";  ///< a name of kAlgorithms
    AlgorithmOptions options;
    RunLimits limits;
    std::vector<Genome> start;         ///< evaluated first, before the usual ones
    bool cold = false;                 ///< without the usual ones
    std::filesystem::path checkpoint;  ///< file; empty: none
    std::filesystem::path cache;       ///< SQLite file; empty: none
};

/// The algorithm, told of the problem, run on the workers with what is kept in the files.
///   errors   InvalidArgument   no such algorithm; as Checkpoint, ResultCache and runSearch
[[nodiscard]] Result<SearchAnswer> searchFor(const Problem& problem, const SearchOrder& order,
                                             Workers& workers, const Control& control = {});

}  // namespace thimble::search
