#pragma once

#include <string_view>

#include "core/base/result.h"
#include "core/graph/graph.h"

namespace thimble {

/// A graph written on one line, for tests and for the documentation:
///
///     x 8; a = conv(x) 16; b, c = split(a) 4, 4; y = add(b, c) 4; out y
///
/// A name with a size is an input; `= op(inputs) sizes` makes an operator. Without `out`, the
/// tensors that nothing reads are the outputs. Sizes are bytes; tensors are INT8 of shape [bytes].
///   errors   InvalidArgument   names the statement
[[nodiscard]] Result<Graph> graphFromText(std::string_view text);

}  // namespace thimble
