#include "core/split/held_tensors.h"

#include <algorithm>
#include <map>
#include <set>

namespace thimble::split {

namespace {

std::size_t at(std::int32_t index) { return static_cast<std::size_t>(index); }

/// When pieces of a tensor come and go.
struct Lives {
    std::vector<Bytes> change;         ///< of bytes, by step
    std::vector<std::int32_t> pieces;  ///< of how many there are, by step

    explicit Lives(std::int32_t steps) : change(at(steps) + 1, 0), pieces(at(steps) + 1, 0) {}
    void add(const Piece& piece, Bytes bytes) {
        if (piece.first < 0) return;
        change[at(piece.first)] += bytes;
        change[at(piece.last) + 1] -= bytes;
        ++pieces[at(piece.first)];
        --pieces[at(piece.last) + 1];
    }
};

/// From the first row in it to the last.
Piece lifeOf(const Block& block) {
    Piece life{.first = -1, .last = -1};
    for (const Piece& piece : block.pieces) {
        if (piece.first < 0) continue;
        life.first = life.first < 0 ? piece.first : std::min(life.first, piece.first);
        life.last = std::max(life.last, piece.last);
    }
    return life;
}

void countMost(const Lives& lives, HeldTensor& held) {
    Bytes bytes = 0;
    std::int32_t pieces = 0;
    for (std::size_t step = 0; step < lives.change.size(); ++step) {
        bytes += lives.change[step];
        pieces += lives.pieces[step];
        held.mostBytes = std::max(held.mostBytes, bytes);
        held.pieces = std::max(held.pieces, pieces);
    }
}

}  // namespace

std::vector<HeldTensor> heldTensors(const RowPlan& plan) {
    struct Sum {
        HeldTensor held;
        Lives lives;
        std::set<std::int32_t> parts;  // tensors of the plan's graph
        Bytes made = 0;                // of it, ever
    };
    std::map<std::int32_t, Sum> sums;  // by tensor of the model
    for (const Block& block : plan.pieces.blocks) {
        const bool isWhole = block.kind == Block::Kind::Tensor;
        if (!isWhole && block.kind != Block::Kind::Row) continue;
        const std::int32_t tensor = plan.graph.tensors[at(block.number)].tensor;
        Sum& sum =
            sums.try_emplace(tensor, Sum{{.tensor = tensor}, Lives(plan.pieces.steps), {}, 0})
                .first->second;
        sum.parts.insert(block.number);
        sum.held.isWhole = sum.held.isWhole || isWhole;
        sum.held.pieceBytes = std::max(sum.held.pieceBytes, block.bytes);
        const Piece life = lifeOf(block);
        if (life.first < 0) continue;
        sum.made += block.bytes;
        sum.lives.add(life, block.bytes);
    }
    std::vector<HeldTensor> all;
    for (auto& [tensor, sum] : sums) {
        sum.held.slices = static_cast<std::int32_t>(sum.parts.size());
        countMost(sum.lives, sum.held);
        // Rows that wait for another segment are all there, too, if not side by side.
        sum.held.isWhole =
            (sum.held.isWhole && sum.held.slices == 1) || sum.held.mostBytes == sum.made;
        all.push_back(sum.held);
    }
    return all;
}

std::vector<HeldSegment> heldSegments(const RowPlan& plan) {
    std::vector<HeldSegment> all;
    std::vector<std::size_t> segmentOf;  // by operator of the graph that was planned
    for (const Segment& chosen : plan.chosen) {
        segmentOf.resize(at(chosen.end), all.size());
        all.push_back({.byRows = chosen.byRows, .slices = chosen.slices});
    }
    const auto segmentWith = [&](std::int32_t op) -> HeldSegment& {
        return all[segmentOf[at(plan.parts[at(op)].op)]];
    };
    for (std::size_t o = 0; o < plan.graph.operators.size(); ++o)
        segmentWith(static_cast<std::int32_t>(o)).operators.push_back(plan.graph.operators[o].op);
    for (HeldSegment& segment : all) {
        std::ranges::sort(segment.operators);
        segment.operators.erase(std::unique(segment.operators.begin(), segment.operators.end()),
                                segment.operators.end());
    }
    for (const RowTask& task : plan.tasks)
        if (!task.isPush()) ++segmentWith(task.op).calls;
    return all;
}

}  // namespace thimble::split
