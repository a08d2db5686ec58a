#pragma once

namespace CLI {  // NOLINT(readability-identifier-naming): the library's name
class App;
}

namespace thimble::cli {

/// `thimble compare A B`. Sets `status` when the command has run.
void addCompare(CLI::App& app, int& status);

}  // namespace thimble::cli
