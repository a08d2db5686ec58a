#pragma once

#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

#include "core/base/units.h"
#include "core/model/model.h"

namespace thimble {

// What each builtin operator of the schema does to shapes, and what it costs. Tensors, options and
// constants may be hostile: a rule that they do not fit has no answer, and nothing overflows.

using Shape = std::vector<std::int32_t>;

/// Shapes of the outputs, one for each, as the operator's rule derives them from its inputs, its
/// options and its constants; what the file says of the outputs is not looked at. Nothing where
/// there is no rule, where shapes depend on values known only at run time, or where the inputs do
/// not fit the rule.
///   source   shape inference of TFLite's kernels (their Prepare functions)
[[nodiscard]] std::optional<std::vector<Shape>> outputShapes(const Model& model,
                                                             const Subgraph& subgraph,
                                                             const Operator& op);

/// Multiply-accumulates of one run, from the shapes in the file; the largest value that fits where
/// they are more. Counted are convolutions (2D, 3D, depthwise, transposed: positions of the input
/// times the kernel), matrix products, LSTM, RNN and SVDF: per time step every weight once. 0 for
/// all others, and where shapes make no sense.
[[nodiscard]] Macs operatorMacs(const Model& model, const Subgraph& subgraph, const Operator& op);

/// Those of all operators of the first subgraph.
[[nodiscard]] Macs modelMacs(const Model& model);

/// Whether operatorMacs knows what such an operator costs. Not so for custom operators, those
/// outside the schema, and convolutions and products that have no rule.
[[nodiscard]] bool knowsMacs(BuiltinOperator code);

/// What operators have in common for a reader of tables and charts.
enum class OperatorFamily : std::uint8_t {
    Convolution,
    MatrixProduct,
    Pooling,
    Recurrent,
    Activation,
    Normalization,
    Elementwise,  ///< arithmetic, comparison, logic
    Conversion,   ///< of numbers: quantize, cast
    Reduction,
    Reshape,       ///< other dimensions, same bytes
    DataMovement,  ///< concatenate, slice, pad, transpose, resize, gather
    Lookup,        ///< what comes out depends on values: embedding, where, top k
    Generator,     ///< shapes in, numbers out: fill, range, random
    Signal,        ///< Fourier transform and complex numbers
    ControlFlow,
    State,  ///< variables and hash tables
    Custom,
    Unknown,  ///< a number outside the schema
};

[[nodiscard]] OperatorFamily operatorFamily(BuiltinOperator code);

/// "data movement"; for tables, charts and exports.
[[nodiscard]] std::string_view operatorFamilyName(OperatorFamily family);

}  // namespace thimble
