#pragma once

#include <cstdint>
#include <vector>

#include "core/model/model.h"

namespace thimble {

/// The subgraphs that an operator runs, in the order of its options: then and else of IF, condition
/// and body of WHILE, and so on. Values are as in the file, unchecked; negative: none.
[[nodiscard]] std::vector<std::int64_t> calledSubgraphs(const Operator& op);

}  // namespace thimble
