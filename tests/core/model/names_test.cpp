#include "core/model/names.h"

#include <gtest/gtest.h>

#include <vector>

namespace thimble {
namespace {

TEST(ShapeText, CountsWhatItDoesNotShow) {
    EXPECT_EQ(shapeText({}), "[]");
    EXPECT_EQ(shapeText(std::vector<std::int32_t>{1, 96, 96, 3}), "[1, 96, 96, 3]");
    EXPECT_EQ(shapeText(std::vector<std::int32_t>(8, 2)), "[2, 2, 2, 2, 2, 2, 2, 2]");
    EXPECT_EQ(shapeText(std::vector<std::int32_t>(1'000'000, 1)),
              "[1, 1, 1, 1, 1, 1, 1, 1, ... (1,000,000 dimensions)]");
}

}  // namespace
}  // namespace thimble
