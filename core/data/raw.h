#pragma once

#include <cstddef>
#include <optional>
#include <vector>

#include "core/base/blob.h"
#include "core/data/image.h"
#include "core/data/input_format.h"

namespace thimble::data {

/// What the bytes of a file without any header are.
enum class RawElements {
    Auto,     ///< see rawWindows
    Stored,   ///< the input's bytes
    Float32,  ///< real numbers, little-endian, quantised where the input is
    Pixels    ///< bytes of 0..255, as images are; MLPerf Tiny's picture sets are of this kind
};

/// Where the windows of a file lie, in bytes of the file; they may overlap. Columns 4 and 5 of
/// MLPerf Tiny's lists for anomaly detection.
struct WindowStep {
    std::size_t bytes = 0;
    std::size_t stride = 0;
    friend bool operator==(const WindowStep&, const WindowStep&) = default;
};

/// The file as windows. With n elements in the input, `Auto` takes a file of exactly the input's
/// bytes as stored, then a multiple of 4 n bytes as float32 (where the input takes real numbers),
/// then a multiple of the input's bytes as stored. With a `step` the window's size decides, and
/// what is left over behind the last whole window is dropped. InvalidFile: any other size, saying
/// which would do; a float32 that is not finite.
[[nodiscard]] Result<std::vector<Window>> rawWindows(const Blob& file, const InputFormat& format,
                                                     RawElements elements, ImageScaling scaling,
                                                     const std::optional<WindowStep>& step);

}  // namespace thimble::data
