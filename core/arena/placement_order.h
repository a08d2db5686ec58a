#pragma once

#include <cstdint>
#include <functional>
#include <random>
#include <vector>

#include "core/arena/gaps.h"
#include "core/arena/packing.h"

namespace thimble {

/// Offsets for the items of a packing.
struct PackedItems {
    std::vector<Bytes> offsets;
    Bytes height = 0;
};

/// Each item in turn into the lowest gap; fixed ones come before all others.
[[nodiscard]] PackedItems packInOrder(const Packing& packing,
                                      const std::vector<std::uint32_t>& order);

/// Items by falling keys: "width, area, ...". The table that search and heuristics start from.
[[nodiscard]] std::vector<std::vector<std::uint32_t>> startOrders(const Packing& packing);

/// Squeaky wheel: items that reach above the target move to the front of the order, a little or a
/// lot, until all fit below or the rounds are over. Heuristic; the answer is the lowest plan seen.
///   cost     O(n^2) time per round
///   source   D. E. Joslin, D. P. Clements, "Squeaky wheel optimization", JAIR 10, 1999
[[nodiscard]] PackedItems improveByOrder(const Packing& packing, std::vector<std::uint32_t> order,
                                         Bytes target, std::int64_t rounds, std::mt19937_64& random,
                                         const std::function<bool()>& mayGoOn);

}  // namespace thimble
