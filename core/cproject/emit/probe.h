#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "core/base/result.h"
#include "core/cproject/emitter.h"

namespace thimble::cproject {

// What an operator does is asked of the interpreter itself, once, when the project is made.

/// The operator's results for every value of an 8-bit input, by the value's bits: a lookup table of
/// 256 output elements, in bytes. For operators that treat each element for itself.
///   errors   as prepareProgram
[[nodiscard]] Result<std::vector<std::byte>> resultsOfEveryByte(const Emitter& emitter);

/// Which element of input `position` each element of the output is, and -1 where it is none of
/// them but padding. For operators that only move elements, whose other inputs are constant.
///   errors   as prepareProgram
[[nodiscard]] Result<std::vector<std::int32_t>> sourceOfEveryElement(const Emitter& emitter,
                                                                     std::size_t position);

/// The output's bytes where only the inputs' shapes count.
[[nodiscard]] Result<std::vector<std::byte>> resultOfShapes(const Emitter& emitter);

}  // namespace thimble::cproject
