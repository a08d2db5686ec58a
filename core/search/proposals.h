#pragma once

#include <cstdint>
#include <functional>
#include <set>

#include "core/search/algorithm.h"

namespace thimble::search {

/// What all algorithms that draw have in common: a generator for each evaluation, and what has been
/// proposed already.
class Proposals {
public:
    explicit Proposals(const Setup& setup) : m_setup(&setup) {}

    void adopt(const Genome& genome) { m_seen.insert(genome); }
    [[nodiscard]] bool isNew(const Genome& genome) const { return !m_seen.contains(genome); }

    /// Draws until a genome is new and may fit; after many draws what came last.
    [[nodiscard]] Proposal draw(std::int64_t index,
                                const std::function<Genome(SplitMix& random)>& one) const;

    /// Its own for each evaluation, so that an earlier run can be taken up anywhere.
    [[nodiscard]] static SplitMix generator(std::uint64_t seed, std::int64_t index);

private:
    const Setup* m_setup;
    std::set<Genome> m_seen;
};

}  // namespace thimble::search
