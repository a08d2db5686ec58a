#pragma once

#include <algorithm>
#include <cstddef>
#include <string>

#include "core/base/result.h"
#include "core/cproject/emit/row_families.h"
#include "core/cproject/emitter.h"
#include "core/interp/program.h"

// Single layers that kernels for rows make.
namespace thimble::cproject::test {

struct Layer {
    struct Axis {
        int in = 1;  ///< with padding that is folded
        int before = 0, after = 0;
        int window = 1, stride = 1, dilation = 1;

        [[nodiscard]] int reach() const { return (window - 1) * dilation + 1; }
        [[nodiscard]] int out(bool isSame) const {
            return isSame ? (in + stride - 1) / stride : (in - reach()) / stride + 1;
        }
        /// Of the window, on the input without its padding.
        [[nodiscard]] int padding(bool isSame) const {
            const int wanted = (out(isSame) - 1) * stride + reach() - in;
            return before + (isSame ? std::max(0, wanted) / 2 : 0);
        }
    };

    enum class Kind { Conv, Depthwise, Average, Maximum };

    Kind kind = Kind::Conv;
    Axis y, x;
    int inDepth = 1, outDepth = 1;
    bool isSame = false;
    bool isSummed = false;  ///< an average over all, row by row
    int activation = 0;
    std::string outScale = ".9";
    std::string type = "i8";
    int seed = 1;
    RowScratch scratch = RowScratch::Quick;

    [[nodiscard]] std::string text() const;
};

/// A layer's operator, emitted both ways; or its sums and its mean instead of a row.
struct Emitted {
    Emission whole, row, mean;
    std::size_t input = 0;  ///< its slot
};

/// Operator 0 of subgraph 0; `number` names its tables.
[[nodiscard]] Result<Emission> emit(interp::Program& program, std::size_t number,
                                    FoldedPadding padding, Emit makeCalls);
/// `number` differs among the layers of a program.
[[nodiscard]] Result<Emitted> emit(const Layer& layer, std::size_t number);

}  // namespace thimble::cproject::test
