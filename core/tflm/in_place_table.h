#pragma once

#include <array>

#include "core/tflm/in_place.h"

// The list itself, for in_place.cpp.
namespace thimble::tflm {

/// What a kernel does with its operands. Each of these is safe for a reason of its own.
enum class InPlacePattern {
    Unary,       ///< one loop: reads element i of input 0, then writes element i
    Rows,        ///< passes over a row that only read; element i is read last just before its write
    Requantize,  ///< as Unary, the type may change at the same width
    Binary,      ///< one loop: reads element i of an input as large as the output, then writes it
    FirstOfTwo,  ///< as Binary, of input 0 only
    AllOperands,  ///< one loop: reads element i of every input, then writes it
    Choice,       ///< as AllOperands; inputs 1 and 2 are values
    Copy,         ///< copies bytes to where they already are, or finds that out and does nothing
    Slices,       ///< copies each input into its slice of the output
};

struct InPlaceEntry {
    InPlaceRule rule;
    InPlacePattern pattern;
};

// Files are relative to tensorflow/lite/kernels/internal or, with micro/, to tensorflow/lite;
// arm_* are CMSIS-NN's. Vector variants load whole groups of elements before they store the group.
inline constexpr auto kInPlaceEntries = std::to_array<InPlaceEntry>({
    {{BuiltinOperator::Relu,
      "micro/kernels/activations.h ReluQuantized, activations_common.cc ReluFloat", ""},
     InPlacePattern::Unary},
    {{BuiltinOperator::Relu6,
      "micro/kernels/activations.h Relu6Quantized, activations_common.cc Relu6Float", ""},
     InPlacePattern::Unary},
    {{BuiltinOperator::LeakyRelu, "reference/leaky_relu.h LeakyRelu, QuantizeLeakyRelu", ""},
     InPlacePattern::Unary},
    {{BuiltinOperator::Elu, "reference/elu.h Elu, micro/kernels/elu.cc EvalUsingLookupTable", ""},
     InPlacePattern::Unary},
    {{BuiltinOperator::HardSwish, "reference/hard_swish.h HardSwish", ""}, InPlacePattern::Unary},
    {{BuiltinOperator::Logistic, "reference/logistic.h, reference/integer_ops/logistic.h Logistic",
      ""},
     InPlacePattern::Unary},
    {{BuiltinOperator::Tanh, "reference/tanh.h, reference/integer_ops/tanh.h Tanh", ""},
     InPlacePattern::Unary},
    {{BuiltinOperator::Abs, "micro/kernels/elementwise.cc EvalImpl, EvalImplQuantized", ""},
     InPlacePattern::Unary},
    {{BuiltinOperator::Rsqrt, "micro/kernels/elementwise.cc EvalImpl, EvalImplQuantized", ""},
     InPlacePattern::Unary},
    {{BuiltinOperator::Sin, "micro/kernels/elementwise.cc EvalImpl", ""}, InPlacePattern::Unary},
    {{BuiltinOperator::Cos, "micro/kernels/elementwise.cc EvalImpl", ""}, InPlacePattern::Unary},
    {{BuiltinOperator::Log, "micro/kernels/elementwise.cc EvalImpl", ""}, InPlacePattern::Unary},
    {{BuiltinOperator::Sqrt, "micro/kernels/elementwise.cc EvalImpl", ""}, InPlacePattern::Unary},
    {{BuiltinOperator::Square, "micro/kernels/elementwise.cc EvalImpl", ""}, InPlacePattern::Unary},
    {{BuiltinOperator::LogicalNot, "micro/kernels/elementwise.cc EvalImpl", ""},
     InPlacePattern::Unary},
    {{BuiltinOperator::Exp, "reference/exp.h Exp", ""}, InPlacePattern::Unary},
    {{BuiltinOperator::Neg, "reference/neg.h Negate", ""}, InPlacePattern::Unary},
    {{BuiltinOperator::Ceil, "reference/ceil.h Ceil", ""}, InPlacePattern::Unary},
    {{BuiltinOperator::Floor, "reference/floor.h Floor", ""}, InPlacePattern::Unary},
    {{BuiltinOperator::Round, "reference/round.h Round", ""}, InPlacePattern::Unary},

    {{BuiltinOperator::Quantize, "reference/requantize.h Requantize", ""},
     InPlacePattern::Requantize},

    {{BuiltinOperator::Softmax, "reference/softmax.h Softmax, SoftmaxInt16",
      "arm_softmax_s8, arm_nn_softmax_common_s8, arm_softmax_s16"},
     InPlacePattern::Rows},
    {{BuiltinOperator::LogSoftmax, "reference/log_softmax.h LogSoftmax, LogSoftmaxQuantized", ""},
     InPlacePattern::Rows},
    {{BuiltinOperator::L2Normalization,
      "reference/l2normalization.h, reference/integer_ops/l2normalization.h L2Normalization", ""},
     InPlacePattern::Rows},

    {{BuiltinOperator::Add,
      "reference/add.h, reference/integer_ops/add.h, reference/broadcast_loop.h",
      "arm_elementwise_add_s8, arm_elementwise_add_s16"},
     InPlacePattern::Binary},
    {{BuiltinOperator::Mul,
      "reference/mul.h, reference/integer_ops/mul.h, reference/broadcast_loop.h",
      "arm_elementwise_mul_s8, arm_elementwise_mul_s16"},
     InPlacePattern::Binary},
    {{BuiltinOperator::Sub,
      "reference/sub.h SubElementwise, SubWithActivation, reference/broadcast_loop.h", ""},
     InPlacePattern::Binary},
    {{BuiltinOperator::Div, "reference/div.h DivElementwise, Div, reference/broadcast_loop.h", ""},
     InPlacePattern::Binary},
    {{BuiltinOperator::Maximum, "reference/maximum_minimum.h MaximumMinimumBroadcastSlow",
      "arm_maximum_s8"},
     InPlacePattern::Binary},
    {{BuiltinOperator::Minimum, "reference/maximum_minimum.h MaximumMinimumBroadcastSlow",
      "arm_minimum_s8"},
     InPlacePattern::Binary},
    {{BuiltinOperator::SquaredDifference,
      "micro/kernels/squared_difference.cc, reference/broadcast_loop.h", ""},
     InPlacePattern::Binary},
    {{BuiltinOperator::FloorDiv,
      "micro/kernels/floor_div.cc EvalFloorDiv, reference/binary_function.h", ""},
     InPlacePattern::Binary},
    {{BuiltinOperator::FloorMod,
      "micro/kernels/floor_mod.cc EvalFloorMod, reference/binary_function.h", ""},
     InPlacePattern::Binary},
    {{BuiltinOperator::LogicalAnd, "micro/kernels/logical_common.cc LogicalImpl", ""},
     InPlacePattern::Binary},
    {{BuiltinOperator::LogicalOr, "micro/kernels/logical_common.cc LogicalImpl", ""},
     InPlacePattern::Binary},
    {{BuiltinOperator::Prelu,
      "reference/prelu.h, micro/kernels/prelu_common.cc BroadcastPrelu4DSlowFloat", ""},
     InPlacePattern::FirstOfTwo},
    {{BuiltinOperator::AddN, "reference/add_n.h AddN", ""}, InPlacePattern::AllOperands},
    {{BuiltinOperator::SelectV2, "reference/select.h Select", ""}, InPlacePattern::Choice},

    {{BuiltinOperator::Reshape, "micro/kernels/reshape.cc EvalReshapeReference", ""},
     InPlacePattern::Copy},
    {{BuiltinOperator::Squeeze, "micro/kernels/squeeze.cc SqueezeEval", ""}, InPlacePattern::Copy},
    {{BuiltinOperator::ExpandDims, "micro/kernels/expand_dims.cc memCopyN", ""},
     InPlacePattern::Copy},
    {{BuiltinOperator::DynamicUpdateSlice, "micro/kernels/dynamic_update_slice.cc EvalImpl", ""},
     InPlacePattern::Copy},
    {{BuiltinOperator::Concatenation, "reference/concatenation.h Concatenation", ""},
     InPlacePattern::Slices},
});

}  // namespace thimble::tflm
