#pragma once

#include <vector>

#include "core/base/interval.h"
#include "core/base/units.h"

namespace thimble {

/// Buffers already placed, from the bottom up, and where there is room between those that are alive
/// at the same time. Every answer is a multiple of `alignment`.
///   cost     linear in the number of placed buffers, each call
class Gaps {
public:
    explicit Gaps(Bytes alignment) : m_alignment(alignment) {}

    void reserve(std::size_t buffers) { m_placed.reserve(buffers); }
    void clear() { m_placed.clear(); }
    void add(LiveRange live, ByteRange place);
    /// The lowest offset with room for `bytes`, not below `from`.
    [[nodiscard]] Bytes lowest(LiveRange live, Bytes bytes, Bytes from = 0) const;
    /// The lower end of the smallest gap that has room; the space above everything is the largest.
    [[nodiscard]] Bytes tightest(LiveRange live, Bytes bytes) const;

private:
    struct Placed {
        ByteRange place;
        LiveRange live;
    };
    Bytes m_alignment;
    std::vector<Placed> m_placed;  ///< by offset
};

}  // namespace thimble
