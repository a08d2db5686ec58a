#include "core/eval/tensor_statistics.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>
#include <utility>

#include "core/data/input_format.h"
#include "core/eval/values.h"

namespace thimble::eval {

namespace {

constexpr std::int64_t kNarrowValues = 1 << 16U;  // types with no more are counted value by value

bool isQuantised(const interp::TensorInfo& tensor) { return tensor.scale != 0; }

/// How often each number of a narrow type is stored.
class Tally {
public:
    Tally(const interp::TensorInfo& tensor, std::span<const std::byte> bytes, StoredRange range)
        : m_range(range), m_counts(static_cast<std::size_t>(range.highest - range.lowest + 1)) {
        for (std::size_t e = 0; e < tensor.elements; ++e)
            // A BOOL may be any byte.
            ++m_counts[static_cast<std::size_t>(
                std::clamp(*storedInteger(tensor, bytes, e), range.lowest, range.highest) -
                range.lowest)];
    }
    [[nodiscard]] std::int64_t count(std::int64_t stored) const {
        if (stored > m_range.highest) return 0;
        return m_counts[static_cast<std::size_t>(stored - m_range.lowest)];
    }
    [[nodiscard]] std::int64_t lowest() const {
        const auto first = std::ranges::find_if(m_counts, [](std::int64_t n) { return n > 0; });
        return m_range.lowest + (first - m_counts.begin());
    }
    [[nodiscard]] std::int64_t highest() const {
        const auto last =
            std::find_if(m_counts.rbegin(), m_counts.rend(), [](std::int64_t n) { return n > 0; });
        return m_range.highest - (last - m_counts.rbegin());
    }

private:
    StoredRange m_range;
    std::vector<std::int64_t> m_counts;
};

void setNarrow(const interp::TensorInfo& tensor, const Tally& tally, StoredRange range,
               TensorStatistics& statistics) {
    const std::int64_t first = tally.lowest();
    const std::int64_t last = tally.highest();
    double sum = 0;
    for (std::int64_t v = first; v <= last; ++v)
        sum += static_cast<double>(v) * static_cast<double>(tally.count(v));
    statistics.lowest = realOf(tensor, static_cast<double>(first));
    statistics.highest = realOf(tensor, static_cast<double>(last));
    statistics.mean = realOf(tensor, sum / static_cast<double>(statistics.elements));
    if (isQuantised(tensor) && tensor.type != TensorType::Bool)
        statistics.saturation = {tally.count(range.lowest), tally.count(range.highest)};

    constexpr auto kMost = static_cast<std::int64_t>(Histogram::kMostBins);
    const std::int64_t perBin = (last - first + kMost) / kMost;
    const std::int64_t bins = (last - first + perBin) / perBin;
    Histogram& histogram = statistics.histogram;
    histogram.counts.resize(static_cast<std::size_t>(bins));
    for (std::int64_t v = first; v <= last; ++v)
        histogram.counts[static_cast<std::size_t>((v - first) / perBin)] += tally.count(v);
    histogram.from = realOf(tensor, static_cast<double>(first) - 0.5);
    histogram.to = realOf(tensor, static_cast<double>(first + bins * perBin) - 0.5);
    histogram.firstIsTypeEnd = perBin == 1 && first == range.lowest;
    histogram.lastIsTypeEnd = perBin == 1 && last == range.highest;
    if (tensor.scale >= 0) return;
    // A file may say that larger numbers stand for lower values.
    std::swap(statistics.lowest, statistics.highest);
    std::swap(histogram.from, histogram.to);
    std::swap(histogram.firstIsTypeEnd, histogram.lastIsTypeEnd);
    std::ranges::reverse(histogram.counts);
    if (statistics.saturation)
        std::swap(statistics.saturation->atLowest, statistics.saturation->atHighest);
}

void setWide(const interp::TensorInfo& tensor, std::span<const std::byte> bytes,
             TensorStatistics& statistics) {
    double lowest = std::numeric_limits<double>::infinity();
    double highest = -lowest;
    double mean = 0;
    std::int64_t finite = 0;
    for (std::size_t e = 0; e < tensor.elements; ++e) {
        const double value = realValue(tensor, bytes, e);
        if (!std::isfinite(value)) {
            ++statistics.notFinite;
            continue;
        }
        lowest = std::min(lowest, value);
        highest = std::max(highest, value);
        // Step by step: the sum of the largest finite numbers is none. Neither is a difference.
        ++finite;
        mean += value / static_cast<double>(finite) - mean / static_cast<double>(finite);
    }
    if (finite == 0) return;
    statistics.lowest = lowest;
    statistics.highest = highest;
    statistics.mean = std::clamp(mean, lowest, highest);

    Histogram& histogram = statistics.histogram;
    histogram.from = lowest;
    histogram.to = highest;
    const std::size_t bins = lowest == highest ? 1 : Histogram::kRealBins;
    histogram.counts.resize(bins);
    const double width = highest / static_cast<double>(bins) - lowest / static_cast<double>(bins);
    for (std::size_t e = 0; e < tensor.elements; ++e) {
        const double value = realValue(tensor, bytes, e);
        if (!std::isfinite(value)) continue;
        const double at = width > 0 ? value / width - lowest / width : 0;
        const auto last = static_cast<double>(bins - 1);
        // Not the other way round: with denormal widths `at` may be NaN.
        ++histogram.counts[at > 0 ? static_cast<std::size_t>(std::min(at, last)) : 0];
    }
}

}  // namespace

double realOf(const interp::TensorInfo& tensor, double stored) {
    if (!isQuantised(tensor)) return stored;
    return static_cast<double>(tensor.scale) * (stored - tensor.zeroPoint);
}

std::optional<StoredRange> storedRange(TensorType type) {
    if (type == TensorType::Int4) return StoredRange{-8, 7};
    const auto range = data::integerRange(type);
    if (!range) return std::nullopt;
    return StoredRange{range->lowest, range->highest};
}

TensorStatistics tensorStatistics(const interp::TensorInfo& tensor,
                                  std::span<const std::byte> bytes) {
    TensorStatistics statistics;
    statistics.elements = static_cast<std::int64_t>(tensor.elements);
    statistics.isNumeric = isNumeric(tensor.type);
    if (!statistics.isNumeric || tensor.elements == 0) return statistics;
    const auto range = storedRange(tensor.type);
    if (range && range->lowest > -kNarrowValues && range->highest < kNarrowValues)
        setNarrow(tensor, Tally(tensor, bytes, *range), *range, statistics);
    else
        setWide(tensor, bytes, statistics);
    return statistics;
}

std::vector<std::size_t> largestElements(const interp::TensorInfo& tensor,
                                         std::span<const std::byte> bytes, std::size_t most) {
    if (!isNumeric(tensor.type)) return {};
    const std::vector<double> values = realValues(tensor, bytes);
    std::vector<std::size_t> order(values.size());
    std::iota(order.begin(), order.end(), std::size_t{0});
    const auto isBefore = [&values](std::size_t a, std::size_t b) {
        if (std::isnan(values[a]) || std::isnan(values[b]))
            return std::isnan(values[a]) == std::isnan(values[b]) ? a < b : std::isnan(values[b]);
        return values[a] != values[b] ? values[a] > values[b] : a < b;
    };
    const std::size_t count = std::min(order.size(), most);
    std::ranges::partial_sort(order, order.begin() + static_cast<std::ptrdiff_t>(count), isBefore);
    order.resize(count);
    return order;
}

}  // namespace thimble::eval
