#pragma once

#include "core/data/dataset.h"

// The ways in which a folder keeps its samples; readDataset chooses between them.
namespace thimble::data {

constexpr std::size_t kMostSamples = std::size_t{1} << 20;

/// The rows of y_labels.csv; `folder` must have the files.
[[nodiscard]] Result<Dataset> readLabels(const std::filesystem::path& folder,
                                         const std::filesystem::path& list);

/// One sub-folder for each class; there is at least one.
[[nodiscard]] Result<Dataset> readClassFolders(const std::filesystem::path& folder,
                                               std::vector<std::string> names);

}  // namespace thimble::data
