#include "core/export/thin_boxes.h"

#include <algorithm>
#include <cmath>

namespace thimble {

namespace {

constexpr double kCell = 0.5;  // pixels

long cellAt(double middle) { return std::lround(std::floor(middle / kCell)); }

}  // namespace

bool ThinBoxes::take(const Box& box, std::size_t colour) {
    if (box.height < kCell)
        m_strips[{colour, true, cellAt(box.y + box.height / 2)}].push_back(
            {box.x, box.x + std::max(box.width, kCell)});
    else if (box.width < kCell)
        m_strips[{colour, false, cellAt(box.x + box.width / 2)}].push_back(
            {box.y, box.y + box.height});
    else
        return false;
    return true;
}

void ThinBoxes::draw(Canvas& canvas) {
    for (auto& entry : m_strips) {
        const Strip& strip = entry.first;
        std::vector<Stretch>& stretches = entry.second;
        std::ranges::sort(stretches, {}, &Stretch::first);
        const double at = static_cast<double>(strip.cell) * kCell;
        const auto fill = [&](const Stretch& s) {
            const double length = s.last - s.first;
            canvas.fill(
                strip.isRow ? Box{s.first, at, length, kCell} : Box{at, s.first, kCell, length},
                m_palette[strip.colour]);
        };
        Stretch joined = stretches.front();
        for (const Stretch& next : stretches) {
            if (next.first <= joined.last) {
                joined.last = std::max(joined.last, next.last);
                continue;
            }
            fill(joined);
            joined = next;
        }
        fill(joined);
    }
    m_strips.clear();
}

}  // namespace thimble
