#include "core/split/row_placement.h"

#include <algorithm>
#include <limits>
#include <map>
#include <tuple>
#include <utility>

#include "core/base/splitmix.h"

namespace thimble::split {

namespace {

std::size_t at(std::int32_t index) { return static_cast<std::size_t>(index); }

/// Differences of two offsets that cannot be: everything strictly between.
struct Between {
    Bytes low = 0, high = 0;
};

/// Of one block with another: offset of this one less that of the other.
struct Conflict {
    std::uint32_t other = 0;
    Between forbidden;
};

using Pair = std::pair<std::uint32_t, std::uint32_t>;

void unite(std::vector<Between>& all) {
    std::ranges::sort(all, {}, &Between::low);
    std::vector<Between> united;
    for (const Between& next : all) {
        if (next.low >= next.high) continue;
        if (!united.empty() && next.low < united.back().high)
            united.back().high = std::max(united.back().high, next.high);
        else
            united.push_back(next);
    }
    all = std::move(united);
}

/// By block, its conflicts with all others.
class Conflicts {
public:
    Conflicts(const RowGraph& graph, const RowPieces& pieces, const std::vector<RowTask>& tasks)
        : m_pieces(pieces), m_of(pieces.blocks.size()) {
        sweep(graph, tasks);
        for (auto& [pair, betweens] : m_found) {
            unite(betweens);
            for (const Between& b : betweens) {
                m_of[pair.second].push_back({pair.first, b});
                m_of[pair.first].push_back({pair.second, {-b.high, -b.low}});
            }
        }
        m_found.clear();
    }
    [[nodiscard]] const std::vector<Conflict>& of(std::uint32_t block) const { return m_of[block]; }

private:
    struct Living {
        std::uint32_t block = 0;
        const Piece* piece = nullptr;
    };

    /// `later` may not lie over `earlier`, but for what `allowed` says of the two.
    void add(const Living& earlier, const Living& later,
             const std::vector<AllowedOverlap>& allowed) {
        if (earlier.block == later.block) return;
        const Bytes shift = earlier.piece->offset - later.piece->offset;
        std::vector<Between>& found = m_found[{earlier.block, later.block}];
        const auto forbid = [&](Bytes low, Bytes high) {
            if (low < high) found.push_back({low + shift, high + shift});
        };
        for (const AllowedOverlap& rule : allowed)
            if (matches(rule, earlier, later)) {
                if (rule.inputRow == RowTask::kWhole) {
                    // The whole tensors, whatever row this is.
                    const Bytes in = m_pieces.blocks[earlier.block].bytes;
                    const Bytes out = m_pieces.blocks[later.block].bytes;
                    if (rule.exactly) found.push_back({-out, rule.most});
                    found.push_back({rule.most, in});
                    return;
                }
                if (rule.exactly) forbid(-later.piece->bytes, rule.most);
                forbid(rule.most, earlier.piece->bytes);
                return;
            }
        forbid(-later.piece->bytes, earlier.piece->bytes);
    }

    [[nodiscard]] bool matches(const AllowedOverlap& rule, const Living& earlier,
                               const Living& later) const {
        if (rule.inputRow == RowTask::kWhole)
            return earlier.block == m_pieces.blockOf(rule.input, 0) &&
                   later.block == m_pieces.blockOf(rule.output, 0);
        return earlier.piece == &m_pieces.pieceOf(rule.input, rule.inputRow) &&
               later.piece == &m_pieces.pieceOf(rule.output, rule.outputRow);
    }

    void sweep(const RowGraph& graph, const std::vector<RowTask>& tasks) {
        std::vector<std::vector<Living>> born(at(m_pieces.steps));
        for (std::uint32_t b = 0; b < m_pieces.blocks.size(); ++b)
            for (const Piece& piece : m_pieces.blocks[b].pieces)
                if (piece.first >= 0) born[at(piece.first)].push_back({b, &piece});
        std::vector<Living> living;
        for (std::int32_t step = 0; step < m_pieces.steps; ++step) {
            std::erase_if(living, [&](const Living& l) { return l.piece->last < step; });
            std::vector<AllowedOverlap> allowed;
            if (step > 0 && at(step) <= tasks.size())
                allowed = allowedOverlaps(graph, m_pieces, tasks[at(step) - 1], step);
            for (const Living& later : born[at(step)]) {
                for (const Living& earlier : living) add(earlier, later, allowed);
                living.push_back(later);
            }
        }
    }

    const RowPieces& m_pieces;
    std::map<Pair, std::vector<Between>> m_found;
    std::vector<std::vector<Conflict>> m_of;
};

using Sequence = std::vector<std::uint32_t>;

enum class Fit : std::uint8_t { Lowest, Tightest };

class Placing {
public:
    Placing(const RowGraph& graph, const RowPieces& pieces, const std::vector<RowTask>& tasks)
        : m_pieces(pieces), m_conflicts(graph, pieces, tasks), m_alignment(graph.alignment) {}

    /// Every block in turn, at the lowest place or in the tightest gap.
    RowPlacement place(const Sequence& order, Fit fit) {
        return placeRest(order, 0, RowPlacement{nowhere(), 0}, fit, kNoLimit);
    }

