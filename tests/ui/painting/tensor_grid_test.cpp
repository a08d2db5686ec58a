#include "ui/painting/tensor_grid.h"

#include <gtest/gtest.h>

#include <set>

namespace thimble::ui {
namespace {

using Shape = std::vector<std::int32_t>;

TEST(TensorGrid, ChannelsAreTiles) {
    const TensorGrid grid = tensorGrid({1, 4, 5, 3});
    EXPECT_EQ(grid.tiles, 3);
    EXPECT_EQ(grid.rows, 4);
    EXPECT_EQ(grid.columns, 5);
    EXPECT_EQ(grid.element(2, 1, 3), (1 * 5 + 3) * 3 + 2);
}

TEST(TensorGrid, DimensionsOfOneDoNotCount) {
    const TensorGrid matrix = tensorGrid({1, 25, 1, 64});
    EXPECT_EQ(matrix.tiles, 1);
    EXPECT_EQ(matrix.rows, 25);
    EXPECT_EQ(matrix.columns, 64);
    EXPECT_TRUE(tensorGrid({1, 1, 1, 12}).isVector);
    EXPECT_TRUE(tensorGrid({}).isVector);
    EXPECT_EQ(tensorGrid({}).elements, 1);
    EXPECT_EQ(tensorGrid({3, 0, 2}).elements, 0);
    // What lies before the last three goes downwards.
    EXPECT_EQ(tensorGrid({2, 3, 4, 5, 6}).rows, 2 * 3 * 4);
}

TEST(TensorGrid, EveryElementHasOnePlace) {
    for (const Shape& shape : {Shape{2, 3, 4}, Shape{7, 3}, Shape{1, 6, 1, 2}, Shape{23}}) {
        const TileLayout layout =
            layoutTiles(tensorGrid(shape), QRect(10, 20, 300, 200), 3, 10, 1000);
        std::set<std::int64_t> seen;
        for (std::int64_t e = 0; e < layout.grid.elements; ++e) {
            const GridPlace place = layout.placeOf(e);
            EXPECT_EQ(layout.grid.element(place.tile, place.row, place.column), e);
            const auto found = layout.placeAt(layout.cellRect(place).center());
            ASSERT_TRUE(found);
            EXPECT_EQ(*found, place);
            seen.insert(e);
        }
        EXPECT_EQ(static_cast<std::int64_t>(seen.size()), layout.grid.elements);
    }
}

TEST(TileLayout, StaysInsideAndDoesNotOverlap) {
    const QRect area(5, 7, 411, 283);
    for (const Shape& shape : {Shape{1, 49, 10, 64}, Shape{96, 96, 3}, Shape{1, 3, 3, 1280},
                               Shape{1, 500, 400, 16}, Shape{1000}, Shape{1, 12}}) {
        const TileLayout layout = layoutTiles(tensorGrid(shape), area, 2, 10, 50);
        EXPECT_GT(layout.cell, 0);
        EXPECT_TRUE(area.contains(layout.bounds())) << layout.bounds().width();
        EXPECT_GE(layout.shown, 1);
        for (std::int64_t t = 1; t < layout.shown; ++t)
            EXPECT_FALSE(layout.tileRect(t).intersects(layout.tileRect(t - 1)));
    }
}

TEST(TileLayout, CellsAreAsLargeAsTheyGet) {
    // 2 x 2 tiles of 10 x 10: (100 - 4) / 2 / 10
    const TileLayout layout =
        layoutTiles(tensorGrid({10, 10, 4}), QRect(0, 0, 100, 100), 4, 10, 99);
    EXPECT_EQ(layout.across, 2);
    EXPECT_EQ(layout.cell, 4);
    EXPECT_EQ(layout.tileRect(3), QRect(44, 44, 40, 40));
    EXPECT_EQ(layoutTiles(tensorGrid({10, 10, 4}), QRect(0, 0, 100, 100), 4, 10, 3).cell, 3);
}

TEST(TileLayout, LeavesOutTilesThatWouldBeTooSmall) {
    const TileLayout layout =
        layoutTiles(tensorGrid({64, 64, 2048}), QRect(0, 0, 200, 200), 2, 10, 50);
    EXPECT_LT(layout.shown, 2048);
    EXPECT_GE(layout.tileSize.width(), 10);
    EXPECT_LT(layout.cell, 1);
}

TEST(TileLayout, NoRoomNoPicture) {
    EXPECT_EQ(layoutTiles(tensorGrid({4, 4}), QRect(), 2, 10, 50).cell, 0);
    const TileLayout empty = layoutTiles(tensorGrid({0}), QRect(0, 0, 50, 50), 2, 10, 50);
    EXPECT_EQ(empty.shown, 0);
    EXPECT_FALSE(empty.placeAt({1, 1}));
    // Beside the tiles, and behind the end of the last line.
    const TileLayout vector = layoutTiles(tensorGrid({23}), QRect(0, 0, 100, 50), 2, 10, 50);
    EXPECT_FALSE(vector.placeAt({99, 49}));
    EXPECT_FALSE(vector.placeAt({-1, 0}));
}

TEST(ElementIndex, CountsFromTheLastDimension) {
    EXPECT_EQ(elementIndex({1, 4, 5, 3}, 28), (Shape{0, 1, 4, 1}));
    EXPECT_EQ(elementIndex({}, 0), Shape{});
}

}  // namespace
}  // namespace thimble::ui
