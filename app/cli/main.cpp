#include <CLI/CLI.hpp>
#include <cstdio>
#include <string>

#include "app/cli/commands/inspect.h"
#include "app/cli/exit_status.h"
#include "core/base/version.h"

int main(int argc, char** argv) {
    using namespace thimble;
    CLI::App app(
        "Shows what a neural network needs on a microcontroller: reads a .tflite and says, exact "
        "to the "
        "byte,\nhow much SRAM TensorFlow Lite Micro will use for it, when, where and why.",
        "thimble");
    app.set_version_flag("--version", std::string("thimble ") + kVersion);
    app.require_subcommand(1);
    app.footer(
        "Exit status: 0 done; 1 the answer is no (does not fit, over budget); 2 bad usage or "
        "input.\n"
        "'thimble COMMAND --help' explains a command.");

    int status = 0;
    cli::addInspect(app, status);
    try {
        app.parse(argc, argv);
    } catch (const CLI::CallForHelp& help) {
        return app.exit(help);
    } catch (const CLI::CallForVersion& version) {
        return app.exit(version);
    } catch (const CLI::Success& success) {
        return app.exit(success);
    } catch (const CLI::ParseError& error) {
        std::string line = error.what();
        for (char& c : line)
            if (c == '\n') c = ' ';
        std::fprintf(stderr, "thimble: error: %s (see thimble --help)\n", line.c_str());
        return cli::kBadInput;
    }
    return status;
}
