#pragma once

#include <CLI/CLI.hpp>

namespace thimble::cli {

/// `thimble search MODEL --data DIR`: variants that fit, and the trade between what they cost and
/// how good they are.
void addSearch(CLI::App& app, int& status);

}  // namespace thimble::cli
