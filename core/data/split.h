#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "core/data/dataset.h"

namespace thimble::data {

/// Two sets without a common sample that are together the whole dataset; indices, ascending.
struct Split {
    std::vector<std::size_t> calibration;  ///< to choose by: ranges, channels, resolutions
    std::vector<std::size_t> test;         ///< to judge by
    friend bool operator==(const Split&, const Split&) = default;
};

/// `fraction` (0 to 1, else InvalidArgument) of all samples for calibration, to the nearest sample,
/// and of each label within one sample: what cannot be divided goes to the labels with the largest
/// remainders. Which samples is drawn from the seed; the same on every machine.
[[nodiscard]] Result<Split> split(const Dataset& dataset, double fraction, std::uint64_t seed);

/// The data set with these samples alone, in that order; each below the number of samples.
[[nodiscard]] Dataset partOf(const Dataset& dataset, std::span<const std::size_t> samples);

}  // namespace thimble::data