    /// The same, knowing what another order was placed like with this fit: up to where the two
    /// differ nothing changes. Ends where the arena gets larger than `most`: then nothing but that
    /// is true of the answer.
    RowPlacement placeLike(const Sequence& other, const RowPlacement& otherPlaced,
                           const Sequence& order, Fit fit, Bytes most = kNoLimit) {
        RowPlacement placed{nowhere(), 0};
        std::size_t i = 0;
        for (; i < order.size() && order[i] == other[i]; ++i)
            put(order[i], otherPlaced.offsets[order[i]], placed);
        return placeRest(order, i, std::move(placed), fit, most);
    }

private:
    static constexpr Bytes kNowhere = -1;
    static constexpr Bytes kNoLimit = std::numeric_limits<Bytes>::max();

    [[nodiscard]] std::vector<Bytes> nowhere() const {
        return std::vector<Bytes>(m_pieces.blocks.size(), kNowhere);
    }

    void put(std::uint32_t block, Bytes offset, RowPlacement& placed) const {
        placed.offsets[block] = offset;
        placed.arenaBytes = std::max(placed.arenaBytes, offset + m_pieces.blocks[block].bytes);
    }

    RowPlacement placeRest(const Sequence& order, std::size_t from, RowPlacement placed, Fit fit,
                           Bytes most) {
        for (; from < order.size() && placed.arenaBytes <= most; ++from)
            put(order[from], placeFor(order[from], placed, fit), placed);
        for (Bytes& offset : placed.offsets) offset = std::max<Bytes>(offset, 0);
        return placed;
    }

    Bytes placeFor(std::uint32_t block, const RowPlacement& placed, Fit fit) {
        m_forbidden.clear();
        for (const Conflict& conflict : m_conflicts.of(block)) {
            const Bytes other = placed.offsets[conflict.other];
            if (other == kNowhere) continue;
            const Between b{other + conflict.forbidden.low, other + conflict.forbidden.high};
            if (b.high > 0) m_forbidden.push_back(b);
        }
        std::ranges::sort(m_forbidden, {}, &Between::low);
        // Offsets between two forbidden stretches, both ends included.
        Bytes offset = 0;
        Bytes best = kNowhere;
        Bytes leastSpare = 0;
        for (const Between& b : m_forbidden) {
            if (b.low >= offset) {
                if (fit == Fit::Lowest) return offset;
                const Bytes spare = b.low - offset;
                if (best == kNowhere || spare < leastSpare) {
                    best = offset;
                    leastSpare = spare;
                }
            }
            offset = std::max(offset, alignUp(std::max<Bytes>(b.high, 0), m_alignment));
        }
        return best == kNowhere ? offset : best;
    }

    const RowPieces& m_pieces;
    Conflicts m_conflicts;
    Bytes m_alignment;
    std::vector<Between> m_forbidden;
};

std::vector<Sequence> firstOrders(const RowPieces& pieces, const std::vector<Bytes>& load) {
    Sequence all;
    for (std::uint32_t b = 0; b < pieces.blocks.size(); ++b)
        if (!pieces.blocks[b].pieces.empty()) all.push_back(b);
    const auto first = [&](std::uint32_t b) { return pieces.blocks[b].pieces.front().first; };
    const auto busiest = [&](std::uint32_t b) {
        Bytes most = 0;
        for (const Piece& piece : pieces.blocks[b].pieces)
            for (std::int32_t s = piece.first; s <= piece.last; ++s)
                most = std::max(most, load[at(s)]);
        return most;
    };
    std::vector<Bytes> most(pieces.blocks.size());
    for (const std::uint32_t b : all) most[b] = busiest(b);
    const auto bytes = [&](std::uint32_t b) { return pieces.blocks[b].bytes; };
    const auto isWhole = [&](std::uint32_t b) {
        return pieces.blocks[b].kind == Block::Kind::Tensor;
    };
    std::vector<Sequence> orders;
    const auto add = [&](const auto& key) {
        Sequence order = all;
        std::ranges::stable_sort(order,
                                 [&](std::uint32_t a, std::uint32_t b) { return key(a) < key(b); });
        orders.push_back(std::move(order));
    };
    add([&](std::uint32_t b) { return std::tuple(!isWhole(b), first(b), -bytes(b)); });
    add([&](std::uint32_t b) { return std::tuple(false, first(b), -bytes(b)); });
    add([&](std::uint32_t b) { return std::tuple(-most[b], first(b), -bytes(b)); });
    add([&](std::uint32_t b) { return std::tuple(-most[b], -bytes(b), first(b)); });
    add([&](std::uint32_t b) { return std::tuple(-bytes(b), Bytes{first(b)}, 0); });
    return orders;
}

/// What ends above `line` goes to the front, in the order in which it comes.
Sequence promoted(const Sequence& order, const RowPlacement& placed, const RowPieces& pieces,
                  Bytes line, std::size_t by) {
    Sequence next;
    next.reserve(order.size());
    // Each forward by a share of its place.
    std::vector<std::pair<std::size_t, std::uint32_t>> keyed;
    keyed.reserve(order.size());
    for (std::size_t i = 0; i < order.size(); ++i) {
        const std::uint32_t b = order[i];
        const bool sticksOut = placed.offsets[b] + pieces.blocks[b].bytes > line;
        keyed.emplace_back(2 * (sticksOut ? i - i / by : i) + (sticksOut ? 0 : 1), b);
    }
    std::ranges::stable_sort(keyed, {}, [](const auto& k) { return k.first; });
    for (const auto& [key, b] : keyed) next.push_back(b);
    return next;
}

struct Trial {
    RowPlacement placed;
    Sequence order;
    Fit fit = Fit::Lowest;
};

/// Tries orders until the limit, the bound or the world says stop; keeps the best placement.
class Search {
public:
    Search(Placing& placing, const RowPieces& pieces, Bytes bound, const SearchLimits& limits,
           const SearchControl& control)
        : m_placing(placing),
          m_pieces(pieces),
          m_bound(bound),
          m_limits(limits),
          m_left(limits.nodes),
          m_control(control) {}

