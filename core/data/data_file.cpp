#include "core/data/data_file.h"

#include <fmt/format.h>

#include <algorithm>
#include <system_error>

#include "core/base/file.h"

namespace thimble::data {

Result<Blob> readDataFile(const std::filesystem::path& path, std::size_t largest) {
    std::error_code problem;
    const std::filesystem::file_status status = std::filesystem::status(path, problem);
    if (std::filesystem::exists(status) && !std::filesystem::is_regular_file(status))
        return fail(ErrorCode::Io, path.string() + ": is not a regular file");
    const std::uintmax_t size = std::filesystem::file_size(path, problem);
    if (problem) return fail(ErrorCode::Io, path.string() + ": " + problem.message());
    if (size > largest)
        return fail(ErrorCode::Unsupported, fmt::format("{}: {} bytes; at most {} are supported",
                                                        path.string(), size, largest));
    THIMBLE_TRY(Blob file, readFile(path));
    if (file.empty()) return fail(ErrorCode::InvalidFile, path.string() + ": the file is empty");
    return file;
}

std::string lowerExtension(const std::filesystem::path& path) {
    std::string extension = path.extension().string();
    for (char& c : extension)
        if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
    return extension;
}

}  // namespace thimble::data
