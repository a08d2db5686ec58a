#pragma once

#include <cstddef>
#include <cstdint>

namespace thimble {

// Ids are positions in the file's own lists, each with a type of its own, so that one kind of
// position cannot be handed over as another.
enum class SubgraphId : std::uint32_t {};
enum class TensorId : std::uint32_t {};    ///< within its subgraph
enum class OperatorId : std::uint32_t {};  ///< within its subgraph
enum class BufferId : std::uint32_t {};

template <typename Id>
[[nodiscard]] constexpr std::size_t indexOf(Id id) {
    return static_cast<std::size_t>(id);
}

}  // namespace thimble
