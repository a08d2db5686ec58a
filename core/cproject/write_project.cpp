#include "core/cproject/write_project.h"

#include <algorithm>
#include <span>
#include <system_error>

#include "core/base/file.h"

namespace thimble::cproject {

namespace {

/// A build takes in every th_*.c of the folder, and one that calls CMSIS-NN asks for its sources.
Result<void> removeOtherKernels(const Project& project, const std::filesystem::path& folder) {
    for (const BuiltInFile& kernel : builtInKernels()) {
        if (std::ranges::find(project.files, kernel.name, &File::name) != project.files.end())
            continue;
        const std::filesystem::path path = folder / kernel.name;
        std::error_code error;
        std::filesystem::remove(path, error);
        if (error) return fail(ErrorCode::Io, path.string() + ": " + error.message());
    }
    return {};
}

}  // namespace

Result<void> writeProject(const Project& project, const std::filesystem::path& folder) {
    for (const File& file : project.files) {
        const std::filesystem::path path = folder / file.name;
        std::error_code error;
        std::filesystem::create_directories(path.parent_path(), error);
        if (error) return fail(ErrorCode::Io, path.parent_path().string() + ": " + error.message());
        THIMBLE_CHECK(writeFile(path, std::as_bytes(std::span(file.text))));
    }
    return removeOtherKernels(project, folder);
}

}  // namespace thimble::cproject
