#include <utility>

#include "core/search/proposals.h"

namespace thimble::search {

namespace {

class BottleneckDescent final : public Algorithm {
public:
    explicit BottleneckDescent(Setup setup) : m_setup(std::move(setup)) {
        for (std::int32_t r = 0; r < m_setup.space.resolutions; ++r)
            for (std::int32_t f = 0; f < m_setup.space.forms; ++f) {
                Genome whole = wholeModel(m_setup.space);
                whole.form = f;
                whole.resolution = r;
                m_lines.push_back({whole, false, false});
            }
    }

    [[nodiscard]] std::int64_t needs(std::int64_t index) const override { return index; }

    [[nodiscard]] std::optional<Proposal> propose(std::int64_t /*index*/) override {
        for (std::size_t tried = 0; tried < m_lines.size(); ++tried) {
            Line& line = m_lines[(m_next + tried) % m_lines.size()];
            if (line.hasEnded) continue;
            if (!line.hasBegun) return Proposal{line.last};
            if (std::optional<Genome> less = m_setup.descend(line.last))
                return Proposal{*std::move(less)};
            line.hasEnded = true;
        }
        return std::nullopt;
    }

    /// Whose line it is says the genome itself.
    void adopt(const Genome& genome) override {
        for (std::size_t l = 0; l < m_lines.size(); ++l) {
            Line& line = m_lines[l];
            if (line.last.form != genome.form || line.last.resolution != genome.resolution)
                continue;
            line.last = genome;
            line.hasBegun = true;
            m_next = (l + 1) % m_lines.size();
        }
    }

    void learn(const Evaluated& /*evaluated*/) override {}

private:
    struct Line {
        Genome last;
        bool hasBegun = false;
        bool hasEnded = false;
    };

    Setup m_setup;
    std::vector<Line> m_lines;
    std::size_t m_next = 0;  ///< whose turn it is
};

}  // namespace

std::unique_ptr<Algorithm> bottleneckDescent(Setup setup) {
    return std::make_unique<BottleneckDescent>(std::move(setup));
}

}  // namespace thimble::search
