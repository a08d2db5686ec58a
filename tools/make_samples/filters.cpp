#include "tools/make_samples/filters.h"

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <span>

namespace thimble::samples {

std::uint64_t SplitMix64::next() {
    m_state += 0x9E3779B97F4A7C15U;
    std::uint64_t z = m_state;
    z = (z ^ (z >> 30U)) * 0xBF58476D1CE4E5B9U;
    z = (z ^ (z >> 27U)) * 0x94D049BB133111EBU;
    return z ^ (z >> 31U);
}

double SplitMix64::uniform(double low, double high) {
    return low + (high - low) * (static_cast<double>(next() >> 40U) / (1U << 24U));
}

namespace {

/// The sum of two bytes drawn, around 0: most weights are small, as in a trained network.
int drawTriangular(SplitMix64& random) {
    const std::uint64_t bits = random.next();
    return static_cast<int>(bits & 0xFFU) + static_cast<int>(bits >> 8U & 0xFFU) - 255;
}

/// Stretches the values so that the largest becomes 127.
void quantise(std::span<const int> values, std::span<std::int8_t> weights) {
    int largest = 1;
    for (const int value : values) largest = std::max(largest, std::abs(value));
    for (std::size_t i = 0; i < values.size(); ++i)
        weights[i] = static_cast<std::int8_t>(values[i] * 127 / largest);
}

double rootMeanSquare(std::span<const std::int8_t> weights) {
    std::int64_t sum = 0;
    for (const std::int8_t weight : weights) sum += std::int64_t{weight} * weight;
    return std::sqrt(static_cast<double>(std::max<std::int64_t>(sum, 1)) /
                     static_cast<double>(weights.size()));
}

}  // namespace

Filters makeFilters(const FilterRequest& request, SplitMix64& random) {
    const auto count = static_cast<std::size_t>(request.count);
    const auto taps = static_cast<std::size_t>(request.taps);
    Filters filters;
    filters.weights.resize(count * taps);
    std::vector<int> values(count * taps);
    for (int& value : values) value = drawTriangular(random);

    const std::size_t perScale = request.perFilterScales ? taps : values.size();
    for (std::size_t at = 0; at < values.size(); at += perScale) {
        const auto weights = std::span(filters.weights).subspan(at, perScale);
        quantise(std::span(values).subspan(at, perScale), weights);
        // A sum of `taps` products of independent values has sqrt(taps) times the spread of one.
        const double spread = rootMeanSquare(weights) * std::sqrt(static_cast<double>(taps));
        const double gain = random.uniform(0.75, 1.25);  // no two channels are alike
        filters.scales.push_back(
            static_cast<float>(gain * request.targetRms / (spread * request.inputRms)));
    }
    for (std::size_t filter = 0; filter < count; ++filter) {
        const double unit =
            request.inputScale * filters.scales[request.perFilterScales ? filter : 0];
        const double real = random.uniform(-0.3, 0.3) * request.targetRms;
        filters.bias.push_back(static_cast<std::int32_t>(std::lround(real / unit)));
    }
    return filters;
}

}  // namespace thimble::samples
