#include "ui/painting/tensor_grid.h"

#include <algorithm>
#include <cmath>

namespace thimble::ui {

namespace {

constexpr std::int64_t kOneLine = 16;  // a vector with no more elements is not broken

/// Pixels of an element when `across` tiles stand side by side.
double cellFor(const TensorGrid& grid, std::int64_t tiles, const QRect& area, int gap,
               std::int64_t across) {
    const std::int64_t down = (tiles + across - 1) / across;
    const double width =
        static_cast<double>(area.width() - (across - 1) * gap) / static_cast<double>(across);
    const double height =
        static_cast<double>(area.height() - (down - 1) * gap) / static_cast<double>(down);
    return std::min(width / static_cast<double>(grid.columns),
                    height / static_cast<double>(grid.rows));
}

struct Arrangement {
    double cell = 0;
    std::int64_t across = 1;
};

Arrangement arrange(const TensorGrid& grid, std::int64_t tiles, const QRect& area, int gap) {
    Arrangement best;
    for (std::int64_t across = 1; across <= std::min<std::int64_t>(tiles, area.width()); ++across) {
        double cell = cellFor(grid, tiles, area, gap, across);
        if (cell > 1) cell = std::floor(cell);
        if (cell > best.cell) best = {cell, across};
    }
    return best;
}

/// As many lines as make elements large.
TensorGrid broken(TensorGrid grid, const QRect& area) {
    if (!grid.isVector) return grid;
    const double aspect =
        std::max(1, area.width()) / static_cast<double>(std::max(1, area.height()));
    const auto wanted = static_cast<std::int64_t>(
        std::ceil(std::sqrt(static_cast<double>(grid.elements) * aspect)));
    grid.columns = grid.elements <= kOneLine ? std::max<std::int64_t>(grid.elements, 1)
                                             : std::clamp<std::int64_t>(wanted, 1, grid.elements);
    grid.rows = std::max<std::int64_t>(1, (grid.elements + grid.columns - 1) / grid.columns);
    return grid;
}

}  // namespace

std::int64_t TensorGrid::element(std::int64_t tile, std::int64_t row, std::int64_t column) const {
    const std::int64_t at = (row * columns + column) * tiles + tile;
    return at < elements ? at : -1;
}

TensorGrid tensorGrid(const std::vector<std::int32_t>& shape) {
    std::vector<std::int64_t> dims;
    TensorGrid grid;
    for (const std::int32_t d : shape) {
        grid.elements *= d;
        if (d != 1) dims.push_back(d);
    }
    grid.isVector = dims.size() < 2;
    grid.columns = dims.empty() ? 1 : dims.back();
    if (dims.size() < 2 || grid.elements == 0) return grid;
    if (dims.size() > 2) {
        grid.tiles = dims.back();
        grid.columns = dims[dims.size() - 2];
    }
    grid.rows = grid.elements / grid.tiles / grid.columns;
    return grid;
}

QRect TileLayout::tileRect(std::int64_t tile) const {
    const auto column = static_cast<int>(tile % across);
    const auto row = static_cast<int>(tile / across);
    return {origin + QPoint(column * (tileSize.width() + gap), row * (tileSize.height() + gap)),
            tileSize};
}

QRect TileLayout::bounds() const {
    if (shown == 0) return {origin, QSize()};
    const auto columns = static_cast<int>(std::min<std::int64_t>(across, shown));
    const auto rows = static_cast<int>((shown + across - 1) / across);
    return {origin, QSize(columns * (tileSize.width() + gap) - gap,
                          rows * (tileSize.height() + gap) - gap)};
}

QRect TileLayout::cellRect(const GridPlace& place) const {
    const QPoint tile = tileRect(place.tile).topLeft();
    const auto edge = [this](std::int64_t i) {
        return static_cast<int>(std::floor(static_cast<double>(i) * cell));
    };
    const int left = edge(place.column);
    const int top = edge(place.row);
    return {tile + QPoint(left, top), QSize(std::max(1, edge(place.column + 1) - left),
                                            std::max(1, edge(place.row + 1) - top))};
}

std::optional<GridPlace> TileLayout::placeAt(const QPoint& point) const {
    if (cell <= 0 || !bounds().contains(point)) return std::nullopt;
    const QPoint inside = point - origin;
    const int column = inside.x() / (tileSize.width() + gap);
    const int row = inside.y() / (tileSize.height() + gap);
    const std::int64_t tile = std::int64_t{row} * across + column;
    if (column >= across || tile >= shown || !tileRect(tile).contains(point)) return std::nullopt;
    const QPoint in = point - tileRect(tile).topLeft();
    const auto cellOf = [this](int pixel, std::int64_t count) {
        return std::min(static_cast<std::int64_t>((pixel + 0.5) / cell), count - 1);
    };
    const GridPlace place{tile, cellOf(in.y(), grid.rows), cellOf(in.x(), grid.columns)};
    if (grid.element(place.tile, place.row, place.column) < 0) return std::nullopt;
    return place;
}

GridPlace TileLayout::placeOf(std::int64_t element) const {
    const std::int64_t inTile = element / grid.tiles;
    return {element % grid.tiles, inTile / grid.columns, inTile % grid.columns};
}

TileLayout layoutTiles(const TensorGrid& grid, const QRect& area, int gap, int smallestTile,
                       int largestCell) {
    TileLayout layout;
    layout.grid = broken(grid, area);
    layout.origin = area.topLeft();
    layout.gap = gap;
    if (grid.elements == 0 || area.width() < 1 || area.height() < 1) return layout;
    const auto sizeOf = [&](double cell) {
        return QSize(std::max(1, static_cast<int>(static_cast<double>(layout.grid.columns) * cell)),
                     std::max(1, static_cast<int>(static_cast<double>(layout.grid.rows) * cell)));
    };
    // So many tiles of the smallest size that is still worth a look fit at most.
    const std::int64_t most =
        std::max<std::int64_t>(1, std::int64_t{(area.width() + gap) / (smallestTile + gap)} *
                                      ((area.height() + gap) / (smallestTile + gap)));
    std::int64_t tiles = std::min(layout.grid.tiles, most);
    Arrangement best = arrange(layout.grid, tiles, area, gap);
    const auto isTooSmall = [&] {
        const QSize size = sizeOf(best.cell);
        return std::max(size.width(), size.height()) < smallestTile && best.cell < 1;
    };
    while (tiles > 1 && isTooSmall()) {
        tiles = std::max<std::int64_t>(1, tiles * 3 / 4);
        best = arrange(layout.grid, tiles, area, gap);
    }
    if (best.cell <= 0) return layout;
    layout.cell = std::min(best.cell, static_cast<double>(std::max(1, largestCell)));
    layout.across = static_cast<int>(best.across);
    layout.shown = tiles;
    layout.tileSize = sizeOf(layout.cell);
    return layout;
}

std::vector<std::int32_t> elementIndex(const std::vector<std::int32_t>& shape,
                                       std::int64_t element) {
    std::vector<std::int32_t> index(shape.size());
    for (std::size_t d = index.size(); d-- > 0;) {
        if (shape[d] <= 0) return {};
        index[d] = static_cast<std::int32_t>(element % shape[d]);
        element /= shape[d];
    }
    return index;
}

}  // namespace thimble::ui
