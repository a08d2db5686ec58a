#pragma once

#include <memory>
#include <string>

#include "core/search/checkpoint.h"
#include "core/search/memory.h"
#include "core/search/problem.h"
#include "core/search/result_cache.h"

namespace thimble::search {

/// All that a search depends on, as one line of JSON: the same line, the same search.
[[nodiscard]] std::string settingsText(const Problem& problem, const std::string& algorithm,
                                       const AlgorithmOptions& options,
                                       const std::vector<Genome>& start);

/// What is known of a problem's genomes: this search from its checkpoint, any search from the
/// cache. Plans and scores are kept apart there, so that another board or other limits find the
/// scores again.
class KeptResults final : public Memory {
public:
    /// Either may be missing. The problem must outlive it.
    KeptResults(const Problem& problem, std::unique_ptr<Checkpoint> checkpoint,
                std::unique_ptr<ResultCache> cache);

    [[nodiscard]] std::optional<Record> recordOf(std::int64_t index) override;
    [[nodiscard]] std::optional<Outcome> planOf(const Genome& genome) override;
    [[nodiscard]] std::optional<double> scoreOf(Task::Kind kind, const Genome& genome) override;
    [[nodiscard]] Result<void> keep(std::int64_t index, const Record& record) override;
    [[nodiscard]] Result<void> keepTest(const Genome& genome, double score) override;

private:
    [[nodiscard]] std::string keyOf(const std::string& about, const Genome& genome) const;
    [[nodiscard]] std::optional<Outcome> cached(const std::string& key);
    [[nodiscard]] Result<void> cache(const std::string& key, const Outcome& outcome);

    const Problem* m_problem;
    std::unique_ptr<Checkpoint> m_checkpoint;
    std::unique_ptr<ResultCache> m_cache;
    std::string m_plans, m_scores, m_tests;  ///< what keys of each kind begin with
};

}  // namespace thimble::search
