#pragma once

#include <cstddef>
#include <filesystem>
#include <span>

#include "core/base/blob.h"
#include "core/base/result.h"

namespace thimble {

/// The whole file. Errors (Io) name it: missing, a folder, unreadable, over 2 GiB.
[[nodiscard]] Result<Blob> readFile(const std::filesystem::path& path);

/// Writes the file whole or not at all: a temporary file beside it, then a rename.
[[nodiscard]] Result<void> writeFile(const std::filesystem::path& path,
                                     std::span<const std::byte> bytes);

}  // namespace thimble
