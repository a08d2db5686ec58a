#pragma once

namespace CLI {  // NOLINT(readability-identifier-naming): the library's name
class App;
}

namespace thimble::cli {

/// `thimble inspect MODEL`. Sets `status` when the command has run.
void addInspect(CLI::App& app, int& status);

}  // namespace thimble::cli
