#pragma once

#include <filesystem>
#include <memory>
#include <optional>
#include <string>

#include "core/base/result.h"

struct sqlite3;

namespace thimble::search {

/// Results by keys, in an SQLite file that several searches can use at once.
class ResultCache {
public:
    /// Opens the file, or makes it.
    ///   errors   Io            cannot be opened
    ///            InvalidFile   no database, or another's
    [[nodiscard]] static Result<std::unique_ptr<ResultCache>> open(
        const std::filesystem::path& path);
    ~ResultCache();
    ResultCache(const ResultCache&) = delete;
    ResultCache& operator=(const ResultCache&) = delete;
    ResultCache(ResultCache&&) = delete;
    ResultCache& operator=(ResultCache&&) = delete;

    /// Nothing: not there.
    ///   errors   Io, InvalidFile
    [[nodiscard]] Result<std::optional<std::string>> find(const std::string& key);
    /// What is there under the key already stays.
    [[nodiscard]] Result<void> keep(const std::string& key, const std::string& value);

private:
    ResultCache(std::filesystem::path path, sqlite3* database)
        : m_path(std::move(path)), m_database(database) {}
    [[nodiscard]] tl::unexpected<Error> lastError() const;

    std::filesystem::path m_path;
    sqlite3* m_database;
};

}  // namespace thimble::search
