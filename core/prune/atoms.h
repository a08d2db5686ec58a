#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "core/base/result.h"
#include "core/model/model.h"
#include "core/prune/channel_groups.h"

namespace thimble::prune {

/// All atoms of a subgraph, in classes that go together. A class may be frozen, for a reason that
/// the caller numbers.
class Atoms {
public:
    using Id = std::uint32_t;
    static constexpr std::int32_t kFree = -1;

    /// Each atom a class of its own, all free.
    ///   errors   Unsupported   more than 4 million
    [[nodiscard]] static Result<Atoms> of(const Subgraph& subgraph);

    [[nodiscard]] std::size_t size() const { return m_parent.size(); }
    [[nodiscard]] Id at(Axis axis, std::int32_t index) const {
        return m_first[axisNumber(axis)] + static_cast<Id>(index);
    }
    /// Axes numbered through, tensor after tensor.
    [[nodiscard]] std::size_t axisNumber(Axis axis) const {
        return m_firstAxis[static_cast<std::size_t>(axis.tensor)] +
               static_cast<std::size_t>(axis.axis);
    }
    [[nodiscard]] std::size_t axisCount() const { return m_axes.size(); }
    [[nodiscard]] Axis axis(std::size_t number) const { return m_axes[number]; }
    [[nodiscard]] std::int32_t length(std::size_t number) const {
        return static_cast<std::int32_t>(m_first[number + 1] - m_first[number]);
    }
    [[nodiscard]] Id first(std::size_t number) const { return m_first[number]; }

    [[nodiscard]] Id classOf(Id atom);
    void tie(Id a, Id b);
    /// Of several reasons the smallest number stays.
    void freeze(Id atom, std::int32_t reason);
    /// kFree, or the reason.
    [[nodiscard]] std::int32_t reasonOf(Id atom) { return m_reason[classOf(atom)]; }

private:
    Atoms() = default;

    std::vector<std::size_t> m_firstAxis;  ///< by tensor
    std::vector<Axis> m_axes;
    std::vector<Id> m_first;   ///< by axis, and the end
    std::vector<Id> m_parent;  ///< the smallest atom of a class is its root
    std::vector<std::int32_t> m_reason;
};

}  // namespace thimble::prune
