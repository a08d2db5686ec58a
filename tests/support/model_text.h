#pragma once

#include <initializer_list>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/blob.h"
#include "core/model/model.h"

namespace thimble::test {

// A model of one operator, in text that fits on a line:
//
//   CONV_2D(i8 1x8x8x3 q, i8 4x3x3x3 q4 =, i32 4 =) -> i8 1x6x6x4 q | Conv2DOptions padding=1
//   SignalWindow(i16 8, i16 8 =) -> i16 8 | {shift: 12}
//
// A tensor is a type, a shape ("." is a scalar) and, where it applies,
//   q  q4  q4@3      one scale (0.5, zero point 0); four scales, along dimension 0 or 3
//   q.25:-128        scale and zero point
//   Q.02x4@3         four different scales from 0.02 on, along dimension 3
//   =  =[1 -1]       a constant: all bytes 1, or these values; floats with a point: =[1.0 -.5]
//   =#7  =#7~100     a constant: random numbers, drawn with seed 7; from -100 to 100
//   v                a variable
// A lone "-" is an input left out. A name in capitals is a builtin operator.

[[nodiscard]] Model modelFromText(std::string_view text);
[[nodiscard]] Model modelFromText(std::initializer_list<std::string> operators);

/// Each operator reads what the one before it makes; the application gives what the first reads.
[[nodiscard]] Model chainFromText(const std::vector<std::string>& operators);

/// Appends the operator, with tensors of its own, to subgraph 0. What the application gives becomes
/// an input of the model, what the operator makes an output.
void addOperatorFromText(Model& model, const std::string& text);

/// "{shift: 12, T: 7}" as a flexbuffer.
[[nodiscard]] Blob customOptionsFromText(const std::string& text);

}  // namespace thimble::test
