#pragma once

namespace CLI {  // NOLINT(readability-identifier-naming): the library's name
class App;
}

namespace thimble::cli {

/// `thimble run MODEL`. Sets `status` when the command has run.
void addRun(CLI::App& app, int& status);

}  // namespace thimble::cli
