#pragma once

#include <CLI/CLI.hpp>

namespace thimble::cli {

/// `thimble apply MODEL --recipe FILE`: the edits of a recipe once more.
void addApply(CLI::App& app, int& status);

}  // namespace thimble::cli
