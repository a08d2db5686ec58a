#include "core/data/split.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <map>

#include "core/base/splitmix.h"

namespace thimble::data {

namespace {

struct Stratum {
    std::vector<std::size_t> samples;
    std::size_t calibration = 0;
    double remainder = 0;
};

std::vector<Stratum> strata(const Dataset& dataset) {
    std::map<std::int32_t, Stratum> byLabel;
    for (std::size_t i = 0; i < dataset.samples.size(); ++i)
        byLabel[dataset.samples[i].label.value_or(-1)].samples.push_back(i);
    std::vector<Stratum> result;
    result.reserve(byLabel.size());
    for (auto& [label, stratum] : byLabel) result.push_back(std::move(stratum));
    return result;
}

/// Rounded down first; those that lost most get one more until the total is right.
void share(std::vector<Stratum>& all, double fraction, std::size_t total) {
    std::size_t given = 0;
    std::vector<Stratum*> order;
    for (Stratum& stratum : all) {
        const double exact = fraction * static_cast<double>(stratum.samples.size());
        stratum.calibration = static_cast<std::size_t>(exact);
        stratum.remainder = exact - static_cast<double>(stratum.calibration);
        given += stratum.calibration;
        order.push_back(&stratum);
    }
    std::ranges::stable_sort(
        order, [](const Stratum* a, const Stratum* b) { return a->remainder > b->remainder; });
    for (std::size_t i = 0; given < total && i < order.size(); ++i) {
        if (order[i]->calibration == order[i]->samples.size()) continue;
        ++order[i]->calibration;
        ++given;
    }
}

void shuffle(std::vector<std::size_t>& samples, SplitMix& random) {
    for (std::size_t i = samples.size(); i > 1; --i)
        std::swap(samples[i - 1], samples[static_cast<std::size_t>(random.next() % i)]);
}

}  // namespace

Result<Split> split(const Dataset& dataset, double fraction, std::uint64_t seed) {
    if (!(fraction >= 0 && fraction <= 1))
        return fail(ErrorCode::InvalidArgument,
                    fmt::format("the fraction for calibration is {}, not from 0 to 1", fraction));
    std::vector<Stratum> all = strata(dataset);
    share(all, fraction,
          static_cast<std::size_t>(
              std::lround(fraction * static_cast<double>(dataset.samples.size()))));
    SplitMix random(seed);
    Split result;
    for (Stratum& stratum : all) {
        shuffle(stratum.samples, random);
        const auto middle =
            stratum.samples.begin() + static_cast<std::ptrdiff_t>(stratum.calibration);
        result.calibration.insert(result.calibration.end(), stratum.samples.begin(), middle);
        result.test.insert(result.test.end(), middle, stratum.samples.end());
    }
    std::ranges::sort(result.calibration);
    std::ranges::sort(result.test);
    return result;
}

Dataset partOf(const Dataset& dataset, std::span<const std::size_t> samples) {
    Dataset part{
        .folder = dataset.folder, .classes = dataset.classes, .classNames = dataset.classNames};
    for (const std::size_t i : samples) part.samples.push_back(dataset.samples[i]);
    if (!dataset.inputs) return part;
    // Sample i is entry i of the array: its entries follow.
    const auto all = dataset.inputs->data.bytes();
    const std::size_t each = all.size() / dataset.samples.size();
    std::vector<std::byte> bytes;
    bytes.reserve(each * samples.size());
    for (const std::size_t i : samples) {
        const auto entry = all.subspan(i * each, each);
        bytes.insert(bytes.end(), entry.begin(), entry.end());
    }
    part.inputs = *dataset.inputs;
    part.inputs->shape[0] = static_cast<std::int64_t>(samples.size());
    part.inputs->data = Blob(std::move(bytes));
    return part;
}

}  // namespace thimble::data
