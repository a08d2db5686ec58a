#include "core/pipeline/layout.h"

#include <algorithm>

namespace thimble {

namespace {

Bytes sizeOf(const std::vector<Bytes>& bytes, std::int32_t buffer) {
    return bytes[static_cast<std::size_t>(buffer)];
}

/// Of what the buffer would lie on.
Bytes sizeBelow(const Layout& layout, std::size_t place, const std::vector<Bytes>& bytes) {
    return place == 0 ? 0 : sizeOf(bytes, layout.buffers[place - 1]);
}

}  // namespace

Bytes heightWith(const Layout& layout, std::size_t place, std::int32_t buffer,
                 const std::vector<Bytes>& bytes) {
    return std::max(layout.height(), layout.distance(0, place) + sizeBelow(layout, place, bytes) +
                                         sizeOf(bytes, buffer) +
                                         layout.distance(place + 1, layout.width() - 1));
}

Layout withBuffer(const Layout& layout, std::size_t place, std::int32_t buffer,
                  const std::vector<Bytes>& bytes) {
    const std::size_t width = layout.width();
    const std::size_t below = place;
    const std::size_t above = place + 1;
    const Bytes start = sizeBelow(layout, place, bytes);
    const Bytes through = start + sizeOf(bytes, buffer);
    Layout result;
    result.buffers.reserve(width - 1);
    result.buffers = layout.buffers;
    result.buffers.insert(result.buffers.begin() + static_cast<std::ptrdiff_t>(place), buffer);
    result.apart.assign((width + 1) * (width + 1), 0);
    const auto apart = [&](std::size_t from, std::size_t to) -> Bytes& {
        return result.apart[from * (width + 1) + to];
    };
    for (std::size_t i = 0; i < width; ++i)
        for (std::size_t k = i + 1; k < width; ++k) {
            Bytes least = layout.distance(i, k);
            if (i <= below && k >= above)
                least = std::max(least,
                                 layout.distance(i, below) + through + layout.distance(above, k));
            apart(i + (i >= above ? 1 : 0), k + (k >= above ? 1 : 0)) = least;
        }
    for (std::size_t i = 0; i <= below; ++i) apart(i, above) = layout.distance(i, below) + start;
    for (std::size_t k = above; k < width; ++k)
        apart(above, k + 1) = sizeOf(bytes, buffer) + layout.distance(above, k);
    return result;
}

Layout onlyThose(const Layout& layout, const std::vector<char>& stays) {
    Layout result;
    std::vector<std::size_t> kept = {0};
    for (std::size_t i = 0; i < layout.buffers.size(); ++i) {
        if (stays[static_cast<std::size_t>(layout.buffers[i])] == 0) continue;
        kept.push_back(i + 1);
        result.buffers.push_back(layout.buffers[i]);
    }
    kept.push_back(layout.width() - 1);
    result.apart.clear();
    result.apart.reserve(kept.size() * kept.size());
    for (const std::size_t from : kept)
        for (const std::size_t to : kept) result.apart.push_back(layout.distance(from, to));
    return result;
}

}  // namespace thimble
