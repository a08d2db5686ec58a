#pragma once

#include <cstddef>
#include <filesystem>
#include <initializer_list>
#include <span>

#include "core/base/blob.h"
#include "core/base/result.h"

namespace thimble {

/// The whole file. Errors (Io) name it: missing, a folder, unreadable, over 2 GiB.
[[nodiscard]] Result<Blob> readFile(const std::filesystem::path& path);

/// The first `count` bytes, or all where there are fewer. Only of a regular file: elsewhere reading
/// would take them away, and none are given. Errors as readFile.
[[nodiscard]] Result<Blob> readFileStart(const std::filesystem::path& path, std::size_t count);

/// InvalidArgument where writing `output` would replace `input`, under whatever name: nobody's
/// model is overwritten.
[[nodiscard]] Result<void> checkNotInput(const std::filesystem::path& output,
                                         const std::filesystem::path& input);

/// The same for everything that one command writes and reads; no two outputs may be one file,
/// either. Empty names stand for nothing.
[[nodiscard]] Result<void> checkOutputs(std::initializer_list<std::filesystem::path> outputs,
                                        std::span<const std::filesystem::path> inputs);

/// Writes the file whole or not at all: a temporary file beside it, then a rename. What is there
/// already and is no regular file, such as a pipe or /dev/stdout, is written into instead.
[[nodiscard]] Result<void> writeFile(const std::filesystem::path& path,
                                     std::span<const std::byte> bytes);

}  // namespace thimble
