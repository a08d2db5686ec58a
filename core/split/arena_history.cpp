#include "core/split/arena_history.h"

#include <algorithm>
#include <tuple>

namespace thimble::split {

namespace {

std::size_t at(std::int32_t index) { return static_cast<std::size_t>(index); }

HeldBytes::Kind kindOf(Block::Kind kind) {
    switch (kind) {
        case Block::Kind::Tensor: return HeldBytes::Kind::Tensor;
        case Block::Kind::Row: return HeldBytes::Kind::Row;
        case Block::Kind::Scratch: return HeldBytes::Kind::Scratch;
        case Block::Kind::Sums: break;
    }
    return HeldBytes::Kind::Sums;
}

/// Bytes that two share are those of the lower one.
UsedBytes usedBy(std::vector<const HeldBytes*> alive) {
    std::ranges::sort(alive, [](const HeldBytes* a, const HeldBytes* b) {
        return std::tuple(a->offset, a->first, a->kind, a->bytes) <
               std::tuple(b->offset, b->first, b->kind, b->bytes);
    });
    UsedBytes used;
    Bytes end = 0;
    for (const HeldBytes* held : alive) {
        const Bytes from = std::max(end, held->offset);
        const Bytes to = held->offset + held->bytes;
        if (to <= from) continue;
        Bytes& sum = held->kind == HeldBytes::Kind::Tensor ? used.whole
                     : held->kind == HeldBytes::Kind::Row  ? used.rows
                                                           : used.work;
        sum += to - from;
        end = to;
    }
    return used;
}

}  // namespace

Bytes mostInUse(const ArenaHistory& history) {
    return history.used.empty() ? 0
                                : history.used[static_cast<std::size_t>(history.peakStep)].total();
}

void countUsed(ArenaHistory& history) {
    history.used.clear();
    for (std::size_t s = 0; s < history.steps.size(); ++s) {
        std::vector<const HeldBytes*> alive;
        for (const HeldBytes& held : history.held)
            if (held.isAt(static_cast<std::int32_t>(s))) alive.push_back(&held);
        history.used.push_back(usedBy(std::move(alive)));
    }
    const auto fullest = std::ranges::max_element(history.used, {}, &UsedBytes::total);
    history.peakStep = static_cast<std::int32_t>(fullest - history.used.begin());
}

ArenaHistory historyOf(const RowGraph& graph, const RowPlan& plan) {
    ArenaHistory history{.arenaBytes = plan.placement.arenaBytes};
    history.steps.emplace_back();
    for (const RowTask& task : plan.tasks)
        history.steps.push_back(
            task.isPush() ? ArenaHistory::Step{-1, task.row}
                          : ArenaHistory::Step{graph.operators[at(task.op)].op, task.row});
    history.steps.emplace_back();
    for (std::size_t b = 0; b < plan.pieces.blocks.size(); ++b) {
        const Block& block = plan.pieces.blocks[b];
        const bool isTensor = block.kind == Block::Kind::Tensor || block.kind == Block::Kind::Row;
        const std::int32_t number = isTensor ? graph.tensors[at(block.number)].tensor
                                             : graph.operators[at(block.number)].op;
        std::int32_t row = block.kind == Block::Kind::Row ? block.row : 0;
        const HeldBytes* last = nullptr;
        for (const Piece& piece : block.pieces) {
            const std::int32_t here = isTensor ? row++ : 0;
            if (piece.first < 0) continue;
            const Bytes offset = plan.placement.offsets[b] + piece.offset;
            // Rows that come and go together are one rectangle.
            if (isTensor && last != nullptr && last->first == piece.first &&
                last->last == piece.last && last->offset + last->bytes == offset) {
                history.held.back().bytes += piece.bytes;
                history.held.back().endRow = here + 1;
                continue;
            }
            history.held.push_back({kindOf(block.kind), number, here, here + 1, offset, piece.bytes,
                                    piece.first, piece.last});
            last = &history.held.back();
        }
    }
    countUsed(history);
    return history;
}

std::vector<SegmentRow> segmentRows(const RowGraph& graph, const RowPlan& plan,
                                    const ArenaHistory& history) {
    std::vector<SegmentRow> rows;
    std::vector<std::size_t> rowOf;  // by operator of the graph that was planned
    for (const Segment& chosen : plan.chosen) {
        rowOf.resize(at(chosen.end), rows.size());
        rows.push_back({chosen, -1, -1});
    }
    const auto rowWith = [&](std::int32_t op) -> SegmentRow& {
        return rows[rowOf[at(plan.parts[at(op)].op)]];
    };
    for (std::size_t o = 0; o < graph.operators.size(); ++o) {
        SegmentRow& row = rowWith(static_cast<std::int32_t>(o));
        if (row.firstOp < 0) row.firstOp = graph.operators[o].op;
        row.lastOp = graph.operators[o].op;
    }
    for (std::size_t k = 0; k < plan.tasks.size(); ++k) {
        const RowTask& task = plan.tasks[k];
        if (task.isPush()) continue;
        SegmentRow& row = rowWith(task.op);
        ++row.calls;
        if (plan.parts[at(task.op)].op == row.segment.end - 1) ++row.rows;
        row.mostBytes = std::max(row.mostBytes, history.used[k + 1].total());
    }
    return rows;
}

}  // namespace thimble::split
