#include "core/ops/dims.h"

#include <algorithm>
#include <limits>

namespace thimble::ops {

namespace {

constexpr std::int64_t kLargest = std::numeric_limits<std::int64_t>::max();

}  // namespace

std::int64_t product(std::span<const std::int64_t> factors) {
    if (std::ranges::any_of(factors, [](std::int64_t factor) { return factor <= 0; })) return 0;
    std::int64_t result = 1;
    for (const std::int64_t factor : factors)
        result = factor > kLargest / result ? kLargest : result * factor;
    return result;
}

std::int64_t product(std::initializer_list<std::int64_t> factors) {
    return product(std::span(factors.begin(), factors.size()));
}

bool isSaturated(std::int64_t product) { return product == kLargest; }

std::int64_t sum(std::int64_t a, std::int64_t b) { return a > kLargest - b ? kLargest : a + b; }

std::int64_t divideUp(std::int64_t dividend, std::int64_t divisor) {
    return dividend / divisor + (dividend % divisor > 0 ? 1 : 0);
}

std::optional<std::size_t> axisAmong(std::size_t rank, std::int64_t axis) {
    const auto count = static_cast<std::int64_t>(rank);
    if (axis < -count || axis >= count) return {};
    return static_cast<std::size_t>(axis < 0 ? axis + count : axis);
}

std::optional<Dims> broadcast(std::span<const std::int64_t> a, std::span<const std::int64_t> b) {
    if (a.size() < b.size()) std::swap(a, b);
    Dims result(a.begin(), a.end());
    const std::size_t leading = a.size() - b.size();
    for (std::size_t i = 0; i < b.size(); ++i) {
        std::int64_t& size = result[leading + i];
        if (size != b[i] && size != 1 && b[i] != 1) return {};
        if (size == 1) size = b[i];
    }
    return result;
}

Dims replaced(std::span<const std::int64_t> dims, std::size_t at, std::size_t count,
              std::span<const std::int64_t> replacement) {
    Dims result(dims.begin(), dims.begin() + static_cast<std::ptrdiff_t>(at));
    result.insert(result.end(), replacement.begin(), replacement.end());
    const auto rest = dims.subspan(at + count);
    result.insert(result.end(), rest.begin(), rest.end());
    return result;
}

Dims without(std::span<const std::int64_t> dims, std::size_t axis) {
    return replaced(dims, axis, 1, {});
}

Dims inserted(std::span<const std::int64_t> dims, std::size_t axis, std::int64_t size) {
    return replaced(dims, axis, 0, std::span(&size, 1));
}

}  // namespace thimble::ops
