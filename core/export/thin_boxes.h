#pragma once

#include <compare>
#include <map>
#include <vector>

#include "core/export/canvas.h"

namespace thimble {

/// Boxes too thin to be seen one by one: those in the same row or column of half a pixel are drawn
/// as one, as long and as often as they cover it. A plot of thirty thousand of them stays as small
/// as its picture.
class ThinBoxes {
public:
    /// `palette`: the colours that boxes name by their position.
    explicit ThinBoxes(std::vector<Colour> palette) : m_palette(std::move(palette)) {}

    /// False, and nothing is kept, for a box that is large enough to be drawn by itself.
    bool take(const Box& box, std::size_t colour);
    /// Draws all that was taken.
    void draw(Canvas& canvas);

private:
    struct Strip {
        std::size_t colour;
        bool isRow;
        long cell;  ///< its position, in half pixels
        // NOLINTNEXTLINE(modernize-use-nullptr): not in the code, but in what it stands for
        friend auto operator<=>(const Strip&, const Strip&) = default;
    };
    struct Stretch {
        double first;
        double last;
    };
    std::vector<Colour> m_palette;
    std::map<Strip, std::vector<Stretch>> m_strips;
};

}  // namespace thimble
