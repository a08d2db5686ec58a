#pragma once

namespace CLI {  // NOLINT(readability-identifier-naming): the library's name
class App;
}

namespace thimble::cli {

/// `thimble report MODEL`. Sets `status` when the command has run.
void addReport(CLI::App& app, int& status);

}  // namespace thimble::cli
