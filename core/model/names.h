#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>

#include "core/model/model.h"

namespace thimble {

// How things of a model are called in messages, tables and exports. Positions must exist.

/// "CONV_2D"; a custom operator's own code; "OPERATOR_250" for one that the schema does not have.
[[nodiscard]] std::string operatorName(const Model& model, const Operator& op);

/// "operator #3 CONV_2D", with "of subgraph 1" where it is not the first.
[[nodiscard]] std::string operatorLabel(const Model& model, std::size_t subgraph, std::size_t op);

/// "tensor 'conv1/out' (#12)", or "tensor #12" where it has no name.
[[nodiscard]] std::string tensorLabel(const Model& model, std::size_t subgraph, std::size_t tensor);

/// "[1, 96, 96, 3]"; "[]" for a scalar; after eight dimensions "... (1,000,000 dimensions)".
[[nodiscard]] std::string shapeText(std::span<const std::int32_t> shape);

}  // namespace thimble
