#pragma once

namespace CLI {  // NOLINT(readability-identifier-naming): the library's name
class App;
}

namespace thimble::cli {

/// `thimble pack INPUT.csv`. Sets `status` when the command has run.
void addPack(CLI::App& app, int& status);

}  // namespace thimble::cli
