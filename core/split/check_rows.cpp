#include <fmt/format.h>

#include <algorithm>
#include <span>

#include "core/split/row_placement.h"

namespace thimble::split {

namespace {

std::size_t at(std::int32_t index) { return static_cast<std::size_t>(index); }

/// Whose bytes lie where, from task to task.
class Follow {
public:
    Follow(const RowGraph& graph, const RowPieces& pieces, const RowPlacement& placement)
        : m_graph(graph),
          m_pieces(pieces),
          m_placement(placement),
          m_owner(static_cast<std::size_t>(placement.arenaBytes), kNobody),
          m_pushed(graph.tensors.size()) {}

    std::vector<std::string> run(const std::vector<RowTask>& tasks) {
        if (m_placement.offsets.size() != m_pieces.blocks.size())
            return {"not every block has a place"};
        for (std::size_t t = 0; t < m_graph.tensors.size(); ++t)
            if (m_graph.tensors[t].isInput && !m_graph.tensors[t].isStreamed)
                writeAll(static_cast<std::int32_t>(t));
        for (std::size_t k = 0; k < tasks.size() && m_faults.size() < kMost; ++k) {
            m_who = fmt::format("task {}", k);
            step(tasks[k]);
        }
        m_who = "the application";
        for (std::size_t t = 0; t < m_graph.tensors.size(); ++t)
            if (m_graph.tensors[t].isOutput) {
                if (m_pieces.firstBlock[t] < 0 || !m_pieces.isWhole[t])
                    m_faults.push_back(fmt::format("output {} is in pieces", t));
                else
                    readAll(static_cast<std::int32_t>(t));
            }
        return std::move(m_faults);
    }

private:
    static constexpr std::int64_t kNobody = -1;
    static constexpr std::size_t kMost = 20;

    using Span = std::span<std::int64_t>;

    [[nodiscard]] std::int64_t nameOf(std::int32_t t, std::int32_t row) const {
        return (static_cast<std::int64_t>(t) << 32) + row;
    }

    Span range(Bytes first, Bytes bytes) {
        if (first < 0 || bytes < 0 || first + bytes > m_placement.arenaBytes) {
            m_faults.push_back(fmt::format("{} is at {}, outside the arena", m_who, first));
            return {};
        }
        return Span(m_owner).subspan(static_cast<std::size_t>(first),
                                     static_cast<std::size_t>(bytes));
    }
    Span blockRange(std::int32_t block) {
        if (block < 0) return {};
        return range(m_placement.offsets[at(block)], m_pieces.blocks[at(block)].bytes);
    }
    Span rowOf(std::int32_t t, std::int32_t row) {
        if (m_pieces.firstBlock[at(t)] < 0) {
            m_faults.push_back(fmt::format("{} needs tensor {}, which has no place", m_who, t));
            return {};
        }
        const std::size_t block = m_pieces.blockOf(t, row);
        const Bytes inside = m_pieces.isWhole[at(t)] ? row * m_graph.tensors[at(t)].rowBytes : 0;
        return range(m_placement.offsets[block] + inside, m_graph.tensors[at(t)].rowBytes);
    }
    void write(std::int32_t t, std::int32_t row) { write(t, row, {}); }
    void write(std::int32_t t, std::int32_t row, const Stripe& stripe) {
        for (const Span part : partsOf(rowOf(t, row), stripe))
            std::ranges::fill(part, nameOf(t, row));
    }
    /// What the stripe covers of a row; bytes beside it keep their names.
    static std::vector<Span> partsOf(Span row, const Stripe& stripe) {
        if (!stripe.isPart() || row.empty()) return {row};
        std::vector<Span> parts;
        for (Bytes at = stripe.first; at < std::ssize(row); at += stripe.period)
            parts.push_back(
                row.subspan(static_cast<std::size_t>(at), static_cast<std::size_t>(stripe.bytes)));
        return parts;
    }
    void writeAll(std::int32_t t) {
        for (std::int32_t row = 0; row < m_graph.tensors[at(t)].rows; ++row) write(t, row);
    }
    void read(std::int32_t t, std::int32_t row) {
        const auto bytes = rowOf(t, row);
        if (!std::ranges::all_of(bytes,
                                 [&](std::int64_t owner) { return owner == nameOf(t, row); }))
            m_faults.push_back(
                fmt::format("{} reads row {} of tensor {} where it does not lie", m_who, row, t));
    }
    void readAll(std::int32_t t) {
        for (std::int32_t row = 0; row < m_graph.tensors[at(t)].rows; ++row) read(t, row);
    }

    static bool overlap(Span a, Span b) {
        return !a.empty() && !b.empty() && a.data() < b.data() + b.size() &&
               b.data() < a.data() + a.size();
    }
    static bool allows(const std::vector<RowOverlap>& rules, std::size_t input, Bytes behind) {
        return std::ranges::any_of(rules, [&](const RowOverlap& rule) {
            return rule.input == input &&
                   (rule.exactly ? behind == rule.most : behind <= rule.most);
        });
    }

