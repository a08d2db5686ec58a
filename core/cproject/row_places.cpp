#include "core/cproject/row_places.h"

#include <fmt/format.h>

namespace thimble::cproject {

namespace {

std::size_t at(std::int32_t index) { return static_cast<std::size_t>(index); }

}  // namespace

RowPlaces::RowPlaces(const Project& project)
    : m_project(project), m_graph(project.rows->model.graph), m_pieces(project.rows->plan.pieces) {}

Bytes RowPlaces::placeOf(std::int32_t t, std::int32_t row) const {
    const Bytes inside = m_pieces.isWhole[at(t)] ? row * m_graph.tensors[at(t)].rowBytes : 0;
    return m_project.rows->plan.placement.offsets[m_pieces.blockOf(t, row)] + inside;
}

Rows RowPlaces::rowsOf(std::int32_t t) const {
    // Read by windows that lie beside it only: it is nowhere.
    if (m_pieces.firstBlock[at(t)] < 0) return {true, 0, 0};
    const std::int32_t rows = m_graph.tensors[at(t)].rows;
    Rows result{true, placeOf(t, 0), rows > 1 ? placeOf(t, 1) - placeOf(t, 0) : 0};
    for (std::int32_t row = 2; row < rows; ++row)
        if (placeOf(t, row) != result.first + row * result.step) result.isEven = false;
    // Going down in memory would be a table, too.
    if (result.step < 0) result.isEven = false;
    return result;
}

Text RowPlaces::tableName(std::int32_t t) const {
    // Slices share the model's number.
    const std::int32_t number = m_graph.tensors[at(t)].tensor;
    std::int32_t same = 0;
    for (std::int32_t other = 0; other < t; ++other)
        if (m_graph.tensors[at(other)].tensor == number) ++same;
    return same == 0 ? fmt::format("t{}_rows", number) : fmt::format("t{}_{}_rows", number, same);
}

Text RowPlaces::type() const {
    return m_project.memory.arenaBytes > 0xFFFF ? "uint32_t" : "uint16_t";
}

Text RowPlaces::rowText(std::int32_t t, const Text& row) const {
    const Rows rows = rowsOf(t);
    if (!rows.isEven) return fmt::format("AT({}[{}])", tableName(t), row);
    if (m_graph.tensors[at(t)].rows == 1) return fmt::format("AT({})", rows.first);
    return fmt::format("AT({} + {} * {})", rows.first, row, rows.step);
}

Text RowPlaces::tables() const {
    Text out;
    for (std::size_t t = 0; t < m_graph.tensors.size(); ++t) {
        const auto number = static_cast<std::int32_t>(t);
        if (m_pieces.firstBlock[t] < 0 || rowsOf(number).isEven) continue;
        ConstantArray table{.name = tableName(number), .type = type()};
        for (std::int32_t row = 0; row < m_graph.tensors[t].rows; ++row)
            table.values.push_back(std::to_string(placeOf(number, row)));
        appendTable(out, table);
    }
    return out;
}

Text RowPlaces::windowFunctions(bool byTable, bool even) const {
    Text out;
    if (byTable)
        out += fmt::format(R"(
/* The rows under a window that begins in row `first`: every `dilation`th of so many; null where the
   tensor has none. */
static void model_window(const int8_t **window, const {} *places, int32_t rows, int32_t first,
                         int32_t height, int32_t dilation) {{
    int32_t i;
    for (i = 0; i < height; ++i, first += dilation)
        window[i] = first >= 0 && first < rows ? (const int8_t *)AT(places[first]) : NULL;
}}
)",
                           type());
    if (even)
        out += R"(
/* The same where rows lie so many bytes behind each other. */
static void model_even_window(const int8_t **window, const void *tensor, int32_t row_bytes,
                              int32_t rows, int32_t first, int32_t height, int32_t dilation) {
    int32_t i;
    for (i = 0; i < height; ++i, first += dilation)
        window[i] = first >= 0 && first < rows ? (const int8_t *)tensor + first * row_bytes : NULL;
}
)";
    return out + "\n/* Where the rows of tensors lie that are not in one piece. */\n";
}

}  // namespace thimble::cproject
