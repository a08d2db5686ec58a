#pragma once

#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

#include "core/prune/channel_groups.h"
#include "core/repair/observe.h"
#include "core/repair/removal_order.h"

namespace thimble::repair {

/// What makes a channel important.
enum class Importance : std::uint8_t {
    Reconstruction,  ///< what its readers cannot make up for when it is gone
    Thinet,          ///< what it contributes to what its readers sum up
    L1,              ///< of the weights that make it
    L2,
    Mean,      ///< magnitude of its mean
    Variance,  ///< of its values
    Zeros,     ///< how seldom it is 0
    Random,    ///< the control
};

/// "reconstruction", "thinet", "l1", "l2", "mean", "variance", "zeros", "random".
[[nodiscard]] std::string_view importanceName(Importance importance);
[[nodiscard]] std::optional<Importance> findImportance(std::string_view name);

/// By group, in which order its channels should go. Where there is no order by reconstruction or
/// contribution, that by L2 stands in.
///   seed   Random
[[nodiscard]] std::vector<RemovalOrder> removalOrders(
    const std::vector<GroupObservation>& observations, Importance importance,
    std::uint64_t seed = 1);

}  // namespace thimble::repair
