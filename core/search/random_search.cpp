#include <utility>

#include "core/search/proposals.h"

namespace thimble::search {

namespace {

class RandomSearch final : public Algorithm {
public:
    explicit RandomSearch(Setup setup) : m_setup(std::move(setup)), m_proposals(m_setup) {}

    [[nodiscard]] std::int64_t needs(std::int64_t /*index*/) const override { return 0; }
    [[nodiscard]] std::optional<Proposal> propose(std::int64_t index) override {
        return m_proposals.draw(
            index, [this](SplitMix& random) { return randomGenome(m_setup.space, random); });
    }
    void adopt(const Genome& genome) override { m_proposals.adopt(genome); }
    void learn(const Evaluated& /*evaluated*/) override {}

private:
    Setup m_setup;
    Proposals m_proposals;
};

}  // namespace

std::unique_ptr<Algorithm> randomSearch(Setup setup) {
    return std::make_unique<RandomSearch>(std::move(setup));
}

}  // namespace thimble::search
