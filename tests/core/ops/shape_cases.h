#pragma once

#include <gtest/gtest.h>

#include <cstddef>
#include <initializer_list>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "tests/core/ops/operator_text.h"

// Tables of operators in text and the shapes that they write.
namespace thimble::test {

struct ShapeCase {
    std::string_view name;
    std::string_view op;
    std::string expected;
};

/// What the file claims of the outputs has no say.
inline void expectShapes(std::initializer_list<ShapeCase> cases) {
    for (const auto& [name, op, expected] : cases) {
        SCOPED_TRACE(name);
        const std::vector<Shape> shapes = shapesFromText(expected);
        EXPECT_EQ(operatorFromText(op, std::vector<Shape>(shapes.size(), {99})).shapes(), shapes);
    }
}

struct MisfitCase {
    std::string_view name;
    std::string_view op;
    std::size_t outputs = 1;
};

inline void expectNoShapes(std::initializer_list<MisfitCase> cases) {
    for (const auto& [name, op, outputs] : cases) {
        SCOPED_TRACE(name);
        EXPECT_EQ(operatorFromText(op, std::vector<Shape>(outputs)).shapes(), std::nullopt);
    }
}

}  // namespace thimble::test
