#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "core/interp/tensor_info.h"

namespace thimble::eval {

// What the elements of a tensor are like after an inference. Numbers are what elements stand for
// (values.h); those that are not finite (NaN, infinities) are counted and otherwise left out.

/// How often values fell into equally wide bins. Integers of at most kMostBins different values
/// between the lowest and the highest have a bin for each, with the value in its middle; others
/// kMostBins bins of as many integers each, where the last may reach beyond the highest. Floating
/// point has kRealBins from the lowest to the highest value. Equal values are a single bin.
struct Histogram {
    static constexpr std::size_t kMostBins = 256;
    static constexpr std::size_t kRealBins = 64;

    double from = 0;  ///< the left edge of the first bin; for integers half a step below its value
    double to = 0;    ///< the right edge of the last one
    std::vector<std::int64_t> counts;  ///< empty where there are no finite values
    /// Only with a bin for each value: it holds the lowest, the highest number of the type.
    bool firstIsTypeEnd = false;
    bool lastIsTypeEnd = false;

    friend bool operator==(const Histogram&, const Histogram&) = default;
};

/// Elements at the ends of their type: those that stand for the lowest and the highest value that
/// can be stored, and may have been cut off there.
struct Saturation {
    std::int64_t atLowest = 0;
    std::int64_t atHighest = 0;
    friend bool operator==(const Saturation&, const Saturation&) = default;
};

struct TensorStatistics {
    std::int64_t elements = 0;
    std::int64_t notFinite = 0;  ///< of them
    bool isNumeric = false;      ///< false: of a type that has no numbers; nothing below is known
    double lowest = 0;           ///< 0 where there are no finite values, as the next two
    double highest = 0;
    double mean = 0;
    /// Of INT4, INT8, UINT8, INT16 and UINT16 with a scale; nothing for others.
    std::optional<Saturation> saturation;
    Histogram histogram;

    [[nodiscard]] bool hasValues() const { return isNumeric && elements > notFinite; }
    friend bool operator==(const TensorStatistics&, const TensorStatistics&) = default;
};

/// The lowest and the highest number that an element can hold; nothing for other types than
/// integers and BOOL.
struct StoredRange {
    std::int64_t lowest = 0;
    std::int64_t highest = 0;
};
[[nodiscard]] std::optional<StoredRange> storedRange(TensorType type);

/// What a stored number stands for, as realValue.
[[nodiscard]] double realOf(const interp::TensorInfo& tensor, double stored);

/// `bytes` are the tensor's, and as long as it says.
[[nodiscard]] TensorStatistics tensorStatistics(const interp::TensorInfo& tensor,
                                                std::span<const std::byte> bytes);

/// The elements with the largest values, at most `most`; of equal ones the first, NaN last.
[[nodiscard]] std::vector<std::size_t> largestElements(const interp::TensorInfo& tensor,
                                                       std::span<const std::byte> bytes,
                                                       std::size_t most);

}  // namespace thimble::eval
