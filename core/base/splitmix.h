#pragma once

#include <cstdint>

namespace thimble {

/// A small generator with the same numbers on every machine.
///   source   G. L. Steele, D. Lea, C. H. Flood, "Fast splittable pseudorandom number generators",
///            OOPSLA 2014
class SplitMix {
public:
    explicit SplitMix(std::uint64_t seed) : m_state(seed) {}
    [[nodiscard]] std::uint64_t next() {
        std::uint64_t z = m_state += 0x9E3779B97F4A7C15U;
        z = (z ^ (z >> 30U)) * 0xBF58476D1CE4E5B9U;
        z = (z ^ (z >> 27U)) * 0x94D049BB133111EBU;
        return z ^ (z >> 31U);
    }

private:
    std::uint64_t m_state;
};

}  // namespace thimble
