#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <span>
#include <vector>

#include "core/base/result.h"
#include "core/prune/predict_sizes.h"
#include "core/shrink/choose_counts.h"
#include "core/shrink/shrink_to_fit.h"
#include "core/shrink/study.h"

namespace thimble::shrink {

using Counts = std::vector<std::int32_t>;

[[nodiscard]] Counts allChannels(const Study& study);

/// What the judge says of the outline with these counts.
[[nodiscard]] Result<Overrun> judged(const Study& study, const Counts& counts, const Judge& judge);

/// Limits below what the sizes are now, by what is too much. Tails and padding shrink along with
/// the channels: not all that is missing at once.
[[nodiscard]] SizeLimits limitsFor(const prune::PredictedSizes& now, const Overrun& over);

/// The steps of shrinkByTrial. Asks the judge about counts, and remembers how the orders value
/// them. All arguments must outlive it.
class Trial {
public:
    Trial(const Study& study, std::span<const repair::RemovalOrder> orders, const Judge& judge,
          const repair::WorkControl& control, const MemoryOf& memoryOf);

    [[nodiscard]] bool stopped() const { return m_control.stop.stop_requested(); }
    [[nodiscard]] const Counts& all() const { return m_all; }
    prune::PredictedSizes sizes(const Counts& counts) { return m_sizes.predict(counts); }

    Result<Overrun> ask(const Counts& counts);

    /// Of a series that falls from step kSteps to 0, the counts of the highest step with which the
    /// judge is content, by halving. Nothing: stopped, or none.
    ///   countsAt   by step; nothing: stopped. `last`: those of a higher step
    Result<std::optional<Counts>> halve(
        const std::function<std::optional<Counts>(std::int64_t step, const Counts& last)>&
            countsAt);
    /// What chooseCounts makes of the limits of a step.
    Result<std::optional<Counts>> halveLimits(
        const std::function<SizeLimits(std::int64_t step)>& limits);
    /// The same share of every group: rows that were equally long stay so.
    Result<std::optional<Counts>> halveShares();

    /// Takes channels where they cost least for what they save, round by round, until the judge is
    /// content. Nothing: stopped, or nothing left that saves anything. Needs `memoryOf`.
    Result<std::optional<Counts>> takeBySavings();

    /// Gives channels back, first where they are worth most for what they take, as long as the
    /// judge is content. What did not fit will not fit with more of the others either.
    Result<void> giveBack(Counts& counts);

    /// Gives every other group a channel and takes from one what that costs, as long as less is
    /// lost and the judge is content. By rows this matters: rows of equal length take each other's
    /// place, so that several groups together may have a channel more where none of them alone may.
    ///   most   MACs
    Result<void> exchange(Counts& counts, Macs most);

    static constexpr std::int64_t kSteps = 256;

private:
    Result<std::vector<double>> savingsAt(const Counts& counts);
    Result<Bytes> memoryAt(const Counts& counts);
    bool takeSome(Counts& counts, const std::vector<double>& savings, const Overrun& over);
    void tell();

    const Study& m_study;
    std::span<const repair::RemovalOrder> m_orders;
    const Judge& m_judge;
    const repair::WorkControl& m_control;
    const MemoryOf& m_memoryOf;
    prune::SizePredictor m_sizes;
    Counts m_all;
    std::int64_t m_asked = 0;
};

}  // namespace thimble::shrink
