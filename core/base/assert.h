#pragma once

namespace thimble {

/// Says which promise was broken and ends the program.
[[noreturn]] void assertionFailed(const char* expression, const char* file, int line);

}  // namespace thimble

/// A promise inside our own code, checked in every build; never for input from outside.
#define THIMBLE_ASSERT(expression) \
    ((expression) ? void() : ::thimble::assertionFailed(#expression, __FILE__, __LINE__))
