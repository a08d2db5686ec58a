#include "core/cproject/write_project.h"

#include <span>
#include <system_error>

#include "core/base/file.h"

namespace thimble::cproject {

Result<void> writeProject(const Project& project, const std::filesystem::path& folder) {
    for (const File& file : project.files) {
        const std::filesystem::path path = folder / file.name;
        std::error_code error;
        std::filesystem::create_directories(path.parent_path(), error);
        if (error) return fail(ErrorCode::Io, path.parent_path().string() + ": " + error.message());
        THIMBLE_CHECK(writeFile(path, std::as_bytes(std::span(file.text))));
    }
    return {};
}

}  // namespace thimble::cproject
