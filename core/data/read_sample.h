#pragma once

#include <cstddef>
#include <filesystem>
#include <optional>
#include <vector>

#include "core/data/dataset.h"

namespace thimble::data {

/// What files do not say about themselves.
struct ReadOptions {
    RawElements rawElements = RawElements::Auto;
    ImageScaling imageScaling = ImageScaling::Auto;  ///< also of raw pixels
    friend bool operator==(const ReadOptions&, const ReadOptions&) = default;
};

/// A file as inputs of a model, one or more, by its name's ending: .npy, .png, .pgm, .ppm, .pnm,
/// .wav; everything else is raw. `step` is for raw files. Errors name the file: Io, InvalidFile,
/// and Unsupported (over 1 GiB, JPEG and its like, an input that this kind of file cannot fill).
[[nodiscard]] Result<std::vector<Window>> readInput(const std::filesystem::path& path,
                                                    const InputFormat& format,
                                                    const ReadOptions& options = {},
                                                    const std::optional<WindowStep>& step = {});

/// The windows of one sample (`index` below the number of samples), at least one.
[[nodiscard]] Result<std::vector<Window>> readSample(const Dataset& dataset, std::size_t index,
                                                     const InputFormat& format,
                                                     const ReadOptions& options = {});

}  // namespace thimble::data
