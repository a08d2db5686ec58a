#pragma once

#include <cstdint>
#include <vector>

#include "core/base/interval.h"
#include "core/base/result.h"
#include "core/model/model.h"

namespace thimble::tflm {

/// One of TFLM's allocation scopes, the steps of its memory plan.
struct Scope {
    std::uint32_t subgraph = 0;
    std::int32_t op = -1;  ///< -1: the subgraph's inputs arrive
    friend bool operator==(const Scope&, const Scope&) = default;
};

/// When each tensor of each subgraph must stay intact, in allocation scopes: the inputs of subgraph
/// 0 at scope 0, then one scope per operator, and where an operator calls subgraphs, their scopes
/// in between. Half-open; what TFLM never marks, because nothing reads or writes it, is [-1, 0).
///   source   micro/micro_allocation_info.cc MarkAllocationLifetimes
struct Lifetimes {
    std::vector<Scope> scopes;                    ///< in order; position = scope number
    std::vector<std::vector<LiveRange>> tensors;  ///< [subgraph][tensor]
    std::vector<std::vector<LiveRange>>
        operators;  ///< [subgraph][operator]: where its scratch lives
};

inline constexpr LiveRange kUnmarked{-1, 0};

/// `model` has passed checkModel.
///   errors   Unsupported   calls that unroll to more than a million scopes
[[nodiscard]] Result<Lifetimes> findLifetimes(const Model& model);

}  // namespace thimble::tflm
