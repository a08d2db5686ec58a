#include "tests/core/split/row_simulator.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <optional>
#include <stdexcept>

#include "core/base/splitmix.h"

namespace thimble::split::test {

namespace {

using Value = std::uint64_t;

std::size_t at(std::int64_t index) { return static_cast<std::size_t>(index); }

Value mix(Value a, Value b) { return SplitMix(a * 0x2545F4914F6CDD1DU + b).next(); }

/// What an operator makes of the rows that it reads, the whole of it or one row.
struct Rows {
    std::int32_t first = 0, end = 0;
};

Rows windowOf(const RowOperator& op, std::size_t input, std::int32_t rows, std::int32_t row) {
    if (op.rule != RowRule::Window || input > 0) return {row, row + 1};
    Rows window{rows, 0};
    for (std::int32_t tap = 0; tap <= (op.height - 1) * op.dilation; ++tap) {
        const std::int32_t from = row * op.stride - op.padTop + tap;
        if (from < 0 || from >= rows) continue;
        window.first = std::min(window.first, from);
        window.end = std::max(window.end, from + 1);
    }
    return window;
}

/// Values of every row, operator by operator; of sums after each row.
struct Truth {
    /// What an operator makes of some bytes of every row.
    struct Part {
        Stripe stripe;
        std::vector<Value> rows;
    };
    std::vector<std::vector<Value>> rows;  ///< by tensor; in parts: of them all
    std::vector<std::vector<Part>> parts;  ///< by tensor
    std::vector<std::vector<Value>> sums;  ///< by operator

    /// Of one byte of a row.
    [[nodiscard]] Value cell(std::int32_t t, std::int32_t row, Bytes i) const {
        for (const Part& part : parts[at(t)])
            if (i % part.stripe.period >= part.stripe.first &&
                i % part.stripe.period < part.stripe.first + part.stripe.bytes)
                return mix(part.rows[at(row)], at(i));
        return mix(rows[at(t)][at(row)], at(i));
    }

    explicit Truth(const RowGraph& graph)
        : parts(graph.tensors.size()), sums(graph.operators.size()) {
        for (const RowTensor& tensor : graph.tensors) {
            const auto t = static_cast<Value>(rows.size());
            rows.emplace_back(at(tensor.rows));
            for (std::size_t r = 0; r < rows.back().size(); ++r) rows.back()[r] = mix(1000 + t, r);
        }
        for (std::size_t o = 0; o < graph.operators.size(); ++o) {
            const RowOperator& op = graph.operators[o];
            if (op.rule == RowRule::Sum) {
                Value sum = o;
                for (const Value value : rows[at(op.inputs[0])])
                    sums[o].push_back(sum = mix(sum, value));
                rows[at(op.outputs[0])] = {mix(sum, o)};
            } else if (op.rule == RowRule::None) {
                Value all = o;
                for (const std::int32_t t : op.inputs)
                    for (const Value value : rows[at(t)]) all = mix(all, value);
                for (const std::int32_t t : op.outputs)
                    for (Value& value : rows[at(t)]) value = all = mix(all, 7);
            } else {
                std::vector<Value>& whole = rows[at(op.outputs[0])];
                std::vector<Value> out(whole.size());
                for (std::size_t r = 0; r < out.size(); ++r) {
                    out[r] = mix(o, r);
                    for (std::size_t i = 0; i < op.inputs.size(); ++i) {
                        const std::int32_t t = op.inputs[i];
                        const Rows window = windowOf(op, i, graph.tensors[at(t)].rows,
                                                     static_cast<std::int32_t>(r));
                        for (std::int32_t from = window.first; from < window.end; ++from)
                            out[r] = mix(out[r], rows[at(t)][at(from)]);
                    }
                }
                if (op.stripe.isPart()) {
                    parts[at(op.outputs[0])].push_back({op.stripe, out});
                    for (std::size_t r = 0; r < out.size(); ++r) out[r] = mix(whole[r], out[r]);
                }
                whole = std::move(out);
            }
        }
    }
};

/// What goes wrong ends the run.
struct Fault : std::runtime_error {
    using std::runtime_error::runtime_error;
};

/// Cells of the arena, each as good as a byte and harder to mistake.
struct Cells {
    Bytes first = 0, end = 0;
    [[nodiscard]] bool meets(Cells other) const {
        return std::max(first, other.first) < std::min(end, other.end);
    }
};

class Device {
public:
    Device(const RowGraph& graph, const RowPieces& pieces, const RowPlacement& placement)
        : m_graph(graph), m_pieces(pieces), m_placement(placement), m_truth(graph) {
        m_cells.resize(at(placement.arenaBytes));
        spoil({0, placement.arenaBytes});
    }

