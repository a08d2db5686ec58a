#include "core/shrink/trial.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <utility>

#include "core/prune/remove_channels.h"

namespace thimble::shrink {

namespace {

constexpr std::int64_t kUsual = 60;      ///< plans; for the bar alone
constexpr std::int64_t kExchanges = 60;  ///< plans for them at most
constexpr double kNoBytes = 1e-3;        ///< of a channel that takes no memory

double above(std::int64_t size, std::int64_t limit) {
    return static_cast<double>(std::max<std::int64_t>(size - limit, 0)) /
           static_cast<double>(std::max<std::int64_t>(limit, 1));
}

/// MACs and weights beyond their limits, as shares of these.
double excessOf(const prune::PredictedSizes& sizes, const SizeLimits& limits) {
    return above(sizes.macs, limits.macs) + above(sizes.weightBytes, limits.weightBytes);
}

}  // namespace

Counts allChannels(const Study& study) { return prune::keptCounts(prune::keepAll(study.groups)); }

Result<Overrun> judged(const Study& study, const Counts& counts, const Judge& judge) {
    THIMBLE_TRY(const Model outline, prune::prunedOutline(*study.model, study.groups, counts));
    return judge(outline);
}

SizeLimits limitsFor(const prune::PredictedSizes& now, const Overrun& over) {
    const auto part = [](Bytes missing) { return std::max<Bytes>(missing * 3 / 4, 1); };
    SizeLimits limits{.macs = now.macs, .peakBytes = now.peakBytes, .weightBytes = now.weightBytes};
    if (over.macs > 0) limits.macs -= over.macs;
    if (over.weights > 0) limits.weightBytes -= part(over.weights);
    if (over.memory > 0) limits.peakBytes -= part(over.memory);
    limits.macs = std::max<Macs>(limits.macs, 0);
    limits.weightBytes = std::max<Bytes>(limits.weightBytes, 0);
    limits.peakBytes = std::max<Bytes>(limits.peakBytes, 0);
    return limits;
}

Trial::Trial(const Study& study, std::span<const repair::RemovalOrder> orders, const Judge& judge,
             const repair::WorkControl& control, const MemoryOf& memoryOf)
    : m_study(study),
      m_orders(orders),
      m_judge(judge),
      m_control(control),
      m_memoryOf(memoryOf),
      m_sizes(*study.model, study.groups),
      m_all(allChannels(study)) {}

void Trial::tell() {
    ++m_asked;
    if (m_control.progress) m_control.progress(m_asked, std::max(m_asked + 1, kUsual));
}

Result<Overrun> Trial::ask(const Counts& counts) {
    tell();
    return judged(m_study, counts, m_judge);
}

Result<std::optional<Counts>> Trial::halve(
    const std::function<std::optional<Counts>(std::int64_t step, const Counts& last)>& countsAt) {
    std::int64_t tooMuch = kSteps;
    std::int64_t enough = -1;
    Counts last = m_all;
    std::optional<Counts> found;
    while (tooMuch - enough > 1 && !stopped()) {
        const std::int64_t middle = enough + (tooMuch - enough) / 2;
        std::optional<Counts> counts = countsAt(middle, last);
        if (!counts) return std::nullopt;
        THIMBLE_TRY(const Overrun over, ask(*counts));
        if (over.fits()) {
            enough = middle;
            found = std::move(counts);
        } else {
            tooMuch = middle;
            last = *std::move(counts);
        }
    }
    return found;
}

Result<std::optional<Counts>> Trial::halveLimits(
    const std::function<SizeLimits(std::int64_t step)>& limits) {
    return halve([&](std::int64_t step, const Counts& last) -> std::optional<Counts> {
        auto chosen = chooseCounts(m_sizes, m_orders, limits(step), last, m_control.stop);
        if (!chosen) return std::nullopt;
        return std::move(chosen->counts);
    });
}

Result<std::optional<Counts>> Trial::halveShares() {
    return halve([this](std::int64_t step, const Counts&) -> std::optional<Counts> {
        Counts counts;
        for (const std::int32_t all : m_all)
            counts.push_back(
                std::max(1, static_cast<std::int32_t>(std::int64_t{all} * step / kSteps)));
        return counts;
    });
}

Result<std::optional<Counts>> Trial::takeBySavings() {
    Counts counts = m_all;
    while (!stopped()) {
        THIMBLE_TRY(const Overrun over, ask(counts));
        if (over.fits()) return counts;
        THIMBLE_TRY(const std::vector<double> savings, savingsAt(counts));
        if (!takeSome(counts, savings, over)) return std::nullopt;
    }
    return std::nullopt;
}

/// Bytes that a channel of each group takes, of this choice.
Result<std::vector<double>> Trial::savingsAt(const Counts& counts) {
    THIMBLE_TRY(const Bytes now, memoryAt(counts));
    std::vector<double> savings(counts.size(), 0);
    for (std::size_t g = 0; g < counts.size() && !stopped(); ++g) {
        if (counts[g] <= 1) continue;
        Counts fewer = counts;
        const std::int32_t step = std::max(1, counts[g] / 8);
        fewer[g] -= step;
        THIMBLE_TRY(const Bytes then, memoryAt(fewer));
        savings[g] = static_cast<double>(std::max<Bytes>(now - then, 0)) / step;
    }
    return savings;
}

Result<Bytes> Trial::memoryAt(const Counts& counts) {
    tell();
    THIMBLE_TRY(const Model outline, prune::prunedOutline(*m_study.model, m_study.groups, counts));
    return m_memoryOf(outline);
}

/// Channels worth three quarters of the memory that is missing, and those MACs and weights; at most
/// a quarter of each group, since savings change. Whether any have gone.
bool Trial::takeSome(Counts& counts, const std::vector<double>& savings, const Overrun& over) {
    const Counts before = counts;
    const double missing = std::ceil(0.75 * static_cast<double>(std::max<Bytes>(over.memory, 0)));
    const SizeLimits limits = limitsFor(m_sizes.predict(counts), over);
    double memory = missing;
    double others = excessOf(m_sizes.predict(counts), limits);
    while (memory > 0 || others > 0) {
        std::optional<std::size_t> best;
        double least = 0;
        double othersThen = 0;
        for (std::size_t g = 0; g < counts.size(); ++g) {
            if (counts[g] <= std::max(1, before[g] - std::max(1, before[g] / 4))) continue;
            Counts fewer = counts;
            --fewer[g];
            const double then = excessOf(m_sizes.predict(fewer), limits);
            const double gain =
                std::min(savings[g], memory) / std::max(missing, 1.0) + (others - then);
            if (gain <= 0) continue;
            const double price = (costOf(m_orders, fewer) - costOf(m_orders, counts)) / gain;
            if (best && price >= least) continue;
            best = g;
            least = price;
            othersThen = then;
        }
        if (!best) break;
        --counts[*best];
        memory -= std::min(savings[*best], memory);
        others = othersThen;
    }
    return counts != before;
}

Result<void> Trial::giveBack(Counts& counts) {
    std::vector<double> bytes(counts.size(), 1);
    if (m_memoryOf) {
        THIMBLE_TRY(bytes, savingsAt(counts));
    }
    for (const std::int32_t share : {8, 32, 1'000'000}) {
        std::vector<bool> isClosed(counts.size(), false);
        while (!stopped()) {
            std::optional<std::size_t> best;
            Counts next;
            double most = -1;
            for (std::size_t g = 0; g < counts.size(); ++g) {
                if (isClosed[g] || counts[g] == m_all[g]) continue;
                Counts tried = counts;
                tried[g] = std::min(m_all[g], counts[g] + std::max(1, m_all[g] / share));
                const double worth = (costOf(m_orders, counts) - costOf(m_orders, tried)) /
                                     (tried[g] - counts[g]) / std::max(bytes[g], kNoBytes);
                if (worth <= most) continue;
                most = worth;
                best = g;
                next = std::move(tried);
            }
            if (!best) break;
            THIMBLE_TRY(const Overrun over, ask(next));
            if (over.fits())
                counts = std::move(next);
            else
                isClosed[*best] = true;
        }
    }
    return {};
}

Result<void> Trial::exchange(Counts& counts, Macs most) {
    std::int64_t left = kExchanges;
    for (bool isBetter = true; isBetter && left > 0;) {
        isBetter = false;
        for (std::size_t g = 0; g < counts.size() && left > 0 && !stopped(); ++g) {
            Counts tried = counts;
            for (std::size_t other = 0; other < tried.size(); ++other)
                if (other != g) tried[other] = std::min(tried[other] + 1, m_all[other]);
            std::int32_t step = 0;
            while (left > 0 && tried[g] > step && !stopped()) {
                tried[g] -= step;
                if (costOf(m_orders, tried) >= costOf(m_orders, counts)) break;
                if (m_sizes.predict(tried).macs > most) {
                    step = 1;
                    continue;
                }
                --left;
                THIMBLE_TRY(const Overrun over, ask(tried));
                if (over.fits()) {
                    isBetter = true;
                    counts = tried;
                    break;
                }
                step = step == 0 ? 1 : 2 * step;
            }
        }
    }
    return {};
}

}  // namespace thimble::shrink
