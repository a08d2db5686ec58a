#include "core/resolution/followed_shape.h"

#include <gtest/gtest.h>

#include <optional>

namespace thimble::resolution {
namespace {

using ops::Dims;

struct ShapeCase {
    const char* name;
    Dims before, after, target;
    std::optional<Dims> followed;
};

const ShapeCase kCases[] = {
    {"nothing changes", {1, 1, 1, 8}, {1, 1, 1, 8}, {1, 8}, Dims{1, 8}},
    {"positions in one dimension", {1, 4, 6, 8}, {1, 8, 12, 8}, {1, 24, 8}, Dims{1, 96, 8}},
    {"all in one dimension", {1, 4, 6, 8}, {1, 8, 12, 8}, {1, 192}, Dims{1, 768}},
    {"columns and channels", {1, 4, 6, 8}, {1, 8, 12, 8}, {1, 4, 48}, Dims{1, 8, 96}},
    {"a 1 more", {1, 4, 6}, {1, 8, 12}, {1, 4, 6, 1}, Dims{1, 8, 12, 1}},
    {"a 1 in the middle", {1, 4, 6, 8}, {1, 4, 12, 8}, {4, 1, 6, 8}, Dims{4, 1, 12, 8}},
    {"channels apart, as in detection heads",
     {1, 4, 4, 12},
     {1, 8, 8, 12},
     {1, 16, 3, 4},
     Dims{1, 64, 3, 4}},
    {"down to one position", {1, 4, 4, 8}, {1, 1, 1, 8}, {1, 16, 8}, Dims{1, 1, 8}},
    {"all of one row", {1, 1, 3, 8}, {1, 2, 4, 8}, {1, 24}, Dims{1, 64}},
    {"columns of one row", {1, 1, 3, 8}, {1, 2, 4, 8}, {1, 3, 8}, std::nullopt},
    {"one position that becomes four", {1, 1, 1, 8}, {1, 2, 2, 8}, {1, 8}, std::nullopt},
    {"what changes is split", {1, 24, 8}, {1, 96, 8}, {1, 4, 6, 8}, std::nullopt},
    {"channels over several dimensions of the image",
     {1, 4, 6, 8},
     {1, 8, 12, 8},
     {1, 12, 16},
     std::nullopt},
    {"other elements", {1, 4, 6, 8}, {1, 8, 12, 8}, {1, 100}, std::nullopt},
    {"no elements", {1, 0, 6, 8}, {1, 8, 12, 8}, {1, 0}, std::nullopt},
    {"more than can be counted",
     {1LL << 40, 1LL << 40},
     {1, 1},
     {1LL << 40, 1LL << 40},
     std::nullopt},
};

TEST(FollowedShape, KeepsWhatWasMergedMerged) {
    for (const auto& [name, before, after, target, followed] : kCases) {
        SCOPED_TRACE(name);
        EXPECT_EQ(followedShape(before, after, target), followed);
    }
}

}  // namespace
}  // namespace thimble::resolution
