#include "app/cli/commands/boards.h"

#include <CLI/CLI.hpp>
#include <memory>
#include <string>

#include "app/cli/board_options.h"
#include "app/cli/commands/boards_text.h"
#include "app/cli/output.h"
#include "core/boards/catalogue.h"

namespace thimble::cli {

namespace {

struct BoardsCommand {
    std::string id;
    std::string folder;
    bool json = false;
};

int showBoards(const BoardsCommand& command) {
    Result<std::vector<boards::Board>> all = boards::boardCatalogue(command.folder);
    if (!all) return cli::report(all.error());
    if (command.id.empty()) return print(command.json ? boardsJson(*all) : boardsText(*all), kDone);
    const Result<boards::Board> one = boards::findBoard(*all, command.id);
    if (!one) return cli::report(one.error());
    return print(command.json ? boardsJson({*one}) : boardText(*one), kDone);
}

}  // namespace

void addBoards(CLI::App& app, int& status) {
    auto options = std::make_shared<BoardsCommand>();
    CLI::App* command =
        app.add_subcommand("boards", "List the boards that are known, with their memories");
    command->add_option("ID", options->id, "One board, with the source of every number");
    addBoardsFolder(*command, options->folder);
    command->add_flag("--json", options->json, "One JSON object on stdout, for scripts");
    command->footer(
        "A board of your own is a JSON file in that folder; docs/formats/board.md explains it, "
        "and\n"
        "'thimble boards ID --json' prints one to begin with. What nobody has stated is unknown,\n"
        "and every number names its source. A file with the id of a built-in board replaces it.\n"
        "Examples:\n"
        "  thimble boards\n"
        "  thimble boards nucleo-f446re\n"
        "  thimble boards --boards ./my_boards --json");
    command->callback([options, &status] { status = showBoards(*options); });
}

}  // namespace thimble::cli
