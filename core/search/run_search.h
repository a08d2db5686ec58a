#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <stop_token>
#include <string_view>
#include <vector>

#include "core/base/result.h"
#include "core/search/algorithm.h"
#include "core/search/memory.h"
#include "core/search/workers.h"

namespace thimble::search {

/// How far a search is.
struct SearchState {
    std::int64_t evaluated = 0;
    std::int64_t total = 0;
    std::int64_t known = 0;      ///< of these, not done now: an earlier run or the cache knew them
    std::int64_t discarded = 0;  ///< passed over because their sizes cannot fit
    std::int64_t tested = 0;     ///< of the best
    std::int64_t toTest = 0;     ///< 0: it still searches
    /// Those so far; changes only between calls.
    const std::vector<Evaluated>* evaluations = nullptr;
    const Evaluated* newest = nullptr;
};

/// The world may stop a search, never steer it. Stopped and begun again with the same memory, it
/// goes on where it was.
struct Control {
    std::stop_token stop;
    std::function<void(const SearchState&)> progress;  ///< on the calling thread
};

struct RunLimits {
    std::int64_t evaluations = 500;
    std::size_t finalists = 100;  ///< the best so many are tested at the end
    /// And the first so many evaluations: no search ends below what it began with.
    std::int64_t started = 0;
    friend bool operator==(const RunLimits&, const RunLimits&) = default;
};

/// Why a search has ended.
enum class EndReason : std::uint8_t { Limit, Exhausted, Cancelled };
[[nodiscard]] std::string_view endReasonName(EndReason reason);

struct FrontPoint {
    Evaluated evaluated;
    std::optional<double> testScore;  ///< nothing: the search was stopped before
    friend bool operator==(const FrontPoint&, const FrontPoint&) = default;
};

struct SearchAnswer {
    std::vector<Evaluated> evaluations;  ///< in order of the index
    /// Unbeaten, the smallest arena first: of the finalists by the score on the test samples; where
    /// the search was stopped before all were tested, of all by the score of the search.
    std::vector<FrontPoint> front;
    std::int64_t known = 0;
    std::int64_t discarded = 0;
    EndReason reason = EndReason::Limit;
};

/// Proposes, evaluates, learns, and tests the best at the end (finalistsOf). The answer depends on
/// the algorithm and what the work gives, not on the number of workers or on what they finish
/// first.
///   memory   what earlier runs found is not done again; what is found is kept there at once
///   errors   those of the work; of the memory
[[nodiscard]] Result<SearchAnswer> runSearch(Algorithm& algorithm, const Scale& scale,
                                             const RunLimits& limits, Workers& workers,
                                             Memory& memory, const Control& control = {});

}  // namespace thimble::search
