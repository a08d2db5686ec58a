#pragma once

#include <cstddef>
#include <limits>
#include <string>
#include <string_view>

namespace thimble {

/// Text that a terminal and a window can show, made of text from anywhere: valid UTF-8 on one line,
/// without control characters (escape sequences, line breaks) and without those that turn the
/// direction of writing; each is replaced by U+FFFD. What is longer than `longest` bytes is cut
/// between two characters, and says so by "..." behind.
[[nodiscard]] std::string printable(std::string_view text,
                                    std::size_t longest = std::numeric_limits<std::size_t>::max());

}  // namespace thimble
