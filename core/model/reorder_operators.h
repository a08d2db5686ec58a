#pragma once

#include <span>

#include "core/base/ids.h"
#include "core/model/model.h"

namespace thimble {

/// The same model with the operators of one subgraph in another order: `order` is a permutation
/// that runs nothing before what it reads is written. Everything else keeps its place.
[[nodiscard]] Model reorderOperators(const Model& model, SubgraphId subgraph,
                                     std::span<const OperatorId> order);

}  // namespace thimble
