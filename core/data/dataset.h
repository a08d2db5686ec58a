#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "core/base/result.h"
#include "core/data/npy.h"
#include "core/data/raw.h"

namespace thimble::data {

/// What goes into a model, and what should come out.
struct Sample {
    std::string file;                   ///< relative to the dataset's folder
    std::optional<std::int32_t> label;  ///< the right class, below Dataset::classes
    std::vector<float> expected;        ///< or the right output, in real numbers
    std::optional<WindowStep> step;     ///< where the list says how windows lie in the file
    friend bool operator==(const Sample&, const Sample&) = default;
};

/// A dataset as a value: which samples there are; what is in their files is read by readSample.
struct Dataset {
    std::filesystem::path folder;
    std::vector<Sample> samples;          ///< at least one
    std::int32_t classes = 0;             ///< 0: the samples have no labels
    std::vector<std::string> classNames;  ///< of sub-folders; otherwise empty
    std::optional<NpyArray> inputs;       ///< of x.npy: sample i is entry i of the first dimension
    friend bool operator==(const Dataset&, const Dataset&) = default;
};

/// Finds out how the folder keeps its samples:
///   y_labels.csv        rows file,classes,label or file,classes,label,window,stride (bytes), as
///                       MLPerf Tiny's datasets; a header, quotes, blank lines and CRLF are
///                       accepted
///   x.npy with y.npy    the first dimension is the samples; y is integers, labels [N], or floats,
///                       the expected output [N, ...]
///   sub-folders         one for each class, in the order of their names (by bytes), with .png,
///                       .pgm, .ppm, .npy, .wav and .bin files; other files in them are passed over
/// Errors name file and line: a file that is missing or outside the folder, a label that is not
/// below the number of classes, which is the same in all rows, an empty list, over 2^20 samples.
[[nodiscard]] Result<Dataset> readDataset(const std::filesystem::path& folder);

}  // namespace thimble::data
