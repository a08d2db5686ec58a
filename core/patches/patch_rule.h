#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "core/base/interval.h"
#include "core/base/result.h"
#include "core/model/model.h"

namespace thimble::patches {

/// A half-open range of rows or of columns.
using Extent = HalfOpen<std::int64_t>;

/// A rectangle of a tensor [1, H, W, C]. It may reach over the tensor's edges: what lies outside is
/// padding.
struct Region {
    Extent rows;
    Extent columns;

    [[nodiscard]] bool empty() const { return rows.empty() || columns.empty(); }
    friend bool operator==(const Region&, const Region&) = default;
};

/// What both cover, and the smallest that covers both; the hull with an empty one is the other.
[[nodiscard]] Region intersection(const Region& a, const Region& b);
[[nodiscard]] Region hull(const Region& a, const Region& b);

/// How an operator's window moves along one axis.
struct WindowStep {
    std::int64_t reach = 1;  ///< elements from the window's first to behind its last
    std::int64_t stride = 1;
    std::int64_t padding = 0;  ///< before the first element of the whole tensor

    /// Which elements of the input these of the output are made of; outside it: padding.
    [[nodiscard]] Extent inputOf(Extent output) const {
        return {output.first * stride - padding, (output.last - 1) * stride - padding + reach};
    }
};

/// What an operator needs of its inputs to make a part of its output.
struct PatchRule {
    enum class Kind {
        Window,  ///< of input 0 a larger region, the others are constants
        Same,    ///< the same region of every input in `images`
        Pad,     ///< of input 0 the region without the padding; nothing to run
    };
    Kind kind = Kind::Same;
    WindowStep rows;
    WindowStep columns;               ///< Window
    std::int64_t top = 0, left = 0;   ///< Pad
    std::vector<std::size_t> images;  ///< positions of the inputs that are cut; others stay whole
    bool mayPad = true;               ///< Window: the zero point around the input changes nothing
};

/// Height and width of a tensor [1, H, W, C]; empty for all others.
[[nodiscard]] Region wholeOf(const Tensor& tensor);

/// The rule of an operator of subgraph 0; `model` has passed checkModel.
///   errors   Unsupported   operators, types or shapes without a rule, named
[[nodiscard]] Result<PatchRule> patchRule(const Model& model, std::size_t op);

}  // namespace thimble::patches
