#include <algorithm>
#include <cmath>
#include <cstring>
#include <limits>

#include "core/eval/compare.h"
#include "core/eval/values.h"

namespace thimble::eval {

namespace {

/// NaN, and the difference of two equal infinities, are told apart by their bytes.
double distance(double a, double b, bool sameBytes) {
    const double difference = std::abs(a - b);
    if (!std::isnan(difference)) return difference;
    return sameBytes ? 0 : std::numeric_limits<double>::infinity();
}

interp::TensorInfo asStored(interp::TensorInfo info) {
    info.scale = 0;
    return info;
}

}  // namespace

void TensorDifference::add(const TensorDifference& other) {
    elements += other.elements;
    differing += other.differing;
    largest = std::max(largest, other.largest);
    largestStored = std::max(largestStored, other.largestStored);
}

TensorDifference tensorDifference(const interp::TensorInfo& a, std::span<const std::byte> bytesA,
                                  const interp::TensorInfo& b, std::span<const std::byte> bytesB) {
    TensorDifference result{.elements = static_cast<std::int64_t>(a.elements)};
    const bool sameScale = a.scale == b.scale && a.zeroPoint == b.zeroPoint;
    if (a.elements == 0 || (sameScale && std::ranges::equal(bytesA, bytesB))) return result;
    const std::size_t width = a.bytes / a.elements;
    const interp::TensorInfo storedA = asStored(a);
    const interp::TensorInfo storedB = asStored(b);
    for (std::size_t i = 0; i < a.elements; ++i) {
        const bool same =
            std::memcmp(bytesA.data() + i * width, bytesB.data() + i * width, width) == 0;
        if (same && sameScale) continue;
        if (!same && result.differing++ == 0) result.first = i;
        result.largest = std::max(result.largest,
                                  distance(realValue(a, bytesA, i), realValue(b, bytesB, i), same));
        result.largestStored =
            std::max(result.largestStored,
                     distance(realValue(storedA, bytesA, i), realValue(storedB, bytesB, i), same));
    }
    return result;
}

double Comparison::largestDifference() const {
    double largest = 0;
    for (const OutputComparison& output : outputs)
        largest = std::max(largest, output.difference.largest);
    return largest;
}

}  // namespace thimble::eval
