#pragma once

#include <cstdio>

#include "core/base/result.h"

namespace thimble::cli {

inline constexpr int kDone = 0;
inline constexpr int kAnswerIsNo = 1;
inline constexpr int kBadInput = 2;

/// One line on stderr; the status to end with.
inline int report(const Error& error) {
    std::fprintf(stderr, "thimble: error: %s\n", error.message.c_str());
    return kBadInput;
}

}  // namespace thimble::cli
