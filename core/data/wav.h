#pragma once

#include <cstdint>
#include <vector>

#include "core/base/blob.h"
#include "core/data/input_format.h"

namespace thimble::data {

/// The first channel of a recording.
struct Sound {
    std::uint32_t samplesPerSecond = 0;
    std::vector<std::int16_t> samples;  ///< 8 bits are widened: 256 * (value - 128)
    friend bool operator==(const Sound&, const Sound&) = default;
};

/// RIFF WAVE, uncompressed, 8 or 16 bits, any number of channels. Unsupported: other codings.
///   source   Microsoft and IBM, "Multimedia Programming Interface and Data Specifications 1.0"
[[nodiscard]] Result<Sound> readWav(const Blob& file);

/// The samples as windows of the input's length, one behind the other: INT16 takes them as they
/// are, FLOAT32 divided by 32768; other inputs are Unsupported. What is left over at the end is
/// dropped, unless it is all there is: then zeros follow. The sample rate is not changed.
[[nodiscard]] Result<std::vector<Window>> soundWindows(const Sound& sound,
                                                       const InputFormat& format);

}  // namespace thimble::data
