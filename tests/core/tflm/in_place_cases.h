#pragma once

#include <string_view>

namespace thimble::tflm::test {

/// An operator, and which of its inputs may begin where in its output: "0+0 1+0"; "": none.
struct InPlaceCase {
    std::string_view model;
    std::string_view allowed;
    std::string_view cmsis = "as reference";
};

// Beside each rule what is nearly the same and not allowed. What is allowed runs on TFLM.
inline constexpr InPlaceCase kInPlaceCases[] = {
    // One input, element by element.
    {"RELU(i8 1x33 q.25:3) -> i8 1x33 q.125:-7", "0+0"},
    {"RELU(i16 1x33 q.25:0) -> i16 1x33 q.125:0", "0+0"},
    {"RELU(f32 1x33) -> f32 1x33", "0+0"},
    {"RELU(f32 1x33) -> f32 33x1", ""},
    {"RELU(f32 4) -> f32 5", ""},
    {"RELU(i8 1x33 q =) -> i8 1x33 q", ""},
    {"RELU(i8 1x33 q v) -> i8 1x33 q", ""},
    {"RELU6(i8 1x33 q.25:3) -> i8 1x33 q.25:3", "0+0"},
    {"LEAKY_RELU(i8 1x33 q.25:3) -> i8 1x33 q.125:-7 | LeakyReluOptions alpha=0.25", "0+0"},
    {"LEAKY_RELU(f32 1x33) -> f32 1x33 | LeakyReluOptions alpha=0.25", "0+0"},
    {"ELU(i8 1x33 q.25:3) -> i8 1x33 q.125:-7", "0+0"},
    {"HARD_SWISH(i8 1x33 q.25:3) -> i8 1x33 q.125:-7", "0+0"},
    {"HARD_SWISH(f32 1x33) -> f32 1x33", "0+0"},
    {"LOGISTIC(i8 1x33 q.25:3) -> i8 1x33 q.00390625:-128", "0+0"},
    {"LOGISTIC(f32 1x33) -> f32 1x33", "0+0"},
    {"TANH(i8 1x33 q.25:3) -> i8 1x33 q.0078125:0", "0+0"},
    {"TANH(f32 1x33) -> f32 1x33", "0+0"},
    {"ABS(i8 1x33 q.25:3) -> i8 1x33 q.125:-7", "0+0"},
    {"ABS(f32 1x33) -> f32 1x33", "0+0"},
    {"SQUARE(f32 1x33) -> f32 1x33", "0+0"},
    {"SIN(f32 1x33) -> f32 1x33", "0+0"},
    {"COS(f32 1x33) -> f32 1x33", "0+0"},
    {"EXP(f32 1x33) -> f32 1x33", "0+0"},
    {"NEG(f32 1x33) -> f32 1x33", "0+0"},
    {"CEIL(f32 1x33) -> f32 1x33", "0+0"},
    {"FLOOR(f32 1x33) -> f32 1x33", "0+0"},
    {"ROUND(f32 1x33) -> f32 1x33", "0+0"},
    {"LOGICAL_NOT(bool 1x33) -> bool 1x33", "0+0"},
    // QUANTIZE: the same width.
    {"QUANTIZE(i8 1x33 q.25:3) -> i8 1x33 q.125:-7", "0+0"},
    {"QUANTIZE(i8 1x33 q.25:3) -> u8 1x33 q.125:7", "0+0"},
    {"QUANTIZE(i16 1x33 q.25:0) -> i16 1x33 q.125:0", "0+0"},
    {"QUANTIZE(i16 1x33 q.25:0) -> i8 1x33 q.125:-7", ""},
    {"QUANTIZE(f32 1x33) -> i8 1x33 q.125:-7", ""},
    {"QUANTIZE(f32 1x33) -> i32 1x33 q.125:-7", ""},
    {"DEQUANTIZE(i8 1x33 q.25:3) -> f32 1x33", ""},
    // Passes over a row of which only the last one overwrites.
    {"SOFTMAX(i8 3x11 q.25:3) -> i8 3x11 q.00390625:-128 | SoftmaxOptions beta=1.0", "0+0"},
    {"SOFTMAX(i8 3x11 q.25:3) -> i16 3x11 q.0000152587890625:-32768 | SoftmaxOptions beta=1.0", ""},
    {"SOFTMAX(i16 3x11 q.25:0) -> i16 3x11 q.000030517578125:0 | SoftmaxOptions beta=1.0", "0+0"},
    {"SOFTMAX(f32 3x11) -> f32 3x11 | SoftmaxOptions beta=1.0", "0+0"},
    {"LOG_SOFTMAX(i8 3x11 q.25:3) -> i8 3x11 q.0625:127", "0+0"},
    {"LOG_SOFTMAX(f32 3x11) -> f32 3x11", "0+0"},
    {"L2_NORMALIZATION(i8 3x11 q.25:3) -> i8 3x11 q.0078125:0", "0+0"},
    {"L2_NORMALIZATION(f32 3x11) -> f32 3x11", "0+0"},
    // Two inputs: one as large as the output; the other may be smaller, for it lies elsewhere.
    {"ADD(i8 3x11 q.25:3, i8 3x11 q.5:1) -> i8 3x11 q.125:-7", "0+0 1+0"},
    {"ADD(i8 3x11 q.25:3, i8 11 q.5:1) -> i8 3x11 q.125:-7", "0+0"},
    {"ADD(i8 1 q.25:3, i8 3x11 q.5:1) -> i8 3x11 q.125:-7", "1+0"},
    {"ADD(i8 3x1 q.25:3, i8 1x11 q.5:1) -> i8 3x11 q.125:-7", ""},
    {"ADD(i8 3x11 q.25:3, i8 11 q.5:1 =) -> i8 3x11 q.125:-7", "0+0"},
    {"ADD(i16 3x11 q.25:0, i16 3x11 q.5:0) -> i16 3x11 q.125:0", "0+0 1+0"},
    {"ADD(f32 3x11, f32 3x11) -> f32 3x11", "0+0 1+0"},
    {"SUB(i8 3x11 q.25:3, i8 3x11 q.5:1) -> i8 3x11 q.125:-7", "0+0 1+0"},
    {"SUB(f32 3x11, f32 3x1) -> f32 3x11", "0+0"},
    {"MUL(i8 1x4x4x5 q.25:3, i8 1x1x1x5 q.5:1) -> i8 1x4x4x5 q.125:-7", "0+0"},
    {"MUL(i8 1x4x4x5 q.25:3, i8 1x4x4x5 q.5:1) -> i8 1x4x4x5 q.125:-7", "0+0 1+0"},
    {"MUL(i16 3x11 q.25:0, i16 3x11 q.5:0) -> i16 3x11 q.125:0", "0+0 1+0"},
    {"MUL(f32 11, f32 3x11) -> f32 3x11", "1+0"},
    {"DIV(f32 3x11, f32 3x11) -> f32 3x11", "0+0 1+0"},
    {"SQUARED_DIFFERENCE(i8 3x11 q.25:3, i8 3x11 q.25:1) -> i8 3x11 q.5:-7", "0+0 1+0"},
    {"MAXIMUM(i8 3x11 q, i8 3x11 q) -> i8 3x11 q", "0+0 1+0"},
    {"MAXIMUM(i8 3x11 q, i8 11 q) -> i8 3x11 q", "0+0", ""},
    {"MINIMUM(i8 3x11 q, i8 3x11 q) -> i8 3x11 q", "0+0 1+0"},
    {"MINIMUM(i8 3x1 q, i8 3x11 q) -> i8 3x11 q", "1+0", ""},
    {"MINIMUM(f32 3x1, f32 3x11) -> f32 3x11", "1+0"},
    {"FLOOR_DIV(f32 3x11, f32 3x11) -> f32 3x11", "0+0 1+0"},
    {"FLOOR_MOD(f32 3x11, f32 3x11) -> f32 3x11", "0+0 1+0"},
    {"LOGICAL_AND(bool 3x11, bool 3x11) -> bool 3x11", "0+0 1+0"},
    {"LOGICAL_OR(bool 3x11, bool 3x11) -> bool 3x11", "0+0 1+0"},
    {"LESS(i8 3x11 q, i8 3x11 q) -> bool 3x11", ""},
    {"PRELU(i8 1x4x4x5 q.25:3, i8 1x1x5 q.5:1) -> i8 1x4x4x5 q.125:-7", "0+0"},
    {"PRELU(f32 1x4x4x5, f32 1x4x4x5) -> f32 1x4x4x5", "0+0"},
    {"ADD_N(f32 3x11, f32 3x11, f32 3x11) -> f32 3x11", "0+0 1+0 2+0"},
    {"ADD_N(i8 3x11 q, i8 3x11 q) -> i8 3x11 q.25:1", "0+0 1+0"},
    {"SELECT_V2(bool 3x11, f32 3x11, f32 3x11) -> f32 3x11", "1+0 2+0"},
    {"SELECT_V2(bool 3x1, f32 3x11, f32 3x11) -> f32 3x11", ""},
    // Copies.
    {"RESHAPE(i8 3x11 q, i32 1 =[33]) -> i8 33 q", "0+0"},
    {"RESHAPE(i8 3x11 q) -> i8 33 q | ReshapeOptions new_shape=[33]", "0+0"},
    {"SQUEEZE(f32 1x33) -> f32 33 | SqueezeOptions squeeze_dims=[0]", "0+0"},
    {"EXPAND_DIMS(i8 33 q, i32 1 =[0]) -> i8 1x33 q", "0+0"},
    {"TRANSPOSE(i8 3x11 q, i32 2 =[1 0]) -> i8 11x3 q", ""},
    {"PAD(i8 3x11 q, i32 2x2 =[0 0 0 0]) -> i8 3x11 q", ""},
    {"DYNAMIC_UPDATE_SLICE(f32 4x3, f32 1x3, i32 2) -> f32 4x3", "0+0"},
    // CONCATENATION: in one piece, at a place where a tensor may begin.
    {"CONCATENATION(i8 1x16 q, i8 1x20 q) -> i8 1x36 q | ConcatenationOptions axis=1", "0+0 1+16"},
    {"CONCATENATION(i8 1x16 q, i8 1x20 q) -> i8 1x36 q | ConcatenationOptions axis=-1", "0+0 1+16"},
    {"CONCATENATION(i8 1x20 q, i8 1x16 q) -> i8 1x36 q | ConcatenationOptions axis=1", "0+0"},
    {"CONCATENATION(i8 2x16 q, i8 2x16 q) -> i8 2x32 q | ConcatenationOptions axis=1", ""},
    {"CONCATENATION(i8 2x16 q, i8 2x16 q) -> i8 4x16 q | ConcatenationOptions axis=0", "0+0 1+32"},
    {"CONCATENATION(f32 1x4, f32 1x8 =, f32 1x4) -> f32 1x16 | ConcatenationOptions axis=1",
     "0+0 2+48"},
    {"CONCATENATION(f32 1x4, f32 1x4) -> f32 1x9 | ConcatenationOptions axis=1", ""},
    {"PACK(i8 16 q, i8 16 q) -> i8 2x16 q | PackOptions values_count=2 axis=0", ""},
    // Each output depends on many elements.
    {"AVERAGE_POOL_2D(i8 1x4x4x5 q) -> i8 1x4x4x5 q | Pool2DOptions stride_w=1 stride_h=1 "
     "filter_width=1 filter_height=1",
     ""},
    {"REVERSE_V2(f32 3x11, i32 1 =[1]) -> f32 3x11", ""},
    {"CUMSUM(f32 3x11, i32 . =[1]) -> f32 3x11", ""},
};

}  // namespace thimble::tflm::test
