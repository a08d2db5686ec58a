#pragma once

#include <cstddef>

#include "core/base/result.h"
#include "core/resolution/resizable.h"

namespace thimble::resolution {

// An operator whose inputs have got other shapes, in two steps around its shape rule.

/// Sets those of its own numbers that say a size: windows, shapes and sizes in constants.
///   errors   Unsupported   an operator that does not do the same thing at every resolution, or
///                          whose numbers do not tell what they would be
[[nodiscard]] Result<void> followOwnNumbers(Resizable& resizable, std::size_t o);

/// With the shapes of its outputs known: whether it still does what it did.
///   errors   Unsupported   likewise
[[nodiscard]] Result<void> checkSameWork(const Resizable& resizable, std::size_t o);

}  // namespace thimble::resolution
