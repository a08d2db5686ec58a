#pragma once

namespace CLI {  // NOLINT(readability-identifier-naming): the library's name
class App;
}

namespace thimble::cli {

/// `thimble evaluate MODEL --data DIR`. Sets `status` when the command has run.
void addEvaluate(CLI::App& app, int& status);

}  // namespace thimble::cli
