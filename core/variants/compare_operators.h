#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "core/report/report.h"

namespace thimble::variants {

/// An operator in several models: its row in each one's operators, by model; nothing where a model
/// has none that is like it.
struct SameOperator {
    std::vector<std::optional<std::size_t>> rows;
    friend bool operator==(const SameOperator&, const SameOperator&) = default;
};

/// Which operators of subgraph 0 are the same. Two are when they have the same kind and write
/// tensors of the same names; those without a name, or with one that is there several times, in
/// their order. Heuristic: a name is what its author made it.
///   result   in the order of the first model, what only later ones have behind it. Each operator
///            of each model once
[[nodiscard]] std::vector<SameOperator> sameOperators(const std::vector<const Report*>& reports);

}  // namespace thimble::variants