    void run(const std::vector<RowTask>& tasks) {
        for (std::int32_t t = 0; at(t) < m_graph.tensors.size(); ++t)
            if (m_graph.tensors[at(t)].isInput && !m_graph.tensors[at(t)].isStreamed)
                for (std::int32_t r = 0; r < m_graph.tensors[at(t)].rows; ++r) putRow(t, r, {});
        for (const RowTask& task : tasks) {
            if (task.isPush())
                push(task);
            else if (task.row == RowTask::kWhole)
                runWhole(m_graph.operators[at(task.op)], task.op);
            else
                runRow(m_graph.operators[at(task.op)], task.op, task.row);
        }
        for (std::int32_t t = 0; at(t) < m_graph.tensors.size(); ++t)
            if (m_graph.tensors[at(t)].isOutput)
                for (const Reading& reading : whole(t, 0)) get(reading);
    }

private:
    struct Reading {
        std::size_t input = 0;
        std::int32_t tensor = 0, row = 0;
        Cells cells;
    };

    void spoil(Cells cells) {
        for (Bytes i = cells.first; i < cells.end; ++i) m_cells[at(i)] = m_random.next();
    }
    void put(Cells cells, Value value) {
        for (Bytes i = cells.first; i < cells.end; ++i)
            m_cells[at(i)] = mix(value, at(i - cells.first));
    }
    void expect(Cells cells, Value value, const char* what) const {
        for (Bytes i = cells.first; i < cells.end; ++i)
            if (m_cells[at(i)] != mix(value, at(i - cells.first))) throw Fault(what);
    }
    void get(const Reading& reading) const {
        const auto [first, end] = reading.cells;
        for (Bytes i = first; i < end; ++i)
            if (m_cells[at(i)] != m_truth.cell(reading.tensor, reading.row, i - first))
                throw Fault(fmt::format("row {} of tensor {}", reading.row, reading.tensor));
    }
    void putRow(std::int32_t t, std::int32_t row, const Stripe& stripe) {
        const Cells cells = rowCells(t, row);
        for (const Cells part : partsOf(cells, stripe))
            for (Bytes i = part.first; i < part.end; ++i)
                m_cells[at(i)] = m_truth.cell(t, row, i - cells.first);
    }
    /// What an operator writes of a row.
    static std::vector<Cells> partsOf(Cells row, const Stripe& stripe) {
        if (!stripe.isPart()) return {row};
        std::vector<Cells> parts;
        for (Bytes column = row.first; column < row.end; column += stripe.period)
            parts.push_back({column + stripe.first, column + stripe.first + stripe.bytes});
        return parts;
    }

    [[nodiscard]] Cells cellsAt(Bytes first, Bytes bytes) const {
        if (first < 0 || first + bytes > m_placement.arenaBytes) throw Fault("outside the arena");
        return {first, first + bytes};
    }
    [[nodiscard]] Cells rowCells(std::int32_t t, std::int32_t row) const {
        const std::int32_t first = m_pieces.firstBlock[at(t)];
        const Bytes bytes = m_graph.tensors[at(t)].rowBytes;
        if (first < 0) throw Fault("no place");
        if (m_pieces.isWhole[at(t)])
            return cellsAt(m_placement.offsets[at(first)] + row * bytes, bytes);
        return cellsAt(m_placement.offsets[at(first + row)], bytes);
    }
    [[nodiscard]] Cells blockCells(std::int32_t block) const {
        if (block < 0) return {};
        return cellsAt(m_placement.offsets[at(block)], m_pieces.blocks[at(block)].bytes);
    }
    [[nodiscard]] std::vector<Reading> whole(std::int32_t t, std::size_t input) const {
        if (!m_pieces.isWhole[at(t)]) throw Fault("not in one piece");
        std::vector<Reading> readings;
        readings.reserve(at(m_graph.tensors[at(t)].rows));
        for (std::int32_t r = 0; r < m_graph.tensors[at(t)].rows; ++r)
            readings.push_back({input, t, r, rowCells(t, r)});
        return readings;
    }

    static bool permits(const std::vector<RowOverlap>& rules, std::size_t input, Bytes behind) {
        for (const RowOverlap& rule : rules)
            if (rule.input == input && (rule.exactly ? behind == rule.most : behind <= rule.most))
                return true;
        return false;
    }

