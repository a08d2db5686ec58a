#pragma once

#include <cstdint>
#include <vector>

#include "core/base/units.h"

namespace thimble {

/// Buffers that are alive together, from the bottom of an arena to its top, and how far apart they
/// have to be: what lay between two of them before, and is gone, still keeps them apart.
///
///     top     ___           No offset is chosen as long as the search goes on. A buffer that
///            | b |          comes is put between two neighbours, which pushes apart whatever is
///            |___|          below it from whatever is above; the layout is possible as long as
///            |   | <- was   bottom and top are no further apart than the arena is high. Nothing
///            |___|    c     is lost thereby: every plan without fixed offsets is a sequence of
///            | a |          such insertions, and every sequence a plan.
///     bottom |___|
struct Layout {
    std::vector<std::int32_t> buffers;  ///< from the bottom

    /// From the start of one to the start of one above it, at least. Row and column 0 are the
    /// bottom, 1 and on the buffers, the last the top; what is not above is 0.
    std::vector<Bytes> apart = std::vector<Bytes>(4, 0);

    [[nodiscard]] std::size_t width() const { return buffers.size() + 2; }
    [[nodiscard]] Bytes distance(std::size_t from, std::size_t to) const {
        return apart[from * width() + to];
    }
    /// No arena that holds it is lower.
    [[nodiscard]] Bytes height() const { return distance(0, width() - 1); }
};

/// How high the layout is with one more buffer above `place` others. `bytes` has the size of each
/// buffer, by its number.
[[nodiscard]] Bytes heightWith(const Layout& layout, std::size_t place, std::int32_t buffer,
                               const std::vector<Bytes>& bytes);

/// The layout with that buffer.
///   cost     quadratic in the buffers
[[nodiscard]] Layout withBuffer(const Layout& layout, std::size_t place, std::int32_t buffer,
                                const std::vector<Bytes>& bytes);

/// Only those that `stays`, by number, is not 0 for; they remain as far apart.
[[nodiscard]] Layout onlyThose(const Layout& layout, const std::vector<char>& stays);

}  // namespace thimble
