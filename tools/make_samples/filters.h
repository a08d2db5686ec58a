#pragma once

#include <cstdint>
#include <vector>

namespace thimble::samples {

/// Steele, Lea, Flood: "Fast splittable pseudorandom number generators", OOPSLA 2014. The same
/// stream on every machine, unlike the distributions of <random>.
class SplitMix64 {
public:
    explicit SplitMix64(std::uint64_t seed) : m_state(seed) {}
    [[nodiscard]] std::uint64_t next();
    /// In [low, high).
    [[nodiscard]] double uniform(double low, double high);

private:
    std::uint64_t m_state;
};

/// Weights of a layer as a converter leaves them: int8, symmetric, the largest of each scale 127,
/// and a bias in units of input scale times weight scale.
struct Filters {
    std::vector<std::int8_t> weights;  ///< filter after filter
    std::vector<float> scales;         ///< one per filter, or one for all
    std::vector<std::int32_t> bias;    ///< one per filter
};

struct FilterRequest {
    std::int32_t count = 0;  ///< filters, that is output channels
    std::int32_t taps = 0;   ///< weights in each
    bool perFilterScales = true;
    double inputScale = 1;
    double inputRms = 1;  ///< root mean square of the real values that come in
    double targetRms =
        1;  ///< and of those that shall come out, so that no layer fades or saturates
};

[[nodiscard]] Filters makeFilters(const FilterRequest& request, SplitMix64& random);

}  // namespace thimble::samples
