#pragma once

#include <cstdint>
#include <functional>

#include "core/cproject/c_text.h"
#include "core/cproject/project.h"
#include "core/cproject/row_places.h"

namespace thimble::cproject {

/// Where the model's operator stands in the order in which operators run.
[[nodiscard]] std::size_t stepOf(const Project& project, std::size_t op);

/// Call `c` of emission `o` with these operands.
[[nodiscard]] Text callText(const Project& project, std::size_t o, std::size_t c,
                            const std::function<Text(const Operand&)>& operandOf);

/// How model.c makes a row. The project runs by rows; it and the places outlive this.
class RowTaskText {
public:
    RowTaskText(const Project& project, const RowPlaces& places);

    /// The calls with which operator `o` of the plan's graph makes row `row`, an expression.
    void append(Text& out, std::int32_t o, const Text& row, const Text& indent) const;

private:
    [[nodiscard]] Text sliceText(std::int32_t o) const;
    [[nodiscard]] Text taskText(const split::RowOperator& op) const;
    [[nodiscard]] Text windowText(const split::RowOperator& op, const Text& row) const;
    [[nodiscard]] Text sumsText(std::int32_t o) const;
    [[nodiscard]] Text operandText(std::int32_t o, const Operand& operand, const Text& row) const;

    const Project& m_project;
    const RowProject& m_rows;
    const split::RowGraph& m_graph;
    const RowPlaces& m_places;
};

}  // namespace thimble::cproject
