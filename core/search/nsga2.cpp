#include <algorithm>
#include <limits>
#include <numeric>
#include <tuple>
#include <utility>

#include "core/search/front.h"
#include "core/search/proposals.h"

namespace thimble::search {

namespace {

class Nsga2 final : public Algorithm {
public:
    explicit Nsga2(Setup setup) : m_setup(std::move(setup)), m_proposals(m_setup) {}

    /// A generation needs all before it.
    [[nodiscard]] std::int64_t needs(std::int64_t index) const override {
        return index / size() * size();
    }

    [[nodiscard]] std::optional<Proposal> propose(std::int64_t index) override {
        if (index < std::min(started(), size()))
            return Proposal{m_setup.start[static_cast<std::size_t>(index)]};
        if (index < size())
            return m_proposals.draw(
                index, [this](SplitMix& random) { return randomGenome(m_setup.space, random); });
        return m_proposals.draw(index, [this](SplitMix& random) {
            const Member& a = tournament(random);
            const Member& b = tournament(random);
            const Genome child =
                drawUnit(random) < kCrossing ? crossed(a.genome, b.genome, random) : a.genome;
            return morphed(m_setup.space, child, random);
        });
    }

    void adopt(const Genome& genome) override { m_proposals.adopt(genome); }

    void learn(const Evaluated& evaluated) override {
        const Outcome& outcome = evaluated.outcome;
        m_members.push_back({.genome = evaluated.genome,
                             .costs = costsOf(outcome, m_setup.scale),
                             .beyond = outcome.refused.empty()
                                           ? std::max(outcome.excess, 0.0)
                                           : std::numeric_limits<double>::infinity()});
        if ((evaluated.index + 1) % size() == 0) select();
    }

private:
    struct Member {
        Genome genome;
        Costs costs;
        double beyond = 0;
        std::size_t rank = 0;
        double crowding = 0;
        [[nodiscard]] bool isBetterThan(const Member& other) const {
            return std::tuple(beyond, rank, -crowding) <
                   std::tuple(other.beyond, other.rank, -other.crowding);
        }
    };
    static constexpr double kCrossing = 0.9;

    [[nodiscard]] std::int64_t started() const {
        return static_cast<std::int64_t>(m_setup.start.size());
    }
    [[nodiscard]] std::int64_t size() const {
        return std::max(m_setup.options.population, std::int64_t{2});
    }

    /// The best of all, with their ranks and crowding among those that fit.
    void select() {
        std::vector<std::size_t> fitting;
        std::vector<Costs> costs;
        for (std::size_t m = 0; m < m_members.size(); ++m) {
            if (m_members[m].beyond > 0) continue;
            fitting.push_back(m);
            costs.push_back(m_members[m].costs);
        }
        const std::vector<std::size_t> ranks = ranksOf(costs);
        for (std::size_t rank = 0; rank <= m_members.size(); ++rank) {
            std::vector<std::size_t> same;
            std::vector<Costs> theirs;
            for (std::size_t i = 0; i < fitting.size(); ++i)
                if (ranks[i] == rank) {
                    same.push_back(fitting[i]);
                    theirs.push_back(costs[i]);
                }
            if (same.empty()) break;
            const std::vector<double> crowding = crowdingOf(theirs);
            for (std::size_t i = 0; i < same.size(); ++i) {
                m_members[same[i]].rank = rank;
                m_members[same[i]].crowding = crowding[i];
            }
        }
        std::ranges::stable_sort(
            m_members, [](const Member& a, const Member& b) { return a.isBetterThan(b); });
        if (static_cast<std::int64_t>(m_members.size()) > size())
            m_members.resize(static_cast<std::size_t>(size()));
    }

    const Member& tournament(SplitMix& random) const {
        const auto one = [&]() -> const Member& {
            return m_members[static_cast<std::size_t>(
                drawBelow(random, static_cast<std::int64_t>(m_members.size())))];
        };
        const Member& a = one();
        const Member& b = one();
        return b.isBetterThan(a) ? b : a;
    }

    Setup m_setup;
    Proposals m_proposals;
    std::vector<Member> m_members;  ///< after a generation its best, the best first
};

}  // namespace

std::unique_ptr<Algorithm> nsga2(Setup setup) { return std::make_unique<Nsga2>(std::move(setup)); }

}  // namespace thimble::search
