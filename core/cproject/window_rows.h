#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <span>
#include <tuple>
#include <vector>

#include "core/base/result.h"
#include "core/cproject/emitter.h"
#include "core/interp/frame.h"
#include "core/interp/operator_call.h"
#include "core/split/row_graph.h"

namespace thimble::cproject {

/// Rows of convolutions and pools in the interpreter: its own kernels, on just the piece of the
/// input that lies under a window, where nothing is padded.
class WindowRows {
public:
    /// Row `number` of the input.
    using RowAt = std::function<std::span<const std::byte>(std::int32_t number)>;

    /// An operator of a graph of rows, or a slice of it.
    struct Made {
        std::int32_t key = 0;        ///< the graph's number for it
        interp::OperatorCall& call;  ///< of the model that it stands in
        std::size_t number = 0;      ///< there
        const split::RowOperator& op;
        std::int32_t inputRows = 0;
        FoldedPadding padding;  ///< around the input, not in memory
    };

    /// Row `row` of its output.
    ///   errors   as prepareProgram
    [[nodiscard]] Result<std::vector<std::byte>> make(const Made& made, std::int32_t row,
                                                      const RowAt& rowAt);

private:
    [[nodiscard]] Result<std::vector<std::byte>> convolutionRow(const Made& made, std::int32_t row,
                                                                const RowAt& rowAt);
    /// Each position by itself, with the part of its window that lies on the input.
    [[nodiscard]] Result<std::vector<std::byte>> poolRow(const Made& made, std::int32_t row,
                                                         const RowAt& rowAt);
    [[nodiscard]] Result<interp::Frame*> frameOf(const Made& made, std::int64_t rows,
                                                 std::int64_t columns, std::int64_t outColumns,
                                                 bool isPool);

    /// By operator, rows and columns of the piece that it reads.
    std::map<std::tuple<std::int32_t, std::int64_t, std::int64_t>, std::unique_ptr<interp::Frame>>
        m_frames;
};

}  // namespace thimble::cproject
