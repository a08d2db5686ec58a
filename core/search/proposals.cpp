#include "core/search/proposals.h"

#include <algorithm>
#include <utility>

namespace thimble::search {

SplitMix Proposals::generator(std::uint64_t seed, std::int64_t index) {
    SplitMix mixed(seed);
    return SplitMix(mixed.next() ^ SplitMix(static_cast<std::uint64_t>(index)).next());
}

Proposal Proposals::draw(std::int64_t index,
                         const std::function<Genome(SplitMix& random)>& one) const {
    constexpr int kMostDraws = 1000;
    SplitMix random = generator(m_setup->options.seed, index);
    Proposal proposal;
    for (int i = 0; i < kMostDraws; ++i) {
        proposal.genome = one(random);
        if (!isNew(proposal.genome)) continue;
        if (!m_setup->mayFit || m_setup->mayFit(proposal.genome)) return proposal;
        ++proposal.discarded;
    }
    return proposal;
}

const AlgorithmInfo* findAlgorithm(std::string_view name) {
    const auto* const found = std::ranges::find(kAlgorithms, name, &AlgorithmInfo::name);
    return found == kAlgorithms.end() ? nullptr : &*found;
}

}  // namespace thimble::search