    RowPlacement run(const std::vector<Sequence>& orders) {
        std::vector<Trial> trials;
        for (const Sequence& order : orders)
            for (const Fit fit : {Fit::Lowest, Fit::Tightest})
                trials.push_back({m_placing.place(order, fit), order, fit});
        sortByBytes(trials);
        m_best = trials.front().placed;
        for (Trial& trial : trials) promote(trial);
        sortByBytes(trials);
        climb(trials.front());
        return std::move(m_best);
    }

private:
    static constexpr std::int64_t kPatience = 30;

    static void sortByBytes(std::vector<Trial>& trials) {
        std::ranges::stable_sort(trials, {}, [](const Trial& t) { return t.placed.arenaBytes; });
    }

    [[nodiscard]] bool isOver() const {
        return m_left <= 0 || m_best.arenaBytes <= m_bound || m_control.stop.stop_requested();
    }

    bool keep(const RowPlacement& placed) {
        --m_left;
        if (placed.arenaBytes >= m_best.arenaBytes) return false;
        m_best = placed;
        if (m_control.progress)
            m_control.progress({m_limits.nodes - m_left, m_best.arenaBytes, m_bound});
        return true;
    }

    /// What sticks out moves forward, as long as that helps now and then.
    void promote(Trial& trial) {
        std::int64_t patience = kPatience;
        for (std::size_t round = 0; patience > 0 && !isOver(); ++round, --patience) {
            const Bytes line = std::min(m_best.arenaBytes, trial.placed.arenaBytes) - 1;
            Sequence next = promoted(trial.order, trial.placed, m_pieces, line, 1 + round % 4);
            trial.placed = m_placing.placeLike(trial.order, trial.placed, next, trial.fit);
            trial.order = std::move(next);
            if (keep(trial.placed)) patience = kPatience;
        }
    }

    /// Moves single blocks about, those at the top more often; what is no worse stays.
    void climb(Trial trial) {
        SplitMix random(m_limits.seed);
        const auto below = [&](std::size_t count) {
            return static_cast<std::size_t>(random.next() % count);
        };
        while (!isOver()) {
            std::vector<std::size_t> top;
            for (std::size_t i = 0; i < trial.order.size(); ++i)
                if (endOf(trial, i) >= trial.placed.arenaBytes) top.push_back(i);
            const std::size_t count = trial.order.size();
            const std::size_t from =
                below(2) == 0 && !top.empty() ? top[below(top.size())] : below(count);
            const std::size_t to = below(2) == 0 ? below(from + 1) : below(count);
            Sequence next = trial.order;
            next.erase(next.begin() + static_cast<std::ptrdiff_t>(from));
            next.insert(next.begin() + static_cast<std::ptrdiff_t>(to), trial.order[from]);
            RowPlacement placed = m_placing.placeLike(trial.order, trial.placed, next, trial.fit,
                                                      trial.placed.arenaBytes);
            keep(placed);  // none of the trials has less than the best
            if (placed.arenaBytes > trial.placed.arenaBytes) continue;
            trial.placed = std::move(placed);
            trial.order = std::move(next);
        }
    }

    [[nodiscard]] Bytes endOf(const Trial& trial, std::size_t i) const {
        const std::uint32_t block = trial.order[i];
        return trial.placed.offsets[block] + m_pieces.blocks[block].bytes;
    }

    Placing& m_placing;
    const RowPieces& m_pieces;
    Bytes m_bound;
    SearchLimits m_limits;
    std::int64_t m_left;
    const SearchControl& m_control;
    RowPlacement m_best;
};

}  // namespace

RowPlacement placeRows(const RowGraph& graph, const RowPieces& pieces,
                       const std::vector<RowTask>& tasks, const SearchLimits& limits,
                       const SearchControl& control) {
    Placing placing(graph, pieces, tasks);
    const std::vector<Bytes> load = rowLoad(graph, pieces, tasks);
    const Bytes bound = load.empty() ? 0 : *std::ranges::max_element(load);
    return Search(placing, pieces, bound, limits, control).run(firstOrders(pieces, load));
}

}  // namespace thimble::split
