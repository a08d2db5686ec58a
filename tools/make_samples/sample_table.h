#pragma once

#include <span>
#include <string>

#include "core/base/result.h"
#include "tools/make_samples/samples.h"

namespace thimble::samples {

/// The table of sample_models/README.md, in Markdown, one row per sample: what it is, what it costs
/// as it is written, and the hash of its file. TFLM's head is the same on 32 and 64 bits with the
/// reference kernels.
[[nodiscard]] Result<std::string> sampleTable(std::span<const Sample> samples);

}  // namespace thimble::samples
