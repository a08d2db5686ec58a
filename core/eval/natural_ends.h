#pragma once

#include <string>
#include <vector>

#include "core/interp/program.h"

namespace thimble::eval {

/// At which ends of its type a tensor's values belong, so that elements there are no sign of
/// clipping: the zeros behind a RELU whose zero point is the type's lowest number, the ones of a
/// SOFTMAX.
struct NaturalEnds {
    bool lowest = false;
    bool highest = false;
    std::string because;  ///< "RELU": what bounds the values; empty: nothing does

    friend bool operator==(const NaturalEnds&, const NaturalEnds&) = default;
};

/// For each tensor of the program, by Slot. An end is natural where a bound of the values (of a
/// fused activation or of RELU, RELU6, RELU_N1_TO_1, RELU_0_TO_1, ABS, LOGISTIC, SOFTMAX, TANH) is
/// a number of the type, or lies at most one step beyond its end. Operators that pick, move or
/// average elements hand their input's bounds on. Only for quantised integers.
[[nodiscard]] std::vector<NaturalEnds> naturalEnds(const interp::Program& program);

}  // namespace thimble::eval
