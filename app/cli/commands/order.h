#pragma once

namespace CLI {  // NOLINT(readability-identifier-naming): the library's name
class App;
}

namespace thimble::cli {

/// `thimble order INPUT.json`. Sets `status` when the command has run.
void addOrder(CLI::App& app, int& status);

}  // namespace thimble::cli
