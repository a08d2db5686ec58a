#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "core/interp/tensor_info.h"

namespace thimble::cproject {

/// A table of numbers that goes into flash: `static const TYPE NAME[] = {...}`.
struct ConstantArray {
    std::string name;
    std::string type;                 ///< as C spells it: int8_t, int32_t, float
    std::vector<std::string> values;  ///< as C spells them
    std::size_t bytes = 0;
    friend bool operator==(const ConstantArray&, const ConstantArray&) = default;
};

/// A pointer that a kernel is given; where it points is known once memory has been planned.
struct Operand {
    enum class Kind {
        Tensor,   ///< `number` is its Slot: in the arena, or a constant in flash
        Scratch,  ///< the operator's own memory in the arena
        Nothing,  ///< a null pointer
        State,    ///< `number` is an index into Emission::states
        RowIn,    ///< row by row: of input `number` of the graph of rows, the row of the output's
                  ///< number
        RowOut,   ///< row by row: the output's row
        /// The rows of input `number` (a position) under the window, where rows of the output are
        /// made one by one: an array of `const int8_t*`, null for a row outside the image.
        Rows,
    };
    Kind kind = Kind::Tensor;
    std::size_t number = 0;
    friend bool operator==(const Operand&, const Operand&) = default;
};

/// One call of a kernel: `kernel(&params, operands...)`, where params is a
/// `static const kernel_params` with these fields. The kernel is in the file of its name.
struct Call {
    std::string kernel;
    std::vector<std::pair<std::string, std::string>> fields;  ///< name and C text, in order
    std::vector<Operand> operands;
    bool mayFail = false;  ///< answers a status, which is 0 where all went well
    friend bool operator==(const Call&, const Call&) = default;
};

/// Memory that an operator or a variable keeps between invocations, until model_reset().
struct State {
    std::string name;
    std::size_t bytes = 0;
    std::int8_t initial = 0;                  ///< every byte of it after a reset
    std::vector<std::uint8_t> contents = {};  ///< its bytes then, where they are not all the same
    friend bool operator==(const State&, const State&) = default;
};

/// Where a row of output 0 may lie over a row of an input that nobody needs any more: its first
/// byte at most so many bytes behind that row's first byte (before it, if negative), or exactly so
/// many.
struct RowOverlap {
    std::size_t position = 0;
    std::int64_t most = 0;
    bool exactly = false;
    friend bool operator==(const RowOverlap&, const RowOverlap&) = default;
};

/// What an operator becomes in C.
struct Emission {
    std::vector<Call> calls;
    std::vector<ConstantArray> arrays;
    std::size_t scratchBytes = 0;
    /// Inputs (positions) that output 0 may be written over as it is computed, where the bytes of
    /// both are the same place. The kernels' own access order makes that safe.
    std::vector<std::size_t> mayOverwrite;
    /// The same for a call that makes a single row of output 0.
    std::vector<RowOverlap> overlaps;
    /// Output 0 is input 0 under another shape: no call where both are the same place.
    bool isAlias = false;
    friend bool operator==(const Emission&, const Emission&) = default;
};

}  // namespace thimble::cproject
