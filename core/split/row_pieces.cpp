#include "core/split/row_pieces.h"

#include <algorithm>

namespace thimble::split {

namespace {

std::size_t at(std::int32_t index) { return static_cast<std::size_t>(index); }

bool runsByRows(const RowTask& task) { return task.row != RowTask::kWhole; }

/// First and last step of every row; -1: never.
struct Lives {
    std::vector<std::vector<std::pair<std::int32_t, std::int32_t>>> rows;  ///< by tensor
    std::vector<bool> isWhole;

    explicit Lives(const RowGraph& graph) : isWhole(graph.tensors.size()) {
        for (const RowTensor& tensor : graph.tensors)
            rows.emplace_back(at(tensor.rows), std::pair(-1, -1));
    }
    void extend(std::int32_t t, RowRange range, std::int32_t step) {
        for (std::int32_t row = range.first; row < range.end; ++row) {
            auto& [first, last] = rows[at(t)][at(row)];
            if (first < 0) first = step;
            last = std::max(last, step);
        }
    }
};

RowRange allRows(const RowGraph& graph, std::int32_t t) { return {0, graph.tensors[at(t)].rows}; }

Lives livesOf(const RowGraph& graph, const std::vector<RowTask>& tasks) {
    Lives lives(graph);
    for (std::size_t t = 0; t < graph.tensors.size(); ++t) {
        const RowTensor& tensor = graph.tensors[t];
        const auto number = static_cast<std::int32_t>(t);
        if (tensor.isInput && !tensor.isStreamed) {
            lives.extend(number, allRows(graph, number), 0);
            lives.isWhole[t] = true;
        }
        if (tensor.isOutput) lives.isWhole[t] = true;
    }
    for (std::size_t k = 0; k < tasks.size(); ++k) {
        const RowTask& task = tasks[k];
        const auto step = static_cast<std::int32_t>(k) + 1;
        if (task.isPush()) {
            lives.extend(task.pushed(), {task.row, task.row + 1}, step);
            continue;
        }
        const RowOperator& op = graph.operators[at(task.op)];
        if (!runsByRows(task)) {
            for (const std::int32_t t : op.inputs) {
                lives.extend(t, allRows(graph, t), step);
                lives.isWhole[at(t)] = true;
            }
            for (const std::int32_t t : op.outputs) {
                lives.extend(t, allRows(graph, t), step);
                lives.isWhole[at(t)] = true;
            }
            continue;
        }
        for (std::size_t i = 0; i < op.inputs.size(); ++i)
            lives.extend(op.inputs[i], rowsNeeded(graph, op, i, task.row), step);
        if (op.rule != RowRule::Sum)
            lives.extend(op.outputs[0], {task.row, task.row + 1}, step);
        else if (task.row + 1 == graph.tensors[at(op.inputs[0])].rows)
            lives.extend(op.outputs[0], {0, 1}, step);
    }
    const auto end = static_cast<std::int32_t>(tasks.size()) + 1;
    for (std::size_t t = 0; t < graph.tensors.size(); ++t)
        if (graph.tensors[t].isOutput)
            lives.extend(static_cast<std::int32_t>(t), allRows(graph, static_cast<std::int32_t>(t)),
                         end);
    return lives;
}

}  // namespace

RowPieces rowPieces(const RowGraph& graph, const std::vector<RowTask>& tasks) {
    Lives lives = livesOf(graph, tasks);
    RowPieces pieces{.firstBlock = std::vector<std::int32_t>(graph.tensors.size(), -1),
                     .isWhole = lives.isWhole,
                     .scratchBlock = std::vector<std::int32_t>(graph.operators.size(), -1),
                     .sumBlock = std::vector<std::int32_t>(graph.operators.size(), -1),
                     .steps = static_cast<std::int32_t>(tasks.size()) + 2};
    const auto next = [&] { return static_cast<std::int32_t>(pieces.blocks.size()); };
    for (std::size_t t = 0; t < graph.tensors.size(); ++t) {
        const RowTensor& tensor = graph.tensors[t];
        const auto& rows = lives.rows[t];
        if (std::ranges::all_of(rows, [](const auto& life) { return life.first < 0; })) continue;
        pieces.firstBlock[t] = next();
        Block whole{.number = static_cast<std::int32_t>(t), .bytes = tensor.rows * tensor.rowBytes};
        for (std::int32_t row = 0; row < tensor.rows; ++row) {
            Piece piece{0, tensor.rowBytes, rows[at(row)].first, rows[at(row)].second};
            if (lives.isWhole[t]) {
                piece.offset = row * tensor.rowBytes;
                whole.pieces.push_back(piece);
                continue;
            }
            // A row that nobody makes keeps its number and takes no bytes.
            pieces.blocks.push_back(
                {Block::Kind::Row, static_cast<std::int32_t>(t), row, tensor.rowBytes,
                 piece.first < 0 ? std::vector<Piece>{} : std::vector<Piece>{piece}});
        }
        if (lives.isWhole[t]) pieces.blocks.push_back(std::move(whole));
    }
    for (std::size_t k = 0; k < tasks.size(); ++k) {
        const RowTask& task = tasks[k];
        if (task.isPush()) continue;
        const RowOperator& op = graph.operators[at(task.op)];
        const auto step = static_cast<std::int32_t>(k) + 1;
        const Bytes scratch = runsByRows(task) ? op.rowScratchBytes : op.wholeScratchBytes;
        if (scratch > 0) {
            std::int32_t& block = pieces.scratchBlock[at(task.op)];
            if (block < 0) {
                block = next();
                pieces.blocks.push_back({Block::Kind::Scratch, task.op, 0, scratch, {}});
            }
            auto& lived = pieces.blocks[at(block)].pieces;
            if (!lived.empty() && lived.back().last == step - 1)
                lived.back().last = step;
            else
                lived.push_back({0, scratch, step, step});
        }
        if (op.rule == RowRule::Sum && runsByRows(task) && op.sumBytes > 0) {
            std::int32_t& block = pieces.sumBlock[at(task.op)];
            if (block < 0) {
                block = next();
                pieces.blocks.push_back(
                    {Block::Kind::Sums, task.op, 0, op.sumBytes, {{0, op.sumBytes, step, step}}});
            }
            pieces.blocks[at(block)].pieces[0].last = step;
        }
    }
    return pieces;
}

std::vector<AllowedOverlap> allowedOverlaps(const RowGraph& graph, const RowPieces& pieces,
                                            const RowTask& task, std::int32_t step) {
    std::vector<AllowedOverlap> allowed;
    if (task.isPush()) return allowed;
    const RowOperator& op = graph.operators[at(task.op)];
    const bool byRows = runsByRows(task);
    if (byRows && op.rule == RowRule::Sum) return allowed;
    for (const RowOverlap& rule : byRows ? op.rowOverlaps : op.wholeOverlaps) {
        const std::int32_t input = op.inputs[rule.input];
        if (pieces.firstBlock[at(input)] < 0) continue;
        // The same tensor in another position: that one has to allow it as well.
        bool isOnly = true;
        for (std::size_t i = 0; i < op.inputs.size(); ++i)
            if (i != rule.input && op.inputs[i] == input &&
                std::ranges::none_of(byRows ? op.rowOverlaps : op.wholeOverlaps,
                                     [&](const RowOverlap& other) {
                                         return other.input == i && other.most == rule.most &&
                                                other.exactly == rule.exactly;
                                     }))
                isOnly = false;
        if (!isOnly) continue;
        if (!byRows) {
            bool dies = true;
            for (std::int32_t row = 0; row < graph.tensors[at(input)].rows; ++row)
                dies = dies && pieces.pieceOf(input, row).last == step;
            if (dies)
                allowed.push_back({op.outputs[0], input, RowTask::kWhole, RowTask::kWhole,
                                   rule.most, rule.exactly});
            continue;
        }
        const RowRange range = rowsNeeded(graph, op, rule.input, task.row);
        for (std::int32_t row = range.first; row < range.end; ++row)
            if (pieces.pieceOf(input, row).last == step)
                allowed.push_back({op.outputs[0], input, row, task.row, rule.most, rule.exactly});
    }
    return allowed;
}

std::vector<Bytes> rowLoad(const RowGraph& graph, const RowPieces& pieces,
                           const std::vector<RowTask>& tasks) {
    std::vector<Bytes> load(static_cast<std::size_t>(pieces.steps) + 1);
    for (const Block& block : pieces.blocks)
        for (const Piece& piece : block.pieces) {
            if (piece.first < 0) continue;
            load[at(piece.first)] += piece.bytes;
            load[at(piece.last) + 1] -= piece.bytes;
        }
    for (std::size_t s = 1; s < load.size(); ++s) load[s] += load[s - 1];
    load.pop_back();
    for (std::size_t k = 0; k < tasks.size(); ++k) {
        const auto step = static_cast<std::int32_t>(k) + 1;
        Bytes saved = 0;
        for (const AllowedOverlap& pair : allowedOverlaps(graph, pieces, tasks[k], step)) {
            const bool isWhole = pair.inputRow == RowTask::kWhole;
            const RowTensor& input = graph.tensors[at(pair.input)];
            const RowTensor& output = graph.tensors[at(pair.output)];
            const Bytes in = input.rowBytes * (isWhole ? input.rows : 1);
            const Bytes out = output.rowBytes * (isWhole ? output.rows : 1);
            const Bytes behind = pair.exactly ? pair.most : std::min<Bytes>(pair.most, 0);
            saved = std::max(saved, std::min(in, behind + out) - std::max<Bytes>(behind, 0));
        }
        load[at(step)] -= saved;
    }
    return load;
}

}  // namespace thimble::split
