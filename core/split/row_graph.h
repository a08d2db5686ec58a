#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "core/base/units.h"

namespace thimble::split {

// A model as the rows of its tensors. A tensor [1, H, W, C] is H rows of W * C elements, which may
// lie anywhere in the arena, each on its own; an operator makes one row of its output from a few
// rows of its inputs. Running a model is then a sequence of such tasks, and memory is where each
// row lies from the task that makes it to the last that reads it. Whole operators and whole tensors
// are the same with more rows in one task.

/// The output row may lie over an input row that nobody needs any more: its first byte at most
/// `most` bytes behind that of the input row, or exactly so many.
struct RowOverlap {
    std::size_t input = 0;  ///< position among RowOperator::inputs
    Bytes most = 0;
    bool exactly = false;
    friend bool operator==(const RowOverlap&, const RowOverlap&) = default;
};

struct RowTensor {
    std::int32_t tensor = 0;  ///< of the model's first subgraph
    std::int32_t rows = 1;
    Bytes rowBytes = 0;
    bool isInput = false;
    bool isOutput = false;
    bool isStreamed = false;    ///< an input whose rows the application hands over when needed
    std::int32_t channels = 1;  ///< a row is so many bytes of each column, W times
    friend bool operator==(const RowTensor&, const RowTensor&) = default;
};

/// How an operator can run by rows.
enum class RowRule : std::uint8_t {
    None,    ///< only as a whole
    Window,  ///< output row r reads rows r * stride - padTop + k * dilation of input 0, k < height,
             ///< and row r of further inputs
    Same,    ///< output row r reads row r of every input
    Sum,     ///< one output row; input rows are added up one by one
};

/// What an operator can do with some of the channels of its tensors; without a rule for rows only
/// where every tensor of it is one row.
struct ChannelRule {
    bool makesSome = false;   ///< some channels of the output, from all of the input
    bool passesSome = false;  ///< some of the output from the same of the input
    bool addsSome = false;  ///< sums of int32 of some of the input's, added up from slice to slice
    Bytes addScratchBytes = 0;  ///< while it adds a row up
    friend bool operator==(const ChannelRule&, const ChannelRule&) = default;
};

/// The bytes of an output row that an operator writes: `bytes` of every `period`, the channels of a
/// slice in each column. Other operators write the others; a row is there when all have.
struct Stripe {
    Bytes first = 0, bytes = 0;
    Bytes period = 0;  ///< 0: it writes whole rows
    [[nodiscard]] bool isPart() const { return period > 0; }
    friend bool operator==(const Stripe&, const Stripe&) = default;
};

struct RowOperator {
    std::int32_t op = 0;  ///< of the model's first subgraph
    RowRule rule = RowRule::None;
    std::vector<std::int32_t> inputs;   ///< indices of RowGraph::tensors
    std::vector<std::int32_t> outputs;  ///< one unless rule is None
    std::int32_t height = 1, stride = 1, dilation = 1, padTop = 0;
    Bytes rowScratchBytes = 0;  ///< while it makes a row
    Bytes sumBytes = 0;         ///< Sum: from its first row to its last
    std::vector<RowOverlap> rowOverlaps;
    Bytes wholeScratchBytes = 0;            ///< when it runs as a whole
    std::vector<RowOverlap> wholeOverlaps;  ///< then: output 0 over an input, as a whole
    ChannelRule channels;
    Stripe stripe;  ///< of its output; parts for a rule Same alone
    /// Position of each of `inputs` among the model operator's.
    std::vector<std::size_t> positions;
    friend bool operator==(const RowOperator&, const RowOperator&) = default;
};

struct RowGraph {
    std::vector<RowTensor> tensors;
    std::vector<RowOperator> operators;  ///< in an order in which they can run
    /// Of tensors' first rows, single rows and scratch. Rows that are handed over may also lie as
    /// in a whole tensor.
    Bytes alignment = 4;
    friend bool operator==(const RowGraph&, const RowGraph&) = default;
};

/// Rows [first, end).
struct RowRange {
    std::int32_t first = 0, end = 0;
    friend bool operator==(const RowRange&, const RowRange&) = default;
};

/// What output row `row` (Sum: input row `row`) needs of the input at that position, clipped to
/// the rows that there are.
[[nodiscard]] RowRange rowsNeeded(const RowGraph& graph, const RowOperator& op, std::size_t input,
                                  std::int32_t row);

/// Everything in the graph that the planners do not expect, in words; empty means sound.
[[nodiscard]] std::vector<std::string> checkRowGraph(const RowGraph& graph);

}  // namespace thimble::split
