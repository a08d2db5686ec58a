#pragma once

#include <cstdint>
#include <vector>

#include "core/base/assert.h"
#include "core/split/row_order.h"

namespace thimble::split {

/// Bytes that are alive from one step to another, both included, at a place in their block. Step 0
/// is before the first task, when the application writes; task k is step k + 1; one more step comes
/// at the end, when the application reads.
struct Piece {
    Bytes offset = 0;  ///< in the block
    Bytes bytes = 0;
    std::int32_t first = 0, last = 0;
    friend bool operator==(const Piece&, const Piece&) = default;
};

/// What is placed as one: a whole tensor, a single row, or what an operator works in.
struct Block {
    enum class Kind : std::uint8_t { Tensor, Row, Scratch, Sums };
    Kind kind = Kind::Tensor;
    std::int32_t number = 0;  ///< of the tensor, or of the operator
    std::int32_t row = 0;     ///< Row: which
    Bytes bytes = 0;
    std::vector<Piece> pieces;  ///< Tensor: one for each row, in order
    friend bool operator==(const Block&, const Block&) = default;
};

/// What has a place, and when.
struct RowPieces {
    std::vector<Block> blocks{};
    /// By tensor: its block, or that of its first row, which the others follow; -1: nobody needs
    /// it.
    std::vector<std::int32_t> firstBlock;
    std::vector<bool> isWhole;               ///< by tensor: one block; its rows follow each other
    std::vector<std::int32_t> scratchBlock;  ///< by operator; -1: none
    std::vector<std::int32_t> sumBlock;      ///< by operator; -1: none
    std::int32_t steps = 0;                  ///< tasks + 2
    friend bool operator==(const RowPieces&, const RowPieces&) = default;

    /// The block of a row, and where the row is in its pieces; only of tensors that have one.
    [[nodiscard]] std::size_t blockOf(std::int32_t tensor, std::int32_t row) const {
        const auto t = static_cast<std::size_t>(tensor);
        THIMBLE_ASSERT(firstBlock[t] >= 0);
        const std::int32_t block = isWhole[t] ? firstBlock[t] : firstBlock[t] + row;
        return static_cast<std::size_t>(block);
    }
    [[nodiscard]] const Piece& pieceOf(std::int32_t tensor, std::int32_t row) const {
        const Block& block = blocks[blockOf(tensor, row)];
        return block
            .pieces[isWhole[static_cast<std::size_t>(tensor)] ? static_cast<std::size_t>(row) : 0];
    }
};

/// Lives of all rows when the tasks run in this order. A tensor is whole where the application or
/// an operator that runs as a whole sees it.
[[nodiscard]] RowPieces rowPieces(const RowGraph& graph, const std::vector<RowTask>& tasks);

/// A pair of pieces that the rule of an operator lets overlap in one step.
struct AllowedOverlap {
    std::int32_t output = 0;  ///< tensors
    std::int32_t input = 0;
    std::int32_t inputRow = 0;  ///< kWhole: both are whole
    std::int32_t outputRow = 0;
    Bytes most = 0;
    bool exactly = false;
};

/// What the task may write over: rows that it reads last. Several readings of the same row are one,
/// and all of them have to allow it.
[[nodiscard]] std::vector<AllowedOverlap> allowedOverlaps(const RowGraph& graph,
                                                          const RowPieces& pieces,
                                                          const RowTask& task, std::int32_t step);

/// Bytes alive in each step, less the most that one of the rules lets an output row share with one
/// input row. What segments are compared by; placements come close to the greatest of them, and an
/// output that lies over two rows at once may even undercut it.
[[nodiscard]] std::vector<Bytes> rowLoad(const RowGraph& graph, const RowPieces& pieces,
                                         const std::vector<RowTask>& tasks);

}  // namespace thimble::split
