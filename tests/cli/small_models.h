#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

#include "core/model/model.h"

// Models that can be reckoned in the head, and files to feed them with. All tensors are INT8.
namespace thimble::test {

/// x [1, n] -> y [n], the same bytes; y has scale 0.5 and zero point -1, x scale 1.
[[nodiscard]] Model mirrorModel(std::int32_t elements);

/// x [1, 3] and z [1, 4]; the outputs are z, then x.
[[nodiscard]] Model twoInputModel();

/// A picture [1, height, width, 1] as it is.
[[nodiscard]] Model pictureModel(std::int32_t height, std::int32_t width);

/// A mirror of four elements (its new shape is the constant tensor 1), and a second subgraph with
/// one tensor of three bytes.
[[nodiscard]] Model callingModel();

/// x [1, 4] -> same [4], which is output 0, and constant -> middle -> y, which is output 1.
[[nodiscard]] Model constantModel(const std::vector<int>& values);

/// Its only operator is custom, and nobody knows it.
[[nodiscard]] Model unknownOperatorModel();

void writeModel(const std::filesystem::path& path, const Model& model);

/// A .npy of version 1.0: `type` is "<f4", `shape` "(1, 4)".
[[nodiscard]] std::string npyFile(const std::string& type, const std::string& shape,
                                  const std::string& elements);

}  // namespace thimble::test