    void push(const RowTask& task) {
        const std::int32_t t = task.pushed();
        // The application has the rows in order and hands over the next.
        if (task.row != m_pushed[t]++) throw Fault("another row comes");
        putRow(t, task.row, {});
    }

    /// What operators have in common: `first` is read before the output is spoilt, `then` after.
    void work(std::int32_t o, const std::vector<Reading>& first, const std::vector<Reading>& then,
              const std::vector<Cells>& outputs, Cells sums, const auto& write) {
        const Cells scratch = blockCells(m_pieces.scratchBlock[at(o)]);
        const Value mark = m_random.next();
        put(scratch, mark);
        spoil(sums);
        for (const Reading& reading : first) get(reading);
        for (const Cells cells : outputs) spoil(cells);
        for (const Reading& reading : then) get(reading);
        expect(scratch, mark, "scratch");
        write();
        expect(scratch, mark, "scratch");
    }

    void runWhole(const RowOperator& op, std::int32_t o) {
        if (op.stripe.isPart()) throw Fault("parts of rows at once");
        std::vector<Reading> first, then;
        std::vector<Cells> outputs;
        std::vector<Reading> made;
        for (const std::int32_t t : op.outputs)
            for (const Reading& reading : whole(t, 0)) {
                made.push_back(reading);
                outputs.push_back(reading.cells);
            }
        for (std::size_t i = 0; i < op.inputs.size(); ++i) {
            const bool permitted =
                !op.outputs.empty() &&
                permits(op.wholeOverlaps, i,
                        rowCells(op.outputs[0], 0).first - rowCells(op.inputs[i], 0).first);
            for (const Reading& reading : whole(op.inputs[i], i)) {
                (permitted ? first : then).push_back(reading);
                // The rule is for the first output alone.
                for (std::size_t p = 1; p < op.outputs.size(); ++p)
                    for (const Reading& other : whole(op.outputs[p], 0))
                        if (other.cells.meets(reading.cells)) throw Fault("another output");
            }
        }
        work(o, first, then, outputs, {}, [&] {
            for (const Reading& m : made) putRow(m.tensor, m.row, {});
            for (const Reading& m : made) get(m);
        });
    }

    void runRow(const RowOperator& op, std::int32_t o, std::int32_t row) {
        const bool isSum = op.rule == RowRule::Sum;
        const bool makes = !isSum || row + 1 == m_graph.tensors[at(op.inputs[0])].rows;
        std::optional<Cells> out;
        if (makes) out = rowCells(op.outputs[0], isSum ? 0 : row);
        const Cells sums = blockCells(m_pieces.sumBlock[at(o)]);
        if (isSum && row > 0) expect(sums, m_truth.sums[at(o)][at(row - 1)], "sums");
        std::vector<Reading> first, then;
        for (std::size_t i = 0; i < op.inputs.size(); ++i) {
            const std::int32_t t = op.inputs[i];
            const Rows rows = windowOf(op, i, m_graph.tensors[at(t)].rows, row);
            for (std::int32_t r = rows.first; r < rows.end; ++r) {
                const Reading reading{i, t, r, rowCells(t, r)};
                const bool permitted =
                    out && permits(op.rowOverlaps, i, out->first - reading.cells.first);
                (permitted ? first : then).push_back(reading);
            }
        }
        std::vector<Cells> outputs;
        if (out) outputs = partsOf(*out, op.stripe);
        work(o, first, then, outputs, sums, [&] {
            if (isSum) put(sums, m_truth.sums[at(o)][at(row)]);
            if (out) putRow(op.outputs[0], isSum ? 0 : row, op.stripe);
            if (isSum) expect(sums, m_truth.sums[at(o)][at(row)], "sums");
        });
    }

    const RowGraph& m_graph;
    const RowPieces& m_pieces;
    const RowPlacement& m_placement;
    Truth m_truth;
    SplitMix m_random{1};
    std::vector<Value> m_cells;
    std::map<std::int32_t, std::int32_t> m_pushed;
};

}  // namespace

std::string runRows(const RowGraph& graph, const RowPieces& pieces,
                    const std::vector<RowTask>& tasks, const RowPlacement& placement) {
    try {
        Device(graph, pieces, placement).run(tasks);
    } catch (const Fault& fault) {
        return fault.what();
    }
    return {};
}

}  // namespace thimble::split::test
