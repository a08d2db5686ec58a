#include "core/eval/metrics.h"

#include <algorithm>
#include <array>
#include <limits>

#include "core/base/assert.h"

namespace thimble::eval {

namespace {

struct MetricRow {
    Metric metric;
    std::string_view name;
};

constexpr std::array kMetrics = {MetricRow{Metric::Auto, "auto"}, MetricRow{Metric::Top1, "top1"},
                                 MetricRow{Metric::Auc, "auc"}, MetricRow{Metric::Mse, "mse"}};

struct ByClass {
    std::vector<double> negative;  // scores, sorted
    std::vector<double> positive;
};

ByClass sortedByClass(std::span<const ScoredSample> samples) {
    ByClass classes;
    for (const ScoredSample& sample : samples)
        (sample.isPositive ? classes.positive : classes.negative).push_back(sample.score);
    std::ranges::sort(classes.negative);
    std::ranges::sort(classes.positive);
    return classes;
}

/// Twice the number of sorted scores below `score`, plus the number of those equal to it.
std::int64_t twiceBelow(const std::vector<double>& sorted, double score) {
    return (std::ranges::lower_bound(sorted, score) - sorted.begin()) +
           (std::ranges::upper_bound(sorted, score) - sorted.begin());
}

}  // namespace

std::string_view metricName(Metric metric) {
    for (const MetricRow& row : kMetrics)
        if (row.metric == metric) return row.name;
    return {};
}

std::optional<Metric> findMetric(std::string_view name) {
    for (const MetricRow& row : kMetrics)
        if (row.name == name) return row.metric;
    return std::nullopt;
}

std::size_t topClass(std::span<const double> values) {
    THIMBLE_ASSERT(!values.empty());
    return static_cast<std::size_t>(std::ranges::max_element(values) - values.begin());
}

double topMargin(std::span<const double> values, std::size_t label) {
    THIMBLE_ASSERT(label < values.size());
    if (values.size() == 1) return 0;
    double other = -std::numeric_limits<double>::infinity();
    for (std::size_t i = 0; i < values.size(); ++i)
        if (i != label) other = std::max(other, values[i]);
    return values[label] - other;
}

Confusion::Confusion(std::size_t classes)
    : m_counts(classes, std::vector<std::int64_t>(classes, 0)) {}

void Confusion::add(std::size_t label, std::size_t answer) {
    THIMBLE_ASSERT(label < m_counts.size() && answer < m_counts.size());
    ++m_counts[label][answer];
}

std::int64_t Confusion::correct() const {
    std::int64_t sum = 0;
    for (std::size_t i = 0; i < m_counts.size(); ++i) sum += m_counts[i][i];
    return sum;
}

std::int64_t Confusion::total() const {
    std::int64_t sum = 0;
    for (const std::vector<std::int64_t>& row : m_counts)
        for (const std::int64_t count : row) sum += count;
    return sum;
}

std::optional<double> areaUnderCurve(std::span<const ScoredSample> samples) {
    const ByClass classes = sortedByClass(samples);
    if (classes.negative.empty() || classes.positive.empty()) return std::nullopt;
    // Counted in whole numbers, so that the order of the samples cannot matter.
    std::int64_t twice = 0;
    for (const double score : classes.positive) twice += twiceBelow(classes.negative, score);
    return static_cast<double>(twice) / 2 / static_cast<double>(classes.positive.size()) /
           static_cast<double>(classes.negative.size());
}

std::vector<double> rankMargins(std::span<const ScoredSample> samples) {
    const ByClass classes = sortedByClass(samples);
    if (classes.negative.empty() || classes.positive.empty()) return {};
    std::vector<double> margins;
    margins.reserve(samples.size());
    for (const ScoredSample& sample : samples) {
        const std::vector<double>& others = sample.isPositive ? classes.negative : classes.positive;
        const double below = static_cast<double>(twiceBelow(others, sample.score)) / 2 /
                             static_cast<double>(others.size());
        margins.push_back(sample.isPositive ? below : 1 - below);
    }
    return margins;
}

double meanSquaredError(std::span<const double> a, std::span<const double> b) {
    THIMBLE_ASSERT(a.size() == b.size() && !a.empty());
    double sum = 0;
    for (std::size_t i = 0; i < a.size(); ++i) sum += (a[i] - b[i]) * (a[i] - b[i]);
    return sum / static_cast<double>(a.size());
}

}  // namespace thimble::eval
