#pragma once

#include <CLI/CLI.hpp>

namespace thimble::cli {

/// `thimble prune MODEL`: fewer channels.
void addPrune(CLI::App& app, int& status);

}  // namespace thimble::cli
