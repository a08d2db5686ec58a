#pragma once

#include <cstdint>
#include <functional>
#include <limits>
#include <stop_token>
#include <string_view>

#include "core/base/units.h"

namespace thimble {

/// How far a search may go. Counted, never timed, so that the same limits give the same answer on
/// every machine; who wants a time limit asks the stop token of `SearchControl` for it.
struct SearchLimits {
    std::int64_t nodes = std::numeric_limits<std::int64_t>::max();
    std::uint64_t seed = 1;
    friend bool operator==(const SearchLimits&, const SearchLimits&) = default;
};

struct SearchProgress {
    std::int64_t nodes = 0;
    Bytes best = 0;   ///< the cost of the best answer so far
    Bytes bound = 0;  ///< no answer costs less
};

/// The world may stop a search, never steer it.
struct SearchControl {
    std::stop_token stop;
    std::function<void(const SearchProgress&)> progress;  ///< called on the searching thread
};

enum class StopReason { Proven, Limit, Cancelled };

/// "proven", "limit", "cancelled": as scripts and people read it.
[[nodiscard]] constexpr std::string_view stopReasonName(StopReason reason) {
    switch (reason) {
        case StopReason::Proven: return "proven";
        case StopReason::Limit: return "limit";
        case StopReason::Cancelled: return "cancelled";
    }
    return "";
}

/// An anytime answer, valid for every reason: `best` passes its check, and no answer costs less
/// than `lowerBound`.
template <typename T>
struct SearchResult {
    T best{};
    Bytes lowerBound = 0;
    StopReason reason = StopReason::Proven;
    std::int64_t nodes = 0;
};

}  // namespace thimble
