#pragma once

#include <cstddef>
#include <span>
#include <string>
#include <vector>

#include "core/base/blob.h"
#include "core/base/result.h"
#include "core/model/model.h"

namespace thimble {

/// Reads a .tflite (flatbuffer with identifier TFL3, schema up to 3d). The file is hostile until it
/// has passed: the flatbuffers verifier, a budget on what it unpacks to (16 MiB + 4 times its
/// size), and checkModel. Weights are not copied; they keep `file` alive.
///   errors   InvalidFile    not a TFL3 flatbuffer, damaged, or inconsistent: names the place
///            Unsupported    over 2 GiB, data outside the flatbuffer, external buffers
[[nodiscard]] Result<Model> readTflite(const Blob& file);

/// Whether a file that starts so can be a .tflite at all: its first `kIdentifierEnd` bytes are
/// enough to refuse what is something else, however long that is. InvalidFile where it cannot.
inline constexpr std::size_t kIdentifierEnd = 8;
[[nodiscard]] Result<void> checkIdentifier(std::span<const std::byte> start);

/// What is odd about a readable file, one sentence each: alignment, quantised dimensions out of
/// range, retired operator codes, tensors without names, buffers of another size than their shape.
/// `file` is what the model was read from, or empty.
[[nodiscard]] std::vector<std::string> listOddities(const Model& model, const Blob& file);

}  // namespace thimble
