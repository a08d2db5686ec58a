#pragma once

#include <QString>
#include <filesystem>

// Names of files, as Qt, the core and people have them.
namespace thimble::ui {

[[nodiscard]] std::filesystem::path toPath(const QString& name);
[[nodiscard]] QString fromPath(const std::filesystem::path& path);
/// With the separators of the platform; what cannot be shown is replaced.
[[nodiscard]] QString formatPath(const QString& name);

}  // namespace thimble::ui
