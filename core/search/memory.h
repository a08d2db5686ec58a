#pragma once

#include <cstdint>
#include <optional>

#include "core/base/result.h"
#include "core/search/algorithm.h"
#include "core/search/workers.h"

namespace thimble::search {

/// An evaluation as it was done.
struct Record {
    Proposal proposal;
    Outcome outcome;
    friend bool operator==(const Record&, const Record&) = default;
};

/// What is known from before. This one knows nothing and keeps nothing; Checkpoint and ResultCache
/// do.
class Memory {
public:
    Memory() = default;
    virtual ~Memory() = default;
    Memory(const Memory&) = delete;
    Memory& operator=(const Memory&) = delete;
    Memory(Memory&&) = delete;
    Memory& operator=(Memory&&) = delete;

    /// What an earlier run of this search proposed and found.
    [[nodiscard]] virtual std::optional<Record> recordOf(std::int64_t /*index*/) {
        return std::nullopt;
    }
    /// What any search found of the genome: the plan, the score, or both.
    [[nodiscard]] virtual std::optional<Outcome> planOf(const Genome& /*genome*/) {
        return std::nullopt;
    }
    [[nodiscard]] virtual std::optional<double> scoreOf(Task::Kind /*kind*/,
                                                        const Genome& /*genome*/) {
        return std::nullopt;
    }

    [[nodiscard]] virtual Result<void> keep(std::int64_t /*index*/, const Record& /*record*/) {
        return {};
    }
    [[nodiscard]] virtual Result<void> keepTest(const Genome& /*genome*/, double /*score*/) {
        return {};
    }
};

}  // namespace thimble::search
