#pragma once

#include <cstddef>
#include <cstdint>
#include <initializer_list>
#include <optional>
#include <span>
#include <vector>

namespace thimble::ops {

/// A shape as rules reckon with it: 64 bits wide, so that products of two sizes stay exact.
using Dims = std::vector<std::int64_t>;

/// Product; the largest value that fits where it is more. Factors are not negative.
[[nodiscard]] std::int64_t product(std::span<const std::int64_t> factors);
[[nodiscard]] std::int64_t product(std::initializer_list<std::int64_t> factors);
[[nodiscard]] bool isSaturated(std::int64_t product);

/// Sum of two values that are not negative, likewise.
[[nodiscard]] std::int64_t sum(std::int64_t a, std::int64_t b);

/// The quotient, rounded up; the divisor is positive.
[[nodiscard]] std::int64_t divideUp(std::int64_t dividend, std::int64_t divisor);

/// Where `axis` is among `rank` dimensions; negative ones count from the end.
[[nodiscard]] std::optional<std::size_t> axisAmong(std::size_t rank, std::int64_t axis);

/// The shape to which both can be stretched: aligned at the end, 1 fits any size.
[[nodiscard]] std::optional<Dims> broadcast(std::span<const std::int64_t> a,
                                            std::span<const std::int64_t> b);

/// `dims` with `count` of them, from `at` on, replaced by `replacement`.
[[nodiscard]] Dims replaced(std::span<const std::int64_t> dims, std::size_t at, std::size_t count,
                            std::span<const std::int64_t> replacement);
[[nodiscard]] Dims without(std::span<const std::int64_t> dims, std::size_t axis);
/// `dims` with a further one before the one at `axis`.
[[nodiscard]] Dims inserted(std::span<const std::int64_t> dims, std::size_t axis,
                            std::int64_t size);

}  // namespace thimble::ops