    /// Output over input: only as the rules say.
    void mayWrite(const std::vector<RowOverlap>& rules, std::size_t input, Span out, Span in) {
        if (overlap(out, in) && !allows(rules, input, out.data() - in.data()))
            m_faults.push_back(m_who + " writes over what it reads");
    }
    void works(std::int32_t block, std::span<const Span> others) {
        const Span own = blockRange(block);
        for (const Span other : others)
            if (overlap(own, other))
                m_faults.push_back(m_who + " works in what it reads or writes");
        std::ranges::fill(own, kNobody);
    }
    void works(std::int32_t block, Span other) { works(block, std::span<const Span>(&other, 1)); }

    void step(const RowTask& task) {
        if (task.isPush()) {
            if (task.row != m_pushed[at(task.pushed())]++)
                m_faults.push_back(m_who + " takes a row before its turn");
            return write(task.pushed(), task.row);
        }
        const RowOperator& op = m_graph.operators[at(task.op)];
        const std::int32_t scratch = m_pieces.scratchBlock[at(task.op)];
        if (task.row == RowTask::kWhole) {
            for (const std::int32_t t : op.inputs) readAll(t);
            for (std::size_t o = 0; o < op.outputs.size(); ++o) {
                const Span out = wholeOf(op.outputs[o]);
                for (std::size_t i = 0; i < op.inputs.size(); ++i)
                    mayWrite(o == 0 ? op.wholeOverlaps : std::vector<RowOverlap>{}, i, out,
                             wholeOf(op.inputs[i]));
                for (std::size_t p = 0; p < o; ++p)
                    if (overlap(out, wholeOf(op.outputs[p])))
                        m_faults.push_back(m_who + " writes two outputs to one place");
                works(scratch, out);
            }
            for (const std::int32_t t : op.inputs) works(scratch, wholeOf(t));
            if (op.stripe.isPart()) m_faults.push_back(m_who + " makes parts of rows at once");
            for (const std::int32_t t : op.outputs) writeAll(t);
            return;
        }
        Span out;
        const bool isSum = op.rule == RowRule::Sum;
        const std::int32_t last = m_graph.tensors[at(op.inputs[0])].rows - 1;
        if (!isSum)
            out = rowOf(op.outputs[0], task.row);
        else if (task.row == last)
            out = rowOf(op.outputs[0], 0);
        const std::vector<Span> parts = partsOf(out, op.stripe);
        const Span sums = blockRange(m_pieces.sumBlock[at(task.op)]);
        if (isSum && task.row > 0 && !std::ranges::all_of(sums, [&](std::int64_t owner) {
                return owner == sumsName(task.op, task.row - 1);
            }))
            m_faults.push_back(m_who + " has lost its sums");
        for (std::size_t i = 0; i < op.inputs.size(); ++i) {
            const RowRange range = rowsNeeded(m_graph, op, i, task.row);
            for (std::int32_t row = range.first; row < range.end; ++row) {
                read(op.inputs[i], row);
                const Span in = rowOf(op.inputs[i], row);
                for (const Span part : parts) mayWrite(op.rowOverlaps, i, part, in);
                works(scratch, in);
                if (isSum && overlap(sums, in)) m_faults.push_back(m_who + " adds up in its input");
            }
        }
        works(scratch, parts);
        works(scratch, sums);
        if (overlap(sums, out)) m_faults.push_back(m_who + " writes over its sums");
        if (isSum) std::ranges::fill(sums, sumsName(task.op, task.row));
        if (!isSum)
            write(op.outputs[0], task.row, op.stripe);
        else if (task.row == last)
            write(op.outputs[0], 0);
    }

    /// Sums that have taken in all rows up to this one.
    [[nodiscard]] std::int64_t sumsName(std::int32_t op, std::int32_t row) const {
        return -2 - nameOf(op, row);
    }
    Span wholeOf(std::int32_t t) {
        if (m_pieces.firstBlock[at(t)] < 0) return {};
        if (!m_pieces.isWhole[at(t)]) {
            m_faults.push_back(fmt::format("{} needs tensor {} in one piece", m_who, t));
            return {};
        }
        return blockRange(m_pieces.firstBlock[at(t)]);
    }

    const RowGraph& m_graph;
    const RowPieces& m_pieces;
    const RowPlacement& m_placement;
    std::vector<std::int64_t> m_owner;   ///< by byte of the arena
    std::vector<std::int32_t> m_pushed;  ///< rows that the application has handed over, by tensor
    std::vector<std::string> m_faults;
    std::string m_who = "the application";
};

}  // namespace

std::vector<std::string> checkRows(const RowGraph& graph, const RowPieces& pieces,
                                   const std::vector<RowTask>& tasks,
                                   const RowPlacement& placement) {
    return Follow(graph, pieces, placement).run(tasks);
}

}  // namespace thimble::split
