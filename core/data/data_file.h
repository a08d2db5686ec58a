#pragma once

#include <filesystem>
#include <string>

#include "core/base/blob.h"
#include "core/base/result.h"

namespace thimble::data {

/// What a file of a dataset may have at most.
constexpr std::size_t kLargestDataFile = std::size_t{1} << 30;

/// The whole of a regular file that is not empty; pipes and devices are refused, for reading one
/// may never end. Errors name it: Io, InvalidFile (0 bytes), Unsupported (over `largest`).
[[nodiscard]] Result<Blob> readDataFile(const std::filesystem::path& path,
                                        std::size_t largest = kLargestDataFile);

/// ".png" of "A.PNG".
[[nodiscard]] std::string lowerExtension(const std::filesystem::path& path);

/// The same result; its error begins with where it happened.
template <typename T>
[[nodiscard]] Result<T> named(const std::string& where, Result<T> result) {
    if (!result) result.error().message.insert(0, where + ": ");
    return result;
}

}  // namespace thimble::data
