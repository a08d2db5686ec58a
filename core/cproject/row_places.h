#pragma once

#include <cstdint>

#include "core/base/units.h"
#include "core/cproject/c_text.h"
#include "core/cproject/project.h"

namespace thimble::cproject {

/// Where the rows of a tensor lie: evenly, so that no table is needed, or anywhere.
struct Rows {
    bool isEven = true;
    Bytes first = 0;
    Bytes step = 0;
};

/// How model.c says where rows lie; tensors are those of the plan's graph. The project runs by rows
/// and outlives this.
class RowPlaces {
public:
    explicit RowPlaces(const Project& project);

    [[nodiscard]] Rows rowsOf(std::int32_t t) const;
    /// Of the table of a tensor whose rows are not even.
    [[nodiscard]] Text tableName(std::int32_t t) const;
    /// "uint16_t", or wider where the arena is.
    [[nodiscard]] Text type() const;
    /// Where row `row` (an expression) lies.
    [[nodiscard]] Text rowText(std::int32_t t, const Text& row) const;
    /// Of all tensors that need one.
    [[nodiscard]] Text tables() const;
    /// What collects the rows under a window, for places in a table, for even ones, or both.
    [[nodiscard]] Text windowFunctions(bool byTable, bool even) const;

private:
    [[nodiscard]] Bytes placeOf(std::int32_t t, std::int32_t row) const;

    const Project& m_project;
    const split::RowGraph& m_graph;
    const split::RowPieces& m_pieces;
};

}  // namespace thimble::cproject
