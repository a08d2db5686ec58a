#pragma once

#include <filesystem>
#include <string_view>

#include "core/base/result.h"
#include "core/report/report.h"

namespace thimble {

/// Draws the timeline (bytes alive in each step, by role) above the arena map (offset over steps)
/// into a .svg or .png file, whole or not at all. `size` is "WIDTHxHEIGHT" in pixels, 400x300 to
/// 8000x8000.
///   errors   InvalidArgument   another ending, a size that is not one
///            Io                the file cannot be written
[[nodiscard]] Result<void> writePlot(const Report& report, const std::filesystem::path& file,
                                     std::string_view size);

}  // namespace thimble
