#pragma once

#include <string_view>

#include "core/base/result.h"

namespace thimble::cli {

inline constexpr int kDone = 0;
inline constexpr int kAnswerIsNo = 1;
inline constexpr int kBadInput = 2;

/// The answer, on stdout: `status` when all of it arrived there, otherwise an error.
[[nodiscard]] int print(std::string_view text, int status);

/// One line on stderr, whatever the message holds; the status to end with.
int report(const Error& error);

}  // namespace thimble::cli
