#include "core/shrink/shrink_to_fit.h"

#include <algorithm>
#include <functional>
#include <utility>

#include "core/base/grouped_number.h"
#include "core/shrink/trial.h"

namespace thimble::shrink {

std::string overrunText(const Overrun& over) {
    std::string text;
    const auto add = [&text](std::int64_t amount, const char* what) {
        if (amount <= 0) return;
        text += (text.empty() ? "" : ", ") + groupedNumber(amount) + " " + what;
    };
    add(over.memory, "bytes of memory");
    add(over.weights, "bytes of flash");
    add(over.macs, "MACs");
    return text.empty() ? text : text + " too many";
}

Result<std::optional<ChosenCounts>> shrinkToFit(const Study& study,
                                                std::span<const repair::RemovalOrder> orders,
                                                const Judge& judge,
                                                const repair::WorkControl& control) {
    prune::SizePredictor sizes(*study.model, study.groups);
    Counts counts = allChannels(study);
    Bytes whole = 0;
    while (true) {
        THIMBLE_TRY(const Overrun over, judged(study, counts, judge));
        if (control.stop.stop_requested()) return std::nullopt;
        if (over.fits()) return ChosenCounts{std::move(counts), {}};
        whole = std::max(whole, over.memory + over.weights);
        if (control.progress) control.progress(whole - over.memory - over.weights, whole);
        const SizeLimits limits = limitsFor(sizes.predict(counts), over);
        auto chosen = chooseCounts(sizes, orders, limits, counts, control.stop);
        if (!chosen) return std::nullopt;
        if (chosen->counts == counts) return ChosenCounts{std::move(counts), overrunText(over)};
        counts = std::move(chosen->counts);
    }
}

Result<std::optional<ChosenCounts>> shrinkByTrial(const Study& study,
                                                  std::span<const repair::RemovalOrder> orders,
                                                  const Judge& judge,
                                                  const repair::WorkControl& control,
                                                  const MemoryOf& memoryOf) {
    Trial trial(study, orders, judge, control, memoryOf);
    THIMBLE_TRY(const Overrun whole, trial.ask(trial.all()));
    if (whole.fits()) return ChosenCounts{trial.all(), {}};
    const prune::PredictedSizes sizes = trial.sizes(trial.all());
    const Macs macs = sizes.macs - std::max<Macs>(whole.macs, 0);
    constexpr std::int64_t kSteps = Trial::kSteps;
    const auto part = [](std::int64_t size, std::int64_t step) {
        return size / kSteps * step + size % kSteps * step / kSteps;
    };
    const std::function<SizeLimits(std::int64_t)> series[] = {
        [&](std::int64_t step) {
            return SizeLimits{.macs = macs, .peakBytes = part(sizes.peakBytes, step)};
        },
        [&](std::int64_t step) { return SizeLimits{.macs = part(macs, step)}; },
        [&](std::int64_t step) {
            return SizeLimits{.macs = macs, .weightBytes = part(sizes.weightBytes, step)};
        }};
    std::optional<Counts> best;
    const auto compare = [&](std::optional<Counts> counts) {
        if (counts && (!best || costOf(orders, *counts) < costOf(orders, *best)))
            best = std::move(counts);
    };
    for (const auto& limits : series) {
        THIMBLE_TRY(std::optional<Counts> counts, trial.halveLimits(limits));
        if (trial.stopped()) return std::nullopt;
        compare(std::move(counts));
    }
    THIMBLE_TRY(std::optional<Counts> shares, trial.halveShares());
    if (trial.stopped()) return std::nullopt;
    compare(std::move(shares));
    if (memoryOf) {
        THIMBLE_TRY(std::optional<Counts> counts, trial.takeBySavings());
        if (trial.stopped()) return std::nullopt;
        compare(std::move(counts));
    }
    if (best) {
        THIMBLE_CHECK(trial.giveBack(*best));
        THIMBLE_CHECK(trial.exchange(*best, macs));
        THIMBLE_CHECK(trial.giveBack(*best));
        if (trial.stopped()) return std::nullopt;
        return ChosenCounts{*std::move(best), {}};
    }
    const Counts fewest(trial.all().size(), 1);
    THIMBLE_TRY(const Overrun over, trial.ask(fewest));
    return ChosenCounts{fewest, overrunText(over)};
}

}  // namespace thimble::shrink
