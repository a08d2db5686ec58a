#pragma once

#include <QRect>
#include <cstdint>
#include <optional>
#include <vector>

// Where the elements of a tensor stand in its picture.
namespace thimble::ui {

/// A tensor as tiles, each a rectangle of elements. Dimensions of size 1 do not count; then
///   [H, W, C], and more     a tile for each channel, all but the last two dimensions downwards
///   [H, W]                  one tile
///   [N]                     one tile, the elements line by line; the last line may be short
struct TensorGrid {
    std::int64_t tiles = 1;
    std::int64_t rows = 1;
    std::int64_t columns = 1;
    std::int64_t elements = 1;
    bool isVector = true;  ///< `rows` and `columns` are for the layout to choose

    /// Its position as it is stored; -1: behind the end of a vector.
    [[nodiscard]] std::int64_t element(std::int64_t tile, std::int64_t row,
                                       std::int64_t column) const;
    friend bool operator==(const TensorGrid&, const TensorGrid&) = default;
};

[[nodiscard]] TensorGrid tensorGrid(const std::vector<std::int32_t>& shape);

/// An element in the grid.
struct GridPlace {
    std::int64_t tile = 0;
    std::int64_t row = 0;
    std::int64_t column = 0;
    friend bool operator==(const GridPlace&, const GridPlace&) = default;
};

/// The tiles, line by line, as large as they get inside an area.
struct TileLayout {
    TensorGrid grid;  ///< a vector's with its rows and columns
    QPoint origin;
    double cell = 0;  ///< pixels of an element on both sides; whole numbers from 1 on; 0: no room
    QSize tileSize;   ///< pixels
    int gap = 0;      ///< between tiles
    int across = 1;   ///< tiles side by side
    std::int64_t shown = 0;  ///< tiles; fewer than the grid has where they would be too small

    [[nodiscard]] QRect tileRect(std::int64_t tile) const;
    [[nodiscard]] QRect bounds() const;
    [[nodiscard]] QRect cellRect(const GridPlace& place) const;
    /// The element under a point; nothing beside them.
    [[nodiscard]] std::optional<GridPlace> placeAt(const QPoint& point) const;
    [[nodiscard]] GridPlace placeOf(std::int64_t element) const;
};

/// `largestCell`: pixels. Tiles are at least `smallestTile` pixels wide or high, or left out.
[[nodiscard]] TileLayout layoutTiles(const TensorGrid& grid, const QRect& area, int gap,
                                     int smallestTile, int largestCell);

/// "[0, 3, 7, 1]": where in the shape an element is.
[[nodiscard]] std::vector<std::int32_t> elementIndex(const std::vector<std::int32_t>& shape,
                                                     std::int64_t element);

}  // namespace thimble::ui
