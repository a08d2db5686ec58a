#pragma once

#include <filesystem>

#include "core/base/result.h"
#include "core/cproject/project.h"

namespace thimble::cproject {

/// Writes the files into the folder, each whole or not at all; folders are made where missing.
/// Kernels that an earlier project has left there are removed where this one does not call them.
///   errors   Io   names the file or the folder
[[nodiscard]] Result<void> writeProject(const Project& project,
                                        const std::filesystem::path& folder);

}  // namespace thimble::cproject
