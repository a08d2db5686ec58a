#pragma once

namespace CLI {  // NOLINT(readability-identifier-naming): the library's name
class App;
}

namespace thimble::cli {

/// `thimble export MODEL`. Sets `status` when the command has run.
void addExport(CLI::App& app, int& status);

}  // namespace thimble::cli
