#include "core/boards/catalogue.h"

#include <fmt/format.h>

#include <algorithm>
#include <cstdlib>
#include <system_error>

#include "core/base/file.h"
#include "core/boards/read_board.h"

namespace thimble::boards {

namespace {

namespace fs = std::filesystem;

constexpr Bytes kLargestFile = Bytes{1} << 20;
constexpr std::size_t kMostFiles = 10'000;

std::string environment(const char* name) {
    const char* value = std::getenv(name);
    return value == nullptr ? std::string() : std::string(value);
}

bool byId(const Board& a, const Board& b) { return a.id < b.id; }

Result<Board> readBoardFile(const fs::path& path) {
    THIMBLE_TRY(const Blob file, readFileStart(path, static_cast<std::size_t>(kLargestFile) + 1));
    if (file.size() > kLargestFile)
        return fail(ErrorCode::InvalidFile, path.string() + ": too large for a board");
    const auto bytes = file.bytes();
    return readBoard({reinterpret_cast<const char*>(bytes.data()), bytes.size()}, path.string());
}

Result<std::vector<fs::path>> boardFiles(const fs::path& folder) {
    std::vector<fs::path> files;
    std::error_code error;
    fs::directory_iterator entry(folder, error);
    if (error) return fail(ErrorCode::Io, fmt::format("{}: {}", folder.string(), error.message()));
    for (const fs::directory_iterator end; entry != end; entry.increment(error)) {
        if (error || files.size() > kMostFiles) break;
        if (entry->path().extension() == ".json") files.push_back(entry->path());
    }
    if (error) return fail(ErrorCode::Io, fmt::format("{}: {}", folder.string(), error.message()));
    if (files.size() > kMostFiles)
        return fail(ErrorCode::Io,
                    fmt::format("{}: more than {} boards", folder.string(), kMostFiles));
    std::sort(files.begin(), files.end());
    return files;
}

/// The user's own, sorted by id.
Result<std::vector<Board>> readFolder(const fs::path& folder) {
    THIMBLE_TRY(const std::vector<fs::path> files, boardFiles(folder));
    std::vector<Board> boards;
    for (const fs::path& file : files) {
        THIMBLE_TRY(Board board, readBoardFile(file));
        const auto same = std::find_if(boards.begin(), boards.end(), [&board](const Board& other) {
            return other.id == board.id;
        });
        if (same != boards.end())
            return fail(ErrorCode::InvalidFile,
                        fmt::format("{}: board '{}': id: another file of the folder has it, too",
                                    file.string(), board.id));
        boards.push_back(std::move(board));
    }
    std::sort(boards.begin(), boards.end(), byId);
    return boards;
}

/// Steps of one letter (put in, taken out, changed) from one word to the other.
std::size_t distance(std::string_view a, std::string_view b) {
    std::vector<std::size_t> row(b.size() + 1);
    for (std::size_t j = 0; j <= b.size(); ++j) row[j] = j;
    for (std::size_t i = 1; i <= a.size(); ++i) {
        std::size_t diagonal = row[0];
        row[0] = i;
        for (std::size_t j = 1; j <= b.size(); ++j) {
            const std::size_t above = row[j];
            row[j] =
                std::min({above + 1, row[j - 1] + 1, diagonal + (a[i - 1] == b[j - 1] ? 0 : 1)});
            diagonal = above;
        }
    }
    return row[b.size()];
}

}  // namespace

fs::path userBoardFolder(const fs::path& chosen) {
    if (!chosen.empty()) return chosen;
    if (const std::string named = environment("THIMBLE_BOARDS"); !named.empty()) return named;
    if (const std::string data = environment("XDG_DATA_HOME"); !data.empty())
        return fs::path(data) / "thimble" / "boards";
    if (const std::string home = environment("HOME"); !home.empty())
        return fs::path(home) / ".local" / "share" / "thimble" / "boards";
    return {};
}

Result<std::vector<Board>> boardCatalogue(const fs::path& chosen) {
    std::vector<Board> boards;
    const fs::path folder = userBoardFolder(chosen);
    std::error_code error;
    const bool mustExist = !chosen.empty() || !environment("THIMBLE_BOARDS").empty();
    if (!folder.empty() && (mustExist || fs::is_directory(folder, error))) {
        THIMBLE_TRY(boards, readFolder(folder));
    }
    const std::size_t own = boards.size();
    for (const BuiltInFile& file : builtInBoardFiles()) {
        THIMBLE_TRY(Board board, readBoard(file.text, std::string(file.name)));
        const auto end = boards.begin() + static_cast<std::ptrdiff_t>(own);
        if (std::none_of(boards.begin(), end,
                         [&board](const Board& other) { return other.id == board.id; }))
            boards.push_back(std::move(board));
    }
    std::sort(boards.begin(), boards.end(), byId);
    return boards;
}

Result<Board> findBoard(const std::vector<Board>& boards, std::string_view id) {
    for (const Board& board : boards)
        if (board.id == id) return board;
    std::string nearest;
    if (!boards.empty() && id.size() <= 64) {
        const auto best =
            std::min_element(boards.begin(), boards.end(), [id](const Board& a, const Board& b) {
                return distance(a.id, id) < distance(b.id, id);
            });
        nearest = fmt::format("; the nearest is '{}'", best->id);
    }
    return fail(ErrorCode::InvalidArgument,
                fmt::format("there is no board '{}'{} (thimble boards lists them)", id, nearest));
}

}  // namespace thimble::boards
