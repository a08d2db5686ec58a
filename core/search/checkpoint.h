#pragma once

#include <cstdint>
#include <filesystem>
#include <map>
#include <memory>
#include <optional>
#include <string>

#include "core/base/result.h"
#include "core/search/memory.h"

namespace thimble::search {

/// A search on disk: a line of JSON for the settings, then a line for each evaluation, written when
/// it is done. Whatever ends the program, the file holds all that was finished; a last line that
/// was cut off is dropped.
class Checkpoint {
public:
    /// Opens the file, or begins it.
    ///   settings   one line of JSON with all that the search depends on
    ///   space      of it: what lies outside is no evaluation of this search
    ///   errors     InvalidArgument   the checkpoint of a search with other settings
    ///              InvalidFile       no checkpoint: names the line; Io
    [[nodiscard]] static Result<std::unique_ptr<Checkpoint>> open(const std::filesystem::path& path,
                                                                  const std::string& settings,
                                                                  const Space& space);
    ~Checkpoint();
    Checkpoint(const Checkpoint&) = delete;
    Checkpoint& operator=(const Checkpoint&) = delete;
    Checkpoint(Checkpoint&&) = delete;
    Checkpoint& operator=(Checkpoint&&) = delete;

    [[nodiscard]] std::optional<Record> recordOf(std::int64_t index) const;
    [[nodiscard]] std::optional<double> testOf(const Genome& genome) const;
    [[nodiscard]] Result<void> keep(std::int64_t index, const Record& record);
    [[nodiscard]] Result<void> keepTest(const Genome& genome, double score);

private:
    Checkpoint(std::filesystem::path path, int file) : m_path(std::move(path)), m_file(file) {}
    [[nodiscard]] Result<void> append(const std::string& line);
    [[nodiscard]] Result<void> read(const std::string& text, const std::string& settings,
                                    const Space& space);

    std::filesystem::path m_path;
    int m_file;
    std::map<std::int64_t, Record> m_records;
    std::map<Genome, double> m_tests;
};

}  // namespace thimble::search
