#include <algorithm>
#include <deque>
#include <utility>

#include "core/search/proposals.h"

namespace thimble::search {

namespace {

class AgingEvolution final : public Algorithm {
public:
    explicit AgingEvolution(Setup setup) : m_setup(std::move(setup)), m_proposals(m_setup) {}

    [[nodiscard]] std::int64_t needs(std::int64_t index) const override {
        if (index < first()) return 0;
        return std::max(first(), index - m_setup.options.window + 1);
    }

    [[nodiscard]] std::optional<Proposal> propose(std::int64_t index) override {
        if (index < started()) return Proposal{m_setup.start[static_cast<std::size_t>(index)]};
        if (index < first())
            return m_proposals.draw(
                index, [this](SplitMix& random) { return randomGenome(m_setup.space, random); });
        return m_proposals.draw(index, [this](SplitMix& random) {
            return morphed(m_setup.space, parent(random).genome, random);
        });
    }

    void adopt(const Genome& genome) override { m_proposals.adopt(genome); }

    void learn(const Evaluated& evaluated) override {
        m_population.push_back({evaluated.genome, costsOf(evaluated.outcome, m_setup.scale),
                                evaluated.outcome.excess, evaluated.outcome.refused.empty()});
        if (static_cast<std::int64_t>(m_population.size()) > first()) m_population.pop_front();
    }

private:
    struct Member {
        Genome genome;
        std::vector<double> costs;
        double excess = 0;
        bool exists = true;
    };

    [[nodiscard]] std::int64_t started() const {
        return static_cast<std::int64_t>(m_setup.start.size());
    }
    /// How many there are before any has a parent.
    [[nodiscard]] std::int64_t first() const {
        return std::max(m_setup.options.population, std::int64_t{1});
    }

    const Member& parent(SplitMix& random) const {
        std::vector<double> weights;
        // Not 0, which would divide.
        for (std::size_t i = 0; i < m_setup.scale.objectives.size(); ++i)
            weights.push_back(1 - drawUnit(random));
        const Member* best = nullptr;
        double bestFitness = 0;
        for (std::int64_t i = 0; i < std::max(m_setup.options.sample, std::int64_t{1}); ++i) {
            const Member& one = m_population[static_cast<std::size_t>(
                drawBelow(random, static_cast<std::int64_t>(m_population.size())))];
            const double fitness = fitnessOf(one.costs, m_setup.scale.bounds, weights);
            const bool isBetter =
                best == nullptr || fitness > bestFitness ||
                (fitness == bestFitness &&
                 std::pair(!one.exists, one.excess) < std::pair(!best->exists, best->excess));
            if (!isBetter) continue;
            best = &one;
            bestFitness = fitness;
        }
        return *best;
    }

    Setup m_setup;
    Proposals m_proposals;
    std::deque<Member> m_population;  ///< the oldest first
};

}  // namespace

std::unique_ptr<Algorithm> agingEvolution(Setup setup) {
    return std::make_unique<AgingEvolution>(std::move(setup));
}

}  // namespace thimble::search
