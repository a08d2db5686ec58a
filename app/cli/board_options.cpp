#include "app/cli/board_options.h"

#include "core/boards/catalogue.h"

namespace thimble::cli {

void addBoardsFolder(CLI::App& command, std::string& folder) {
    command
        .add_option("--boards", folder,
                    "Folder with board files of your own (default: $THIMBLE_BOARDS, then "
                    "thimble/boards in $XDG_DATA_HOME)")
        ->type_name("DIR");
}

void addTargetChoice(CLI::App& command, TargetChoice& choice) {
    std::vector<std::string> names;
    names.reserve(tflm::kTargets.size());
    for (const tflm::TargetInfo& info : tflm::kTargets) names.emplace_back(info.name);
    command
        .add_option("--target", choice.target,
                    "The machine and its kernel library (default: the board's, or " +
                        std::string(tflm::kTargets[0].name) + ")")
        ->check(CLI::IsMember(names));
    command
        .add_option("--board", choice.board,
                    "A board of the catalogue, by its id: 'thimble boards' lists them")
        ->type_name("ID");
    addBoardsFolder(command, choice.boards);
}

std::optional<tflm::TargetInfo> namedTarget(const TargetChoice& choice) {
    return tflm::findTarget(choice.target);
}

Result<tflm::TargetInfo> chosenTarget(const TargetChoice& choice) {
    const auto named = namedTarget(choice);
    if (choice.board.empty()) return named.value_or(tflm::kTargets[0]);
    THIMBLE_TRY(const std::vector<boards::Board> all, boards::boardCatalogue(choice.boards));
    THIMBLE_TRY(const boards::Board board, boards::findBoard(all, choice.board));
    return boards::targetOn(board, named);
}

}  // namespace thimble::cli
