#pragma once

namespace CLI {  // NOLINT(readability-identifier-naming): the library's name
class App;
}

namespace thimble::cli {

/// `thimble boards [ID]`. Sets `status` when the command has run.
void addBoards(CLI::App& app, int& status);

}  // namespace thimble::cli
