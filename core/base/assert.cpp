#include "core/base/assert.h"

#include <cstdio>
#include <cstdlib>

namespace thimble {

void assertionFailed(const char* expression, const char* file, int line) {
    std::fprintf(stderr, "%s:%d: broken promise: %s\n", file, line, expression);
    std::abort();
}

}  // namespace thimble
